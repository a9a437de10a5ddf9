using Collections.App.Archive;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Local.Sqlite.Books;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Payments;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Archive;

/// <summary>Payments of an archive: read as accounts have them, and put together again.</summary>
internal static class ArchivedPayments
{
    private const string Columns = """
        SELECT p.id, p.feed, p.bank_id, p.kind, p.booked_on, p.received_at, p.amount, p.currency, p.reference, p.payer, p.reversal_of, p.state, p.unapplied,
               p.returned, p.returned_at, p.why, p.account_id, p.payer_account, p.structured_reference, p.end_to_end_id, p.bank_reference, p.named_account,
               p.source, p.confidence, p.suggestions, p.refused, p.by_hand, p.awaits, p.round
        FROM payments p
        """;

    private static readonly Query OfAccount = new($"{Columns} WHERE p.account_id = ? ORDER BY p.id");
    private static readonly Query OfNobody = new($"{Columns} WHERE p.account_id IS NULL AND p.id > ? ORDER BY p.id LIMIT ?");
    private static readonly Query ById = new($"{Columns} WHERE p.id = ?");
    private static readonly Query Code = new("SELECT code FROM accounts WHERE id = ?");

    // Payments of others that settle an item: its account took it along when it went to be billed for itself.
    private static readonly Query OfOthers = new("""
        SELECT x.payment_id FROM allocations x JOIN payments p ON p.id = x.payment_id WHERE x.invoice_id = ? AND p.account_id <> ?
        """);

    private static readonly Query Shares = new("""
        SELECT i.number, i.part, x.amount, x.undone, i.payer_id FROM allocations x JOIN invoices i ON i.id = x.invoice_id
        WHERE x.payment_id = ? ORDER BY i.due, i.number, i.part
        """);

    // The parts that several accounts have add up to the payment, whichever comes first.
    private static readonly Query Insert = new($"""
        INSERT INTO payments (id, feed, bank_id, kind, booked_on, received_at, amount, currency, reference, payer, reversal_of, state, account_id, unapplied,
          returned, returned_at, why, payer_account, structured_reference, end_to_end_id, bank_reference, named_account, source, confidence, suggestions,
          refused, by_hand, awaits, round)
        VALUES ({Places.Next("payments")}, ?2, ?3, ?4, ?5, ?1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
          ?25, ?26, ?27, ?28)
        """);

    private static readonly Query Join = new("""
        UPDATE payments SET amount = amount + ?3, account_id = ifnull(?4, account_id), unapplied = unapplied + ?5, returned = returned + ?6,
          returned_at = max(ifnull(returned_at, ?7), ifnull(?7, returned_at))
        WHERE feed = ?1 AND bank_id = ?2 RETURNING id
        """);

    private static readonly Query Find = new("SELECT id FROM payments WHERE feed = ? AND bank_id = ?");

    private static readonly Query Allocate = new("""
        INSERT INTO allocations (payment_id, invoice_id, amount, undone) VALUES (?, (SELECT id FROM invoices WHERE number = ? AND part = ?), ?, ?)
        """);

    /// <summary>What banks said of an account.</summary>
    /// <param name="db">A connection.</param>
    /// <param name="account">The account's key.</param>
    /// <param name="items">The keys of the items that it is billed for.</param>
    public static List<ArchivedPayment> Of(Connection db, long account, IReadOnlyList<long> items)
    {
        var keys = items.SelectMany(item => db[OfOthers].Add(item).Add(account).ReadAll(row => row.Long(0))).Distinct();
        return [.. db[OfAccount].Add(account).ReadAll(Read).Concat(keys.Select(key => db[ById].Add(key).ReadFirst(Read)!))
            .OrderBy(row => row.Id).Select(row => WithReports(db, row.Id, PartOf(db, row, account)))];
    }

    /// <summary>What banks said of nobody, after a key.</summary>
    public static List<(long Id, ArchivedPayment Payment)> ReadOfNobody(Connection db, long after, int limit) =>
        db[OfNobody].Add(after).Add(limit).ReadAll(Read).ConvertAll(row => (row.Id, WithReports(db, row.Id, row.Payment)));

    /// <summary>Writes what banks said of an account.</summary>
    public static void Write(Connection db, long account, ArchivedPayment payment)
    {
        long? owner = payment.Owner is null ? account : null;
        var id = payment.Whole is null ? null : db[Join]
            .Add(payment.Feed).Add(payment.BankId).Add(payment.Amount.Minor).Add(owner).Add(payment.Unapplied).Add(payment.Returned)
            .Add(payment.ReturnedAt?.Millis()).RunForLong();
        id ??= Add(db, owner, payment);
        WriteReports(db, id.Value, payment);
        if (payment.Whole is not null)
        {
            Allocator.MarkSplit(db, id.Value);
        }

        foreach (var share in payment.Shares)
        {
            db[Allocate].Add(id).Add(share.Number).Add(share.Part).Add(share.Amount).Add(share.Undone).Run();
        }
    }

