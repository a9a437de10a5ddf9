using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Files.Statements;

namespace Collections.App.Payments;

/// <summary>Finds the payment that a reversal takes back (R37): the one that the bank names, else the only one of the same amount and reference.</summary>
internal sealed class ReversalFinder(IPaymentList paymentList, string feed)
{
    private const int PageSize = 500;
    private const int MostPages = 20;

    // A reference of fewer characters stands in too many texts to prove anything.
    private const int LeastReference = 4;

    // So long before its reversal a payment is looked up under the bank's reference, if another source told it first, under another id.
    private const int MostDays = 14;

    private readonly List<Known> _payments = [];
    private bool _isLoaded;

    /// <summary>Remembers payments that were taken in since.</summary>
    public void Add(IEnumerable<BankEntry> entries)
    {
        if (_isLoaded)
        {
            _payments.AddRange(entries.Where(entry => entry.IsCredit).Select(entry =>
                new Known(entry.Id, entry.BookedOn, entry.Amount, Plain(entry.Reference), Plain(entry.Payer), IsUndone: false)));
        }
    }

    /// <summary>Finds the payment; null where none, or more than one, may be meant.</summary>
    public Task<Known?> FindAsync(StatementEntry reversal, CancellationToken cancel)
    {
        var (entry, details) = (reversal.Entry, reversal.Details);
        var named = details.Undoes ?? details.BankReference;
        return FindAsync(
            new Sought(
                entry.BookedOn, entry.Amount, entry.Reference, entry.Payer, named is null ? null : EntryKeys.Prefix(details.OwnAccount, named),
                IsNamed: details.Undoes is not null),
            cancel);
    }

    /// <summary>Finds the payment of a reversal that was stored while nobody knew it.</summary>
    public Task<Known?> FindAsync(PaymentRow reversal, CancellationToken cancel) => FindAsync(
        new Sought(reversal.BookedOn, reversal.Amount, reversal.Reference, reversal.Payer, EntryKeys.PrefixIn(BankId(reversal)), IsNamed: false), cancel);

    private async Task<Known?> FindAsync(Sought reversal, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var found = await NamedAsync(reversal, cancel) ?? ByReference(reversal);
        if (found is not { IsUndone: false })
        {
            // What another source has undone already is no reversal of another payment: the stores know such a report from what it says.
            return null;
        }

        _payments.Remove(found);
        return found;
    }

    private async Task<Known?> NamedAsync(Sought reversal, CancellationToken cancel)
    {
        if (reversal.Prefix is not { } prefix)
        {
            return null;
        }

        var named = _payments.FindAll(payment =>
            (reversal.IsNamed || payment.Amount == reversal.Amount) && payment.Id.StartsWith(prefix, StringComparison.Ordinal));
        return named.Count > 0 ? Only(named) : Only(await UnderOtherIdsAsync(reversal, prefix, cancel));
    }

    // A payment that a webhook told first is known by the statement's id as well.
    private async Task<IEnumerable<Known>> UnderOtherIdsAsync(Sought reversal, string prefix, CancellationToken cancel)
    {
        var found = new Dictionary<string, Known>(StringComparer.Ordinal);
        for (var day = 0; day <= MostDays; day++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{feed}:{prefix}{reversal.BookedOn.AddDays(-day):yyyyMMdd}C{reversal.Amount.Minor}");
            if (await paymentList.PaymentAsync(id, cancel) is { } row && IsWhole(row))
            {
                found[row.Id] = _payments.Find(payment => payment.Id == BankId(row)) ?? Of(row, isUndone: false);
            }
        }

        return found.Values;
    }

    // Banks put words of their own around what the payer wrote.
    private Known? ByReference(Sought reversal)
    {
        var reference = Plain(reversal.Reference);
        var same = _payments.FindAll(payment => payment.Amount == reversal.Amount && payment.BookedOn <= reversal.BookedOn
            && payment.Reference.Length >= LeastReference && reference.Contains(payment.Reference, StringComparison.Ordinal));
        var payer = Plain(reversal.Payer);
        return Only(same) ?? (payer.Length > 0 ? Only(same.Where(payment => payment.Payer == payer)) : null);
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var rows = new List<PaymentRow>();
        string? cursor = null;
        for (var page = 0; !_isLoaded && page < MostPages; page++)
        {
            var read = await paymentList.PaymentsAsync(state: null, account: null, cursor, PageSize, cancel);
            rows.AddRange(read.Items.Where(row => row.Id.StartsWith($"{feed}:", StringComparison.Ordinal)));
            cursor = read.Next;
            _isLoaded = cursor is null;
        }

        // Of what a webhook has undone, a statement may still tell.
        var undone = rows
            .Where(row => row is { IsReversal: true, Undoes: not null } && !EntryKeys.IsKey(BankId(row)))
            .Select(row => row.Undoes!).ToHashSet(StringComparer.Ordinal);
        _payments.AddRange(rows.Where(row => IsWhole(row) || undone.Contains(row.Id)).Select(row => Of(row, undone.Contains(row.Id))));
        _isLoaded = true;
    }

    // Money that went out settles nothing and leaves nothing over.
    private static bool IsWhole(PaymentRow row) =>
        !row.IsReversal && !row.Reversed && row.State != PaymentState.Ignored && (row.Unapplied.IsPositive || row.Allocations.Count > 0);

    private Known Of(PaymentRow row, bool isUndone) => new(BankId(row), row.BookedOn, row.Amount, Plain(row.Reference), Plain(row.Payer), isUndone);

    private string BankId(PaymentRow row) => row.Id[(feed.Length + 1)..];

    private static string Plain(string? text) => string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static Known? Only(IEnumerable<Known> candidates) => candidates.Take(2).ToList() is [var only] ? only : null;

    /// <summary>A payment that may be taken back.</summary>
    /// <param name="Id">The bank's id.</param>
    /// <param name="BookedOn">The day of booking.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reference">What the payer wrote: letters and digits, in capitals.</param>
    /// <param name="Payer">Who paid, likewise.</param>
    /// <param name="IsUndone">True if another source has told already that it came back.</param>
    internal sealed record Known(string Id, DateOnly BookedOn, Money Amount, string Reference, string Payer, bool IsUndone);

    /// <summary>A reversal whose payment is sought.</summary>
    /// <param name="BookedOn">The day of booking.</param>
    /// <param name="Amount">How much came back.</param>
    /// <param name="Reference">What the bank wrote.</param>
    /// <param name="Payer">Who had paid.</param>
    /// <param name="Prefix">How the payment's id begins, if the bank's reference of it is known.</param>
    /// <param name="IsNamed">True if that is the payment's own reference, whatever the amount; false if it is the reversal's, which banks often give to both.</param>
    private sealed record Sought(DateOnly BookedOn, Money Amount, string? Reference, string? Payer, string? Prefix, bool IsNamed);
}
