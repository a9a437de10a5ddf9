using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>Lets a matcher, which asks and goes on at once, look into storage, which answers later.</summary>
/// <remarks>
/// It answers from what has been fetched and notes what is missing. What a matcher says when anything was missing counts for nothing, nor does what it
/// throws: what is missing is fetched, and it is asked again. What is asked only because a number that was not fetched yet seemed unknown (shapes, payers)
/// ends the round: once the number is there, most often nobody asks any more.
/// </remarks>
internal sealed class GatheringLookup(LookUps lookUps, PayerRows payers, AccountRows accounts, LedgerLoader loader, ShapesOfNow shapes) : ILedgerLookup
{
    // A matcher that goes from one look-up to the next is asked once more for each.
    private const int MostRounds = 200;

    private readonly Dictionary<Look, object?> _known = [];
    private readonly HashSet<Look> _missing = [];
    private readonly Dictionary<string, AccountDocument> _documents = new(StringComparer.Ordinal);

    private enum LookFor
    {
        Invoice,
        Code,
        Reference,
        Account,
        Payer,
        PayerBeginning,
        InvoiceShapes,
        AccountShapes,
    }

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
            var found = await Task.WhenAll(missing.Select(look => FetchAsync(look, cancel)));
            for (var i = 0; i < missing.Count; i++)
            {
                _known[missing[i]] = found[i];
            }

            _missing.Clear();
        }

        throw new InvalidOperationException($"payment {entry.Id}: the matcher never ends looking for something");
    }

    /// <summary>An account that answers came from, or null.</summary>
    public AccountDocument? Document(string account) => _documents.GetValueOrDefault(account);

    /// <summary>The version of an account that answers came from, the oldest of several; null if there were none from it.</summary>
    public long? Seen(string account) => _documents.GetValueOrDefault(account)?.Version;

    /// <inheritdoc/>
    public OpenInvoice? FindInvoice(string number)
    {
        if (Known(LookFor.Invoice, number) is not AccountDocument account)
        {
            return null;
        }

        var items = Open(account).Where(item => string.Equals(item.Number, number, StringComparison.OrdinalIgnoreCase));
        return new OpenInvoice(account.Code, [.. items.OrderBy(item => item.Part)]);
    }

    /// <inheritdoc/>
    public string? FindAccount(string code) => (Known(LookFor.Code, code) as AccountDocument)?.Code;

    /// <inheritdoc/>
    public string? FindReference(string creditorReference) => (Known(LookFor.Reference, creditorReference) as AccountDocument)?.Code;

    /// <inheritdoc/>
    public IReadOnlyList<Invoice> OpenItems(string account) => Known(LookFor.Account, account) is AccountDocument document ? document.ToFile().Invoices : [];

    /// <inheritdoc/>
    public Currency? CurrencyOf(string account) => (Known(LookFor.Account, account) as AccountDocument)?.Currency;

    /// <inheritdoc/>
    public IReadOnlyList<KnownPayer> FindPayers(string key, bool isBeginning) =>
        (IReadOnlyList<KnownPayer>?)KnownLater(isBeginning ? LookFor.PayerBeginning : LookFor.Payer, key) ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<string> InvoiceShapes => shapes.Invoices ?? (IReadOnlyList<string>?)KnownLater(LookFor.InvoiceShapes, "") ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<string> AccountShapes => shapes.Accounts ?? (IReadOnlyList<string>?)KnownLater(LookFor.AccountShapes, "") ?? [];

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

    private object? Known(LookFor what, string key)
    {
        var look = new Look(what, key);
        if (_known.TryGetValue(look, out var found))
        {
            return found;
        }

        _missing.Add(look);
        return null;
    }

    private object? KnownLater(LookFor what, string key) =>
        _known.ContainsKey(new Look(what, key)) || _missing.All(look => look.What >= LookFor.Payer)
            ? Known(what, key)
            : throw new InvalidOperationException("what comes before this is not fetched yet");

    private async Task<object?> FetchAsync(Look look, CancellationToken cancel)
    {
        switch (look.What)
        {
            case LookFor.Payer or LookFor.PayerBeginning:
                return await payers.FindAsync(look.Key, look.What == LookFor.PayerBeginning, cancel);
            case LookFor.InvoiceShapes:
                await shapes.ReadInvoicesAsync(cancel);
                return shapes.Invoices;
            case LookFor.AccountShapes:
                await shapes.ReadAccountsAsync(cancel);
                return shapes.Accounts;
            default:
                return Remember(await (look.What switch
                {
                    LookFor.Invoice => FindByInvoiceAsync(look.Key, cancel),
                    LookFor.Code => lookUps.FindByCodeAsync(look.Key, cancel),
                    LookFor.Reference => lookUps.FindByReferenceAsync(look.Key, cancel),
                    _ => accounts.FindPayerAsync(look.Key, cancel),
                }));
        }
    }

    // A number's row may lead to what is not there. What is open stands in the document; that it was ever there, a settled item tells.
    private async Task<AccountDocument?> FindByInvoiceAsync(string number, CancellationToken cancel)
    {
        if (await lookUps.FindByInvoiceAsync(number, cancel) is not { } account)
        {
            return null;
        }

        if (account.Items.Exists(item => string.Equals(item.Invoice.Number, number, StringComparison.OrdinalIgnoreCase)))
        {
            return account;
        }

        return await loader.HasSettledAsync(account.Code, number, cancel) ? account : null;
    }

    private AccountDocument? Remember(AccountDocument? document)
    {
        if (document is not null)
        {
            lock (_documents)
            {
                if (!_documents.TryGetValue(document.Code, out var known) || document.Version < known.Version)
                {
                    _documents[document.Code] = document;
                }
            }
        }

        return document;
    }

    private readonly record struct Look(LookFor What, string Key);
}