    /// <summary>Writes what banks said of nobody, unless it is there.</summary>
    public static void WriteOfNobody(Connection db, ArchivedPayment payment)
    {
        if (db[Find].Add(payment.Feed).Add(payment.BankId).RunForLong() is null)
        {
            WriteReports(db, Add(db, owner: null, payment), payment);
        }
    }

    private static ArchivedPayment WithReports(Connection db, long id, ArchivedPayment payment) => payment with { Reports = PaymentReports.Read(db, id) };

    private static void WriteReports(Connection db, long id, ArchivedPayment payment)
    {
        foreach (var report in payment.Reports)
        {
            PaymentReports.Write(db, payment.Feed, id, report);
        }
    }

    private static long Add(Connection db, long? owner, ArchivedPayment payment)
    {
        db[Insert]
            .Add(payment.ReceivedAt.Millis()).Add(payment.Feed).Add(payment.BankId).Add(Words.Of(payment.Kind)).Add(payment.BookedOn)
            .Add(payment.Amount.Minor).Add(payment.Amount.Currency.Code).Add(payment.Reference).Add(payment.Payer).Add(payment.ReversalOf)
            .Add(Words.Of(payment.State)).Add(owner).Add(payment.Unapplied).Add(payment.Returned).Add(payment.ReturnedAt?.Millis()).Add(payment.Why)
            .Add(payment.PayerAccount).Add(payment.StructuredReference).Add(payment.EndToEndId).Add(payment.BankReference).Add(payment.NamedAccount)
            .Add(payment.Source).Add(payment.Confidence).Add(PaymentText.Write(payment.Suggestions)).Add(PaymentText.Write(payment.Refused))
            .Add(payment.IsByHand).Add(payment.Awaits).Add(payment.Round).Run();
        return db.LastId;
    }

    // The account that it reached has all of it but what settles items that others are billed for; those have that.
    private static ArchivedPayment PartOf(Connection db, Row row, long account)
    {
        var shares = db[Shares].Add(row.Id).ReadAll(share => (
            IsOwn: share.Long(4) == account, Share: new ArchivedShare(share.Text(0), share.Int(1), share.Long(2), share.Long(3))));
        var own = shares.Where(share => share.IsOwn).Select(share => share.Share).ToList();
        var payment = row.Payment with { Shares = own };
        var (isOwner, isWhole) = (row.Account == account, own.Count == shares.Count);
        if (isOwner && isWhole)
        {
            return payment;
        }

        var theirs = isOwner ? shares.Where(share => !share.IsOwn).Select(share => share.Share).ToList() : own;
        var (amount, returned) = (theirs.Sum(share => share.Amount + share.Undone), theirs.Sum(share => share.Undone));
        return isOwner
            ? payment with
            {
                Amount = payment.Amount - new Money(amount, payment.Amount.Currency), Whole = payment.Amount, Returned = payment.Returned - returned,
            }
            : payment with
            {
                Amount = new Money(amount, payment.Amount.Currency), Whole = payment.Amount, Returned = returned, Unapplied = 0,
                Owner = db[Code].Add(row.Account!.Value).RunForText(), ReturnedAt = returned == 0 ? null : payment.ReturnedAt,
            };
    }

    private static Row Read(Statement row)
    {
        var currency = row.Currency(7);
        return new Row(row.Long(0), row.LongOrNull(16), new ArchivedPayment
        {
            Feed = row.Text(1),
            BankId = row.Text(2),
            Kind = row.Word<ArchivedEntry>(3),
            BookedOn = row.Day(4),
            ReceivedAt = row.Instant(5),
            Amount = row.Money(6, currency),
            Reference = row.TextOrNull(8),
            Payer = row.TextOrNull(9),
            ReversalOf = row.TextOrNull(10),
            State = row.Word<PaymentState>(11),
            Unapplied = row.Long(12),
            Returned = row.Long(13),
            ReturnedAt = row.InstantOrNull(14),
            Why = row.Text(15),
            PayerAccount = row.TextOrNull(17),
            StructuredReference = row.TextOrNull(18),
            EndToEndId = row.TextOrNull(19),
            BankReference = row.TextOrNull(20),
            NamedAccount = row.TextOrNull(21),
            Source = row.TextOrNull(22),
            Confidence = row.Int(23),
            Suggestions = row.Suggestions(24),
            Refused = row.Codes(25),
            IsByHand = row.Bool(26),
            Awaits = row.Bool(27),
            Round = row.Int(28),
        });
    }

    private sealed record Row(long Id, long? Account, ArchivedPayment Payment);
}
