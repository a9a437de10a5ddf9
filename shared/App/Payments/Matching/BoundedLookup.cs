using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.App.Payments.Matching;

/// <summary>The look-ups of one payment: so many at most, whatever a payer writes.</summary>
internal sealed class BoundedLookup(ILedgerLookup ledger)
{
    /// <summary>So many look-ups a payment.</summary>
    public const int Most = 300;

    private readonly Dictionary<string, IReadOnlyList<Invoice>> _items = new(StringComparer.Ordinal);
    private int _left = Most;

    /// <summary>So many are left.</summary>
    public int Left => _left;

    public IReadOnlyList<string> InvoiceShapes => ledger.InvoiceShapes;

    public IReadOnlyList<string> AccountShapes => ledger.AccountShapes;

    public OpenInvoice? FindInvoice(string number) => number.Length > 0 && MayAsk() ? ledger.FindInvoice(number) : null;

    public string? FindAccount(string code) => code.Length > 0 && MayAsk() ? ledger.FindAccount(code) : null;

    public string? FindReference(string reference) => MayAsk() ? ledger.FindReference(reference) : null;

    public Currency? CurrencyOf(string account) => MayAsk() ? ledger.CurrencyOf(account) : null;

    public IReadOnlyList<KnownRemitter> FindRemitters(string key, bool isBeginning) => MayAsk() ? ledger.FindRemitters(key, isBeginning) : [];

    public IReadOnlyList<Invoice> OpenItems(string account)
    {
        if (!_items.TryGetValue(account, out var items))
        {
            _items[account] = items = MayAsk() ? ledger.OpenItems(account) : [];
        }

        return items;
    }

    private bool MayAsk() => _left-- > 0;
}
