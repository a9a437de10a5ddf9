using System.Collections.Concurrent;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Lets a matcher, which asks and goes on at once, look into storage, which answers later.</summary>
/// <remarks>
/// It answers from what has been fetched and notes what is missing. What a matcher says when anything was missing counts for nothing, nor does what it
/// throws: what is missing is fetched, and it is asked again. What it asks only because a number that was not fetched yet seemed unknown (shapes, payers,
/// codes) ends the round: once the number is there, most often nobody asks any more.
/// </remarks>
internal sealed class GatheringLookup(
    LookUps lookUps, RemitterRows payers, LedgerLoader loader, ShapesOfNow shapes, Func<string, CancellationToken, Task<AccountDocument?>> billTo) : ILedgerLookup
{
    // A matcher that goes from one look-up to the next is asked once more for each; the app's own makes no more than 300.
    private const int MostRounds = 500;

    private readonly Dictionary<Look, object?> _known = [];
    private readonly HashSet<Look> _missing = [];
    private readonly ConcurrentDictionary<string, AccountDocument> _documents = new(StringComparer.Ordinal);

    private enum LookFor
    {
        // Numbers as they are printed, and what they lead to.
        Invoice,
        Reference,
        Account,

        // What is asked where those lead nowhere.
        Code,
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

    /// <summary>An account that answers came from, the oldest of several; null if there were none from it.</summary>
    public AccountDocument? Document(string account) => _documents.GetValueOrDefault(account);

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
    public string? FindAccount(string code) => (KnownLater(LookFor.Code, code) as AccountDocument)?.Code;

    /// <inheritdoc/>
    public string? FindReference(string creditorReference) => (Known(LookFor.Reference, creditorReference) as AccountDocument)?.Code;

    /// <inheritdoc/>
    public IReadOnlyList<Invoice> OpenItems(string account) => Account(account)?.ToFile().Invoices ?? [];

    /// <inheritdoc/>
    public Currency? CurrencyOf(string account) => Account(account)?.Currency;

    /// <inheritdoc/>
    public IReadOnlyList<KnownRemitter> FindRemitters(string key, bool isBeginning) =>
        (IReadOnlyList<KnownRemitter>?)KnownLater(isBeginning ? LookFor.PayerBeginning : LookFor.Payer, key) ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<string> InvoiceShapes => (IReadOnlyList<string>?)KnownLater(LookFor.InvoiceShapes, "") ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<string> AccountShapes => (IReadOnlyList<string>?)KnownLater(LookFor.AccountShapes, "") ?? [];

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

    private object? KnownLater(LookFor what, string key) => _missing.Any(look => look.What <= LookFor.Account)
        ? throw new InvalidOperationException("what is asked before this is not there yet")
        : Known(what, key);

    // Most often a number has led to it already.
    private AccountDocument? Account(string code) => _documents.GetValueOrDefault(code) ?? Known(LookFor.Account, code) as AccountDocument;

    private async Task<object?> FetchAsync(Look look, CancellationToken cancel)
    {
        switch (look.What)
        {
            case LookFor.Payer or LookFor.PayerBeginning:
                return await payers.FindAsync(look.Key, look.What == LookFor.PayerBeginning, cancel);
            case LookFor.InvoiceShapes:
                return await shapes.OfInvoicesAsync(cancel);
            case LookFor.AccountShapes:
                return await shapes.OfAccountsAsync(cancel);
            default:
                return Remember(await (look.What switch
                {
                    LookFor.Invoice => FindByInvoiceAsync(look.Key, cancel),
                    LookFor.Code => lookUps.FindByCodeAsync(look.Key, cancel),
                    LookFor.Reference => lookUps.FindByReferenceAsync(look.Key, cancel),
                    _ => billTo(look.Key, cancel),
                }));
        }
    }

    // A number's row may lead to what is not there. What is open stands in the document; that it was ever there, a settled item tells.
    private async Task<AccountDocument?> FindByInvoiceAsync(string number, CancellationToken cancel)
    {
        if (await lookUps.FindInvoicedAsync(number, cancel) is not { } invoiced
            || (_documents.GetValueOrDefault(invoiced) ?? await billTo(invoiced, cancel)) is not { } account)
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
            _documents.AddOrUpdate(document.Code, document, (_, known) => document.Version < known.Version ? document : known);
        }

        return document;
    }

    private readonly record struct Look(LookFor What, string Key);
}
