using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Books;

/// <summary>Writes open items as <see cref="BookEntries"/> says. Runs on the writer's thread.</summary>
internal sealed class InvoiceWriter(AccountKeys keys, KnownShapes shapes)
{
    private const string Columns =
        "i.id, i.payer_id, i.account_id, i.number, i.part, i.issued, i.due, i.amount, i.books_balance, i.allocated, i.reference, i.order_no, i.settled_on, i.ledger_balance";

    private static readonly Query Insert = new("""
        INSERT INTO invoices (payer_id, account_id, number, part, issued, due, amount, ledger_balance, books_balance, reference, order_no, settled_on)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11)
        """);

    private static readonly Query Find = new($"SELECT {Columns} FROM invoices i WHERE i.number = ?");

    private static readonly Query Update = new("""
        UPDATE invoices SET account_id = ?2, issued = ?3, due = ?4, amount = ?5, ledger_balance = ?6, books_balance = ?7, allocated = ?8, reference = ?9,
          order_no = ?10, settled_on = ?11
        WHERE id = ?1
        """);

    private static readonly Query SaveDispute = new("""
        INSERT INTO disputes (account_id, dispute_id, invoice, amount, kind, owner, opened_on, look_again_on, state, note)
        SELECT ?1, ?2, ?3, ?4, ?5, sales_rep, ?6, ?6, ?7, ?8 FROM accounts WHERE id = ?1
        ON CONFLICT DO UPDATE SET amount = excluded.amount, state = excluded.state, resolved_on = NULL
          WHERE amount <> excluded.amount OR state <> excluded.state
        """);

    private static readonly Query EndDispute = new(
        "UPDATE disputes SET state = ?, resolved_on = ? WHERE account_id = ? AND dispute_id = ? AND state = 'open'");

    /// <summary>Adds or changes an item.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="entry">The item.</param>
    /// <param name="now">The moment of the import.</param>
    /// <param name="changed">The accounts that changed, by key; the item's payer is added if it did.</param>
    public RowResult Save(Connection db, InvoiceEntry entry, DateTimeOffset now, HashSet<long> changed)
    {
        if (keys.Find(db, entry.Account) is not { } account)
        {
            return BookEntries.NoAccount(entry.Account);
        }

        // Most are new: one look by the number says so, or brings the item, and whatever stands beside it.
        var known = db[Find].Add(entry.Invoice.Number).ReadAll(row => ReadKnown(db, row, account));
        var takenBy = known.Count > 0 && known[0].BillToId != account.BillToId ? known[0].Item.Account : null;
        if (BookEntries.WhyNot(entry, new BillTo(account.Code, account.Currency), takenBy) is { } wrong)
        {
            return wrong;
        }

        var plan = BookEntries.Plan(known.ConvertAll(one => one.Item), entry);
        if (plan.Rejected is { } rejected)
        {
            return rejected;
        }

        var result = plan.IsNew ? Add(db, account, entry, now) : Change(db, account, known, plan, now, changed);
        if (result.State == RowState.Accepted)
        {
            changed.Add(account.BillToId);
        }

        return result;
    }

    private RowResult Add(Connection db, AccountKey account, InvoiceEntry entry, DateTimeOffset now)
    {
        var item = BookEntries.New(entry);
        var invoice = item.Invoice;
        db[Insert]
            .Add(account.BillToId).Add(account.Id).Add(invoice.Number).Add(invoice.Part).Add(invoice.Issued).Add(invoice.Due)
            .Add(invoice.Amount.Minor).Add(invoice.LedgerBalance.Minor).Add(invoice.Reference).Add(invoice.Order).Add(item.SettledOn).Run();
        shapes.Add(db, invoice.Number);
        Settlements.Change(db, account.BillToId, (invoice.Due, null), (invoice.Due, item.SettledOn));
        _ = entry.Disputed is { IsPositive: true } && FollowDispute(db, account, entry, now);
        return new RowResult(RowState.Accepted);
    }

    private static RowResult Change(Connection db, AccountKey account, List<Known> known, EntryPlan plan, DateTimeOffset now, HashSet<long> changed)
    {
        var result = new RowResult(RowState.Unchanged);
        foreach (var (at, said) in plan.Changes)
        {
            var (one, change) = (known[at], BookEntries.Change(known[at].Item, said));
            if (!change.IsUnchanged)
            {
                Write(db, account, one, change, now, changed);
                result = new RowResult(RowState.Accepted);
            }

            if (FollowDispute(db, account, change.Entry, now))
            {
                result = new RowResult(RowState.Accepted);
            }
        }

        return result;
    }

    private static void Write(Connection db, AccountKey account, Known known, EntryChange change, DateTimeOffset now, HashSet<long> changed)
    {
        var released = change.Excess > 0 ? Allocator.Release(db, known.Id, known.Item, change.Excess, changed) : known.Item;
        var item = BookEntries.Entered(known.Item, released, change.Entry, LocalClock.DateAt(now, account.TimeZone));
        var invoice = item.Invoice;
        db[Update]
            .Add(known.Id).Add(account.Id).Add(invoice.Issued).Add(invoice.Due).Add(invoice.Amount.Minor).Add(invoice.LedgerBalance.Minor)
            .Add(item.Books.Minor).Add(invoice.Allocated.Minor).Add(invoice.Reference).Add(invoice.Order).Add(item.SettledOn).Run();
        Settlements.Change(db, known.BillToId, (known.Item.Invoice.Due, known.Item.SettledOn), (invoice.Due, item.SettledOn));
    }

    private static bool FollowDispute(Connection db, AccountKey account, InvoiceEntry entry, DateTimeOffset now)
    {
        if (!BookEntries.SaysDispute(entry))
        {
            return false;
        }

        var dispute = BookEntries.DisputeOf(entry, Ids.OfBooksDispute(entry.Invoice.Number), owner: null, LocalClock.DateAt(now, account.TimeZone));
        return dispute.State == DisputeState.Open
            ? db[SaveDispute]
                .Add(account.BillToId).Add(dispute.Id).Add(dispute.Invoice).Add(dispute.Amount.Minor).Add(Words.Of(dispute.Kind)).Add(dispute.OpenedOn)
                .Add(Words.Of(dispute.State)).Add(dispute.Note).Run() > 0
            : db[EndDispute].Add(Words.Of(dispute.State)).Add(dispute.ResolvedOn).Add(account.BillToId).Add(dispute.Id).Run() > 0;
    }

    // Accounts that are billed together trade in one currency. What a branch was invoiced for may be said of the account that is billed for it now.
    private Known ReadKnown(Connection db, Statement row, AccountKey account)
    {
        var (accountId, currency) = (row.Long(2), account.Currency);
        var invoice = new Invoice
        {
            Number = row.Text(3),
            Part = row.Int(4),
            Issued = row.Day(5),
            Due = row.Day(6),
            Amount = row.Money(7, currency),
            LedgerBalance = row.Money(13, currency),
            Allocated = row.Money(9, currency),
            Reference = row.TextOrNull(10),
            Order = row.TextOrNull(11),
        };
        var code = accountId == account.Id ? account.Code : keys.Get(db, accountId).Code;
        return new Known(row.Long(0), row.Long(1), new BookItem(invoice, code, row.Money(8, currency), row.DayOrNull(12)));
    }

    private sealed record Known(long Id, long BillToId, BookItem Item);
}
