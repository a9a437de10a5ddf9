using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.App.Tests.Payments;

/// <summary>A ledger in memory, as a matcher sees it; counts what it is asked.</summary>
public sealed class PaperLedger : ILedgerLookup
{
    private readonly Dictionary<string, (Currency Currency, List<Invoice> Items)> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _codes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _numbers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);
    private readonly List<KnownRemitter> _payers = [];
    private readonly SortedSet<string> _invoiceShapes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _accountShapes = new(StringComparer.Ordinal);

    /// <summary>The look-ups so far.</summary>
    public int Asked { get; private set; }

    public IReadOnlyList<string> InvoiceShapes => [.. _invoiceShapes];

    public IReadOnlyList<string> AccountShapes => [.. _accountShapes];

    /// <summary>An account with its name, which is a payer's key (not learned).</summary>
    public PaperLedger Account(string code, string name, string currency = "AUD")
    {
        _accounts[code] = (Currency.Parse(currency), []);
        _codes[code] = code;
        _references[PaymentReference.For(code).Value] = code;
        Shape(_accountShapes, code);
        if (RemitterKey.OfName(name) is { } key)
        {
            _payers.Add(new KnownRemitter(code, key, IsLearned: false));
        }

        return this;
    }

    /// <summary>An invoice, open as a whole unless told, issued on 1 June 2021 and due on 31 July.</summary>
    public PaperLedger Invoice(
        string account, string number, decimal open, decimal? amount = null, int part = 0, DateOnly? issued = null, DateOnly? due = null, string? order = null, string? reference = null)
    {
        var (currency, items) = _accounts[account];
        _numbers[number] = account;
        Shape(_invoiceShapes, number);
        if (open != 0)
        {
            items.Add(new Invoice
            {
                Number = number,
                Part = part,
                Issued = issued ?? new DateOnly(2021, 6, 1),
                Due = due ?? new DateOnly(2021, 7, 31),
                Amount = Money.Of(amount ?? open, currency),
                LedgerBalance = Money.Of(open, currency),
                Order = order,
                Reference = reference,
            });
        }

        return this;
    }

    /// <summary>Somebody paid for an account before.</summary>
    public PaperLedger Learned(string account, string? name = null, string? payerAccount = null)
    {
        _payers.AddRange(RemitterKeys.Of(name, payerAccount).Select(key => new KnownRemitter(account, key, IsLearned: true)));
        return this;
    }

    public OpenInvoice? FindInvoice(string number)
    {
        Asked++;
        return _numbers.TryGetValue(number, out var account)
            ? new OpenInvoice(account, [.. _accounts[account].Items.Where(item => string.Equals(item.Number, number, StringComparison.OrdinalIgnoreCase)).OrderBy(item => item.Part)])
            : null;
    }

    public string? FindAccount(string code)
    {
        Asked++;
        return _codes.GetValueOrDefault(code);
    }

    public string? FindReference(string creditorReference)
    {
        Asked++;
        return _references.GetValueOrDefault(creditorReference);
    }

    public IReadOnlyList<Invoice> OpenItems(string account)
    {
        Asked++;
        return _accounts.TryGetValue(account, out var known) ? [.. known.Items.OrderBy(item => item.Due).ThenBy(item => item.Number, StringComparer.Ordinal).ThenBy(item => item.Part)] : [];
    }

    public Currency? CurrencyOf(string account)
    {
        Asked++;
        return _accounts.TryGetValue(account, out var known) ? known.Currency : null;
    }

    public IReadOnlyList<KnownRemitter> FindRemitters(string key, bool isBeginning)
    {
        Asked++;
        return
        [
            .. _payers.Where(known => isBeginning ? known.Key.StartsWith(key, StringComparison.Ordinal) : known.Key == key)
                .OrderBy(known => known.Account, StringComparer.Ordinal).ThenByDescending(known => known.IsLearned).DistinctBy(known => known.Account).Take(20),
        ];
    }

    private static void Shape(SortedSet<string> shapes, string number)
    {
        if (NumberShape.Of(number) is { } shape)
        {
            shapes.Add(shape);
        }
    }
}
