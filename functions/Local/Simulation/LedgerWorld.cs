using System.Text;
using Collections.App.Ledger;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Files;

namespace Collections.Local.Simulation;

/// <summary>The world of a ledger that is replayed: invoices appear when they were issued, payments when they were settled; calls reach a voice mailbox.</summary>
internal sealed class LedgerWorld(LedgerHistory history, Importer importer, BankDesk bank, Currency currency, TimeProvider clock) : IWorld
{
    /// <summary>The bank feed's name.</summary>
    public const string Feed = "replay";

    private static readonly TaskAnswer Voicemail = new(new Actor("replay"), new Outcome(OutcomeKind.Voicemail));
    private static readonly TaskAnswer Done = new(new Actor("replay", IsManager: true), new Outcome(OutcomeKind.Done));

    /// <inheritdoc/>
    public async Task MorningAsync(DateOnly day, CancellationToken cancel)
    {
        await ImportAsync([.. history.IssuedOn(day).Select(row => AsIssued(row, day))], cancel);
        var paid = history.SettledOn(day);

        // Without an entry it is a heartbeat: the bank is never silent in a replay (R20).
        await bank.ReceiveAsync(Feed, clock.GetUtcNow(), [.. paid.Where(row => row.Amount > 0).Select(EntryOf)], cancel);

        // The books end what they called disputed, and apply what they called a credit, when they call it settled.
        await ImportAsync([.. paid.Where(row => row.Settled > AppearsOn(row) && (row.Disputed is not null || row.Amount < 0))], cancel);
    }

    /// <inheritdoc/>
    public TaskAnswer? Answer(TaskRow task, DateOnly day) => task.Kind switch
    {
        TaskKind.Call => Voicemail,

        // The ledger tells when the customer paid us: nobody was handed over, no letter is in doubt, and each payment says whose it is.
        TaskKind.Agency or TaskKind.CheckLetter or TaskKind.MatchPayment => null,
        _ => Done,
    };

    private DateOnly AppearsOn(InvoiceRow row) => row.Issued > history.From ? row.Issued : history.From;

    // Settled before the first day: payment history. Settled on the very day: no dispute would ever be seen.
    private static InvoiceRow AsIssued(InvoiceRow row, DateOnly day) =>
        row.Settled < day || (row.Settled == day && row.Amount < 0) ? row
        : row.Settled == day ? row with { Settled = null, Balance = null, Disputed = null }
        : row with { Settled = null, Balance = row.Settled is null ? row.Balance : null };

    private BankEntry EntryOf(InvoiceRow row) => new(
        row.Invoice, row.Settled!.Value, Money.Of(row.Amount, row.Currency ?? currency), IsCredit: true, row.Invoice, Payer: null, row.Account, ReversalOf: null);

    // Through the importer itself, so that a replay shows what an import does.
    private async Task ImportAsync(List<InvoiceRow> rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var text = new StringWriter();
        LedgerWriter.Write(text, rows);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var report = await importer.InvoicesAsync(file, ImportOptions.Canonical, progress: null, cancel);
        if (report.RejectedCount > 0)
        {
            throw new ImportFormatException($"the ledger refuses {report.Rejected[0].Field} '{report.Rejected[0].Value}', which {report.Rejected[0].Why}");
        }
    }
}
