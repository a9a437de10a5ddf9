using Collections.App.Archive;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Payments;

/// <summary>Other reports of the same money: by another source, mostly under another id. Runs on the writer's thread.</summary>
internal static class PaymentReports
{
    private static readonly Query Insert = new(
        "INSERT INTO payment_reports (feed, bank_id, source, payment_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");

    private static readonly Query Of = new("SELECT bank_id, source FROM payment_reports WHERE payment_id = ? ORDER BY bank_id, source");

    // One source after the other, each found by one step in the index: of the entry's own there may be very many, and they are never asked.
    private static readonly Query NextSource = new("SELECT min(source) FROM payments WHERE amount = ? AND source > ?");

    private static readonly Query Told = new("""
        SELECT p.id, p.bank_id, p.booked_on, p.reference, p.payer, p.payer_account, p.end_to_end_id, p.bank_reference, p.source, p.structured_reference,
               p.reversal_of
        FROM payments p
        WHERE p.amount = ?1 AND p.source IS ?2 AND p.booked_on BETWEEN ?3 AND ?4 AND p.feed = ?5 AND p.kind = ?6 AND p.currency = ?7
          AND NOT EXISTS (SELECT 1 FROM payment_reports r WHERE r.payment_id = p.id AND r.source = ?8)
        """);

    private static readonly Query Complete = new("""
        UPDATE payments SET reference = ?, payer = ?, named_account = ?, payer_account = ?, structured_reference = ?, end_to_end_id = ?, bank_reference = ?
        WHERE id = ?
        """);

    /// <summary>Notes that a source tells an entry that is known, unless it is the one that told it first.</summary>
    public static void Note(Connection db, StoredPayment told, BankEntry entry)
    {
        if (entry.Source is { } source && (told.BankId, told.Source) != (entry.Id, source))
        {
            db[Insert].Add(told.Feed).Add(entry.Id).Add(source).Add(told.Id).Run();
        }
    }

    /// <summary>The known entry that an entry tells of once more, or null.</summary>
    public static StoredPayment? FindSame(Connection db, string feed, BankEntry entry)
    {
        if (entry.Source is null)
        {
            return null;
        }

        var known = ToldBy(db, feed, entry, source: null);
        for (string? source = ""; (source = db[NextSource].Add(entry.Amount.Minor).Add(source).RunForText()) is not null;)
        {
            if (source != entry.Source)
            {
                known.AddRange(ToldBy(db, feed, entry, source));
            }
        }

        if (known.Count == 0)
        {
            return null;
        }

        var named = entry.ReversalOf is { } undone && StoredPayment.Find(db, feed, undone) is { } original ? entry with { ReversalOf = original.BankId } : entry;
        return DuplicateDetection.Find(named, known) is { } same ? StoredPayment.Find(db, feed, same) : null;
    }

    /// <summary>Adds what another report says beyond an entry that nobody has matched.</summary>
    /// <returns>False if it says no more.</returns>
    public static bool TryComplete(Connection db, StoredPayment payment, BankEntry other)
    {
        var before = payment.Entry(db);
        var entry = DuplicateDetection.Together(before, other);
        if (entry == before)
        {
            return false;
        }

        db[Complete]
            .Add(entry.Reference).Add(entry.Payer).Add(entry.Account).Add(entry.PayerAccount).Add(entry.StructuredReference).Add(entry.EndToEndId)
            .Add(entry.BankReference).Add(payment.Id).Run();
        return true;
    }

    /// <summary>The other reports of an entry, by id and source.</summary>
    public static List<ArchivedReport> Read(Connection db, long payment) => db[Of].Add(payment).ReadAll(row => new ArchivedReport(row.Text(0), row.Text(1)));

    /// <summary>Writes a report that comes from an archive.</summary>
    public static void Write(Connection db, string feed, long payment, ArchivedReport report) =>
        db[Insert].Add(feed).Add(report.BankId).Add(report.Source).Add(payment).Run();

    // Those that a source told first, and the entry's own has not told yet.
    private static List<ToldEntry> ToldBy(Connection db, string feed, BankEntry entry, string? source)
    {
        var kind = Words.Of(PaymentDecider.KindOf(entry));
        var rows = db[Told]
            .Add(entry.Amount.Minor).Add(source).Add(entry.BookedOn.AddDays(-DuplicateDetection.DaysApart)).Add(entry.BookedOn.AddDays(DuplicateDetection.DaysApart))
            .Add(feed).Add(kind).Add(entry.Amount.Currency.Code).Add(entry.Source)
            .ReadAll(row => (Id: row.Long(0), ReversalOf: row.TextOrNull(10), Told: new ToldEntry(
                row.Text(1), row.Day(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7), [])
                {
                    StructuredReference = row.TextOrNull(9),
                }));
        return rows.ConvertAll(row => row.Told with
        {
            Sources = [.. (source is null ? [] : (string[])[source]).Concat(Read(db, row.Id).Select(report => report.Source)).Distinct(StringComparer.Ordinal)],
            Undoes = row.ReversalOf is { } undone ? StoredPayment.Find(db, feed, undone)?.BankId : null,
        });
    }
}
