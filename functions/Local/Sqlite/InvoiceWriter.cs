using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Writes open items as the books have them. Runs on the writer's thread.</summary>
internal sealed class InvoiceWriter(AccountKeys keys, KnownShapes shapes)
{
    private const string Columns =
        "i.id, i.payer_id, i.account_id, i.number, i.part, i.issued, i.due, i.amount, i.books_balance, i.allocated, i.reference, i.order_no, i.settled_on, i.open";

    private static readonly Query Insert = new("""
        INSERT INTO invoices (payer_id, account_id, number, part, issued, due, amount, ledger_balance, books_balance, reference, order_no, settled_on)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11)
        """);

    private static readonly Query Find = new($"SELECT {Columns} FROM invoices i WHERE i.number = ?");
    private static readonly Query SettledOn = new("SELECT settled_on FROM invoices WHERE id = ?");

    // What the books say counts from when they say something new: a balance that the bank has since proved wrong stays corrected.
    private static readonly Query Update = new("""
        UPDATE invoices SET account_id = ?2, issued = ?3, due = ?4, amount = ?5,
          ledger_balance = CASE WHEN amount = ?5 AND books_balance = ?6 THEN ledger_balance ELSE ?6 END, books_balance = ?6,
          reference = ?7, order_no = ?8
        WHERE id = ?1 RETURNING open
        """);

    private static readonly Query SaveDispute = new("""
        INSERT INTO disputes (account_id, dispute_id, invoice, amount, kind, owner, opened_on, look_again_on, state, note)
        SELECT ?1, ?2, ?3, ?4, 'other', sales_rep, ?5, ?5, 'open', 'from the books' FROM accounts WHERE id = ?1
        ON CONFLICT DO UPDATE SET amount = excluded.amount, state = 'open', resolved_on = NULL WHERE amount <> excluded.amount OR state <> 'open'
        """);

    private static readonly Query EndDispute = new(
        "UPDATE disputes SET state = 'credited', resolved_on = ? WHERE account_id = ? AND dispute_id = ? AND state = 'open'");

    /// <summary>Adds or changes an item.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="entry">The item.</param>
    /// <param name="now">The moment of the import.</param>
    /// <param name="changed">The accounts that changed, by key; the item's payer is added if it did.</param>
    public RowResult Save(Connection db, InvoiceEntry entry, DateTimeOffset now, HashSet<long> changed)
    {
        if (keys.Find(db, entry.Account) is not { } account)
        {
            return Rejected("account", $"there is no account {entry.Account}");
        }

        if (!ReferenceEquals(entry.Invoice.Amount.Currency, account.Currency) || !ReferenceEquals(entry.Invoice.LedgerBalance.Currency, account.Currency))
        {
            return Rejected("currency", $"account {account.Code} trades in {account.Currency}, the invoice is in {entry.Invoice.Amount.Currency}");
        }

        // Most are new: one look by the number says so, or brings the item, and whatever stands beside it.
        var known = db[Find].Add(entry.Invoice.Number).ReadAll(ReadKnown);
        if (entry.Instalments > 0 && SaidAndStored.WhyNotBeside(entry, known.Select(part => part.Part)) is { } wrong)
        {
            return wrong;
        }

        // An invoice as a whole never comes to stand beside its instalments.
        var result = known.Find(part => part.Part == entry.Invoice.Part) is { } same ? Change(db, account, same, entry, now, changed)
            : known.Count > 0 && entry.Invoice.Part == 0 ? ChangeParts(db, account, known, entry, now, changed)
            : Add(db, account, entry, now);
        if (result.State == RowState.Accepted)
        {
            changed.Add(account.PayerId);
        }

        return result;
    }

    private static RowResult Rejected(string field, string why) => new(RowState.Rejected, field, why);

    private RowResult Add(Connection db, AccountKey account, InvoiceEntry entry, DateTimeOffset now)
    {
        // An item that arrives settled counts as history only if the books say when that was.
        var invoice = entry.Invoice;
        var settledOn = !invoice.IsCredit && invoice.LedgerBalance.IsZero ? entry.SettledOn : null;
        db[Insert]
            .Add(account.PayerId).Add(account.Id).Add(invoice.Number).Add(invoice.Part).Add(invoice.Issued).Add(invoice.Due)
            .Add(invoice.Amount.Minor).Add(invoice.LedgerBalance.Minor).Add(invoice.Reference).Add(invoice.Order).Add(settledOn).Run();
        shapes.Add(db, invoice.Number);
        if (settledOn is { } on)
        {
            Settlements.Count(db, account.PayerId, invoice.Due, on);
        }

        _ = entry.Disputed is { IsPositive: true } && FollowDispute(db, account, entry, now);
        return new RowResult(RowState.Accepted);
    }

    private RowResult Change(Connection db, AccountKey account, Known known, InvoiceEntry said, DateTimeOffset now, HashSet<long> changed)
    {
        if (WhyNotOf(db, account, known, said) is { } wrong)
        {
            return wrong;
        }

        var entry = SaidAndStored.Together(known.InBooks(account), said);
        var result = Write(db, account, known, entry, now, changed);
        return FollowDispute(db, account, entry, now) ? new RowResult(RowState.Accepted) : result;
    }

