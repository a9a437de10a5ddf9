using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>Lets a matcher, which asks and goes on at once, look into storage, which answers later.</summary>
/// <remarks>
/// It answers from what has been fetched and notes what is missing. What a matcher says when anything was missing counts for nothing, nor does what it
/// throws: what is missing is fetched, and it is asked again.
/// </remarks>
internal sealed class GatheringLookup(LookUps lookUps, AccountRows accounts) : ILedgerLookup
{
    // A matcher that goes from one look-up to the next is asked once more for each.
    private const int MostRounds = 200;

    private readonly Dictionary<(char Kind, string Key), AccountDocument?> _known = [];
    private readonly HashSet<(char Kind, string Key)> _missing = [];

    /// <summary>Asks a matcher until it has seen all that it looks for.</summary>
    public async Task<Match> FindAsync(IPaymentMatcher matcher, BankEntry entry, CancellationToken cancel)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var match = Ask(matcher, entry);
            if (_missing.Count == 0)
            {
                return match!;
            }

            var missing = _missing.ToList();
            var found = await Task.WhenAll(missing.Select(look => FetchAsync(look.Kind, look.Key, cancel)));
            for (var i = 0; i < missing.Count; i++)
            {
                _known[missing[i]] = found[i];
            }

            _missing.Clear();
        }

        throw new InvalidOperationException($"payment {entry.Id}: the matcher never ends looking for something");
    }

    /// <summary>The version of an account that answers came from, or null if there were none from it.</summary>
    public long? Seen(string account) => _known.Values.Where(document => document?.Code == account).Min(document => document?.Version);

    /// <inheritdoc/>
    public OpenInvoice? FindInvoice(string number)
    {
        var account = Known('i', number);
        var items = account is null
            ? []
            : Open(account).Where(item => string.Equals(item.Number, number, StringComparison.OrdinalIgnoreCase)).OrderBy(item => item.Part).ToList();
        return items.Count == 0 ? null : new OpenInvoice(account!.Code, items);
    }

    /// <inheritdoc/>
    public string? FindAccount(string code) => Known('c', code)?.Code;

    /// <inheritdoc/>
    public string? FindReference(string creditorReference) => Known('r', creditorReference)?.Code;

    /// <inheritdoc/>
    public IReadOnlyList<Invoice> OpenItems(string account) => Known('a', account) is { } document ? document.ToFile().Invoices : [];

    /// <inheritdoc/>
    public Currency? CurrencyOf(string account) => Known('a', account)?.Currency;

    /// <inheritdoc/>
    public IReadOnlyList<KnownPayer> FindPayers(string key, bool isBeginning) => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> InvoiceShapes => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> AccountShapes => [];

    private static IEnumerable<Invoice> Open(AccountDocument account) => account.Items.Select(item => item.Invoice).Where(invoice => invoice.Open.Minor != 0);

    private Match? Ask(IPaymentMatcher matcher, BankEntry entry)
    {
        try
        {
            return matcher.Find(entry, this);
        }
        catch (Exception) when (_missing.Count > 0)
        {
            return null;
        }
    }

    private AccountDocument? Known(char kind, string key)
    {
        if (_known.TryGetValue((kind, key), out var document))
        {
            return document;
        }

        _missing.Add((kind, key));
        return null;
    }

    private Task<AccountDocument?> FetchAsync(char kind, string key, CancellationToken cancel) => kind switch
    {
        'i' => lookUps.FindByInvoiceAsync(key, cancel),
        'c' => lookUps.FindByCodeAsync(key, cancel),
        'r' => lookUps.FindByReferenceAsync(key, cancel),
        _ => accounts.FindPayerAsync(key, cancel),
    };
}
