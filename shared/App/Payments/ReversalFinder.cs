using Collections.App.Files.Statements;
using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.App.Payments;

/// <summary>Finds the payment that a reversal takes back (R37): the one that the bank names, else the only one of the same amount and reference.</summary>
internal sealed class ReversalFinder(IDeskStore desk, string feed)
{
    private const int PageSize = 500;
    private const int MostPages = 20;

    // A reference of fewer characters stands in too many texts to prove anything.
    private const int LeastReference = 4;

    private readonly List<Known> _payments = [];
    private bool _isLoaded;

    /// <summary>Remembers payments that were taken in since.</summary>
    public void Add(IEnumerable<BankEntry> entries)
    {
        if (_isLoaded)
        {
            _payments.AddRange(entries.Where(entry => entry.IsCredit).Select(entry =>
                new Known(entry.Id, entry.BookedOn, entry.Amount, Plain(entry.Reference), Plain(entry.Payer))));
        }
    }

    /// <summary>Finds the payment; null where none, or more than one, may be meant.</summary>
    public async Task<Known?> FindAsync(StatementEntry reversal, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var found = Named(reversal) ?? ByReference(reversal.Entry);
        if (found is not null)
        {
            _payments.Remove(found);
        }

        return found;
    }

    private Known? Named(StatementEntry reversal)
    {
        var details = reversal.Details;
        if (details.Undoes is { } undone)
        {
            return Only(_payments.Where(payment => payment.Id.StartsWith(EntryKeys.Prefix(details.OwnAccount, undone), StringComparison.Ordinal)));
        }

        return details.BankReference is { } same
            ? Only(_payments.Where(payment =>
                payment.Amount == reversal.Entry.Amount && payment.Id.StartsWith(EntryKeys.Prefix(details.OwnAccount, same), StringComparison.Ordinal)))
            : null;
    }

    // Banks put words of their own around what the payer wrote.
    private Known? ByReference(BankEntry reversal)
    {
        var reference = Plain(reversal.Reference);
        var same = _payments.FindAll(payment => payment.Amount == reversal.Amount && payment.BookedOn <= reversal.BookedOn
            && payment.Reference.Length >= LeastReference && reference.Contains(payment.Reference, StringComparison.Ordinal));
        var payer = Plain(reversal.Payer);
        return Only(same) ?? (payer.Length > 0 ? Only(same.Where(payment => payment.Payer == payer)) : null);
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        string? cursor = null;
        for (var page = 0; !_isLoaded && page < MostPages; page++)
        {
            var rows = await desk.PaymentsAsync(state: null, account: null, cursor, PageSize, cancel);
            _payments.AddRange(rows.Items.Where(IsWhole).Select(row =>
                new Known(row.Id[(feed.Length + 1)..], row.BookedOn, row.Amount, Plain(row.Reference), Plain(row.Payer))));
            cursor = rows.Next;
            _isLoaded = cursor is null;
        }

        _isLoaded = true;
    }

    // Money that went out settles nothing and leaves nothing over, and neither does a reversal.
    private bool IsWhole(PaymentRow row) =>
        row.Id.StartsWith($"{feed}:", StringComparison.Ordinal) && !row.Reversed && row.State != PaymentState.Ignored && (row.Unapplied.IsPositive || row.Allocations.Count > 0);

    private static string Plain(string? text) => string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static Known? Only(IEnumerable<Known> candidates) => candidates.Take(2).ToList() is [var only] ? only : null;

    /// <summary>A payment that may be taken back.</summary>
    /// <param name="Id">The bank's id.</param>
    /// <param name="BookedOn">The day of booking.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reference">What the payer wrote: letters and digits, in capitals.</param>
    /// <param name="Payer">Who paid, likewise.</param>
    internal sealed record Known(string Id, DateOnly BookedOn, Money Amount, string Reference, string Payer);
}