    // What is said of the whole of an invoice that is known with instalments.
    private RowResult ChangeParts(Connection db, AccountKey account, List<Known> parts, InvoiceEntry said, DateTimeOffset now, HashSet<long> changed)
    {
        List<Known> known = [.. parts.OrderBy(part => part.Due).ThenBy(part => part.Part)];
        if (WhyNotOf(db, account, known[0], said) is { } wrong)
        {
            return wrong;
        }

        var entries = SaidAndStored.OverInstalments([.. known.Select(part => part.InBooks(account))], said, out var rejected);
        if (rejected is { } why)
        {
            return why;
        }

        var result = new RowResult(RowState.Unchanged);
        for (var i = 0; i < entries.Count; i++)
        {
            var part = Change(db, account, known[i], entries[i], now, changed);
            result = part.State == RowState.Unchanged ? result : part;
        }

        return result;
    }

    private RowResult? WhyNotOf(Connection db, AccountKey account, Known known, InvoiceEntry said) =>
        known.Number != said.Invoice.Number
            ? Rejected("invoice", $"{said.Invoice.Number} differs from {known.Number} in upper and lower case only")
        : known.PayerId != account.PayerId
            ? Rejected("account", $"invoice {said.Invoice.Number} belongs to account {keys.Get(db, known.AccountId).Code}")
        : null;

    private static RowResult Write(Connection db, AccountKey account, Known known, InvoiceEntry entry, DateTimeOffset now, HashSet<long> changed)
    {
        var invoice = entry.Invoice;

        // The books' day counts unless payments settle all of it; then the bank's does.
        var isPaid = known.Allocated >= invoice.Amount.Minor;
        var settledOn = invoice.IsCredit || isPaid ? null : entry.SettledOn;
        if (known.Says(account.Id, invoice) && (settledOn is null || known.Open != 0 || settledOn == known.SettledOn))
        {
            return new RowResult(RowState.Unchanged);
        }

        // What is released opens the item at its old amount; the new one may be settled by the rest, as of the day that it had.
        var countedOn = known.SettledOn;
        if (known.Allocated > Math.Max(0, invoice.Amount.Minor))
        {
            Allocator.Release(db, known.Id, known.Allocated - Math.Max(0, invoice.Amount.Minor), changed);
            countedOn = db[SettledOn].Add(known.Id).ReadFirst(row => row.DayOrNull(0));
        }

        var open = db[Update]
            .Add(known.Id).Add(account.Id).Add(invoice.Issued).Add(invoice.Due).Add(invoice.Amount.Minor).Add(invoice.LedgerBalance.Minor)
            .Add(invoice.Reference).Add(invoice.Order).RunForLong();
        DateOnly? nowSettledOn = open != 0 || invoice.IsCredit ? null
            : settledOn ?? known.SettledOn ?? LocalClock.DateAt(now, account.TimeZone);
        Settlements.Change(db, known.Id, known.PayerId, (known.Due, countedOn), (invoice.Due, nowSettledOn));
        return new RowResult(RowState.Accepted);
    }

    // What the books call disputed stands aside until they say nothing is, or the item is settled (R4).
    private static bool FollowDispute(Connection db, AccountKey account, InvoiceEntry entry, DateTimeOffset now)
    {
        if (entry.Disputed is null && entry.SettledOn is null)
        {
            return false;
        }

        var id = $"d-import-{Ids.Escape(entry.Invoice.Number)}";
        var today = LocalClock.DateAt(now, account.TimeZone);
        return entry.Disputed is { IsPositive: true } amount && entry.SettledOn is null
            ? db[SaveDispute].Add(account.PayerId).Add(id).Add(entry.Invoice.Number).Add(amount.Minor).Add(today).Run() > 0
            : db[EndDispute].Add(today).Add(account.PayerId).Add(id).Run() > 0;
    }

    private static Known ReadKnown(Statement row) => new(
        row.Long(0), row.Long(1), row.Long(2), row.Text(3), row.Int(4), row.Day(5), row.Day(6), row.Long(7), row.Long(8), row.Long(9),
        row.TextOrNull(10), row.TextOrNull(11), row.DayOrNull(12), row.Long(13));

    private sealed record Known(
        long Id, long PayerId, long AccountId, string Number, int Part, DateOnly Issued, DateOnly Due, long Amount, long Balance, long Allocated,
        string? Reference, string? Order, DateOnly? SettledOn, long Open)
    {
        public bool Says(long account, Invoice invoice) =>
            (AccountId, Issued, Due, Amount, Balance) == (account, invoice.Issued, invoice.Due, invoice.Amount.Minor, invoice.LedgerBalance.Minor)
            && (Reference, Order) == (invoice.Reference, invoice.Order);

        /// <summary>The item as the books last told it. Accounts that are billed together trade in one currency.</summary>
        public Invoice InBooks(AccountKey account) => new()
        {
            Number = Number,
            Part = Part,
            Issued = Issued,
            Due = Due,
            Amount = new Money(Amount, account.Currency),
            LedgerBalance = new Money(Balance, account.Currency),
            Reference = Reference,
            Order = Order,
        };
    }
}
