using Collections.App.Company;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Files;
using Collections.Files.Accounting;

namespace Collections.App.Ledger;

/// <summary>Finds the accounts of an export's customers: by the export's own number, by the code that was made from the name before, or by the name.</summary>
internal sealed class CustomerCodes(ILedgerStore ledger, IAccountList accountList, CompanySettings company)
{
    private const int PageSize = 500;

    /// <summary>Finds the accounts.</summary>
    public async Task<FoundCustomers> FindAsync(ExportReading reading, CancellationToken cancel)
    {
        var customers = reading.Customers.Values;
        var bases = customers.ToDictionary(customer => customer.Code, customer => customer.Code, StringComparer.Ordinal);
        var heads = await ledger.HeadsAsync(bases.Keys, cancel);
        var unknown = customers.Where(customer => !customer.IsOwnCode && !heads.ContainsKey(customer.Code)).ToList();
        if (unknown.Count > 0)
        {
            var names = await NamesAsync(unknown, cancel);
            foreach (var customer in unknown)
            {
                bases[customer.Code] = names.GetValueOrDefault(AccountCodes.Normal(customer.Name)) ?? customer.Code;
            }

            heads = await ledger.HeadsAsync([.. bases.Values.Distinct(StringComparer.Ordinal)], cancel);
        }

        var found = new FoundCustomers();
        foreach (var row in reading.Rows.Where(read => read.Row is not null).Select(read => read.Row!))
        {
            var code = CodeOf(bases[row.Account], row.Currency ?? company.Currency, heads);
            found.Add(row, code, reading.Customers[row.Account]);
        }

        foreach (var code in (await ledger.HeadsAsync([.. found.Customers.Keys], cancel)).Keys)
        {
            found.Known.Add(code, found.Customers[code]);
        }

        return found;
    }

    // An account trades in one currency; what a customer buys in another is an account of its own (decision 0003).
    private string CodeOf(string code, Currency currency, IReadOnlyDictionary<string, AccountHead> heads) =>
        ReferenceEquals(heads.TryGetValue(code, out var head) ? head.Currency : company.Currency, currency) ? code : $"{code}-{currency.Code.ToLowerInvariant()}";

    /// <summary>The codes of the accounts that have these names, where one account has the name.</summary>
    private async Task<Dictionary<string, string?>> NamesAsync(List<ExportCustomer> customers, CancellationToken cancel)
    {
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        var wanted = customers.Select(customer => AccountCodes.Normal(customer.Name)).ToHashSet(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await accountList.AccountsAsync(query: null, cursor, PageSize, DateOnly.MinValue, cancel);
            foreach (var account in page.Items)
            {
                var name = AccountCodes.Normal(account.Name);
                if (wanted.Contains(name))
                {
                    names[name] = names.ContainsKey(name) ? null : account.Account;
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        return names;
    }
}

/// <summary>The accounts of an export's customers.</summary>
internal sealed class FoundCustomers
{
    private readonly Dictionary<(string Customer, Currency? Currency), string> _codes = [];

    /// <summary>The customers by the code of their account; one with two currencies has two.</summary>
    public Dictionary<string, ExportCustomer> Customers { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that the ledger has an account of.</summary>
    public Dictionary<string, ExportCustomer> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>The account of a row as it was read.</summary>
    public string CodeOf(InvoiceRow row) => _codes[(row.Account, row.Currency)];

    public void Add(InvoiceRow row, string code, ExportCustomer customer)
    {
        _codes[(row.Account, row.Currency)] = code;
        Customers.TryAdd(code, customer);
    }
}
