using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.StoreContract;
using Xunit.Abstractions;

namespace Collections.Functions.Tests.Tables;

/// <summary>What storage is asked for one thing of the day: what a month costs, and how long a webhook takes, follows from it.</summary>
public sealed class RequestCostTests(ITestOutputHelper output) : MatchingFacts<TableHost>
{
    private const int Hundred = 100;

    private static readonly string[] Codes = [.. Enumerable.Range(0, Hundred).Select(i => $"A{i:D3}")];

    [StoreFact]
    public async Task Payment_WithItsInvoiceNamed()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "INV-1001", 900));

        await AddAsync(NewInvoice("A100", "INV-1002", 800));
        await ReceiveAsync(Matcher, Payment("p0", 800, "INV-1002") with { Source = "webhook" });

        await AssertCostAsync(8, () => ReceiveAsync(Matcher, Payment("p1", 900, "INV-1001") with { Source = "webhook" }));
        Assert.Empty((await FileAsync("A100")).Invoices);
    }

    [StoreFact]
    public async Task Payments_InABatch()
    {
        await AddAccountsAsync(Codes);
        await Ledger.SaveInvoicesAsync([.. Codes.Select((code, i) => NewInvoice(code, $"INV-{1000 + i}", 900 + i))], Now, None);

        var entries = Codes.Select((_, i) => Payment($"p{i}", 900 + i, $"INV-{1000 + i}") with { Source = "camt.053" }).ToArray();
        await AssertCostAsync((8 * Hundred) + 2, () => ReceiveAsync(Matcher, entries));
    }

    [StoreFact]
    public async Task Import_OfAnAccount()
    {
        await AddAccountsAsync("A100");

        await AssertCostAsync(8, () => AddAccountsAsync("A101"));
    }

    [StoreFact]
    public async Task Import_OfAHundredAccounts()
    {
        await AddAccountsAsync("A1000");

        await AssertCostAsync(3 * Hundred, () => AddAccountsAsync(Codes));
    }

    [StoreFact]
    public async Task Import_OfAHundredContacts()
    {
        await AddAccountsAsync(Codes);

        await AssertCostAsync(2 * Hundred, () => Ledger.SaveContactsAsync([.. Codes.Select(code => new ContactEntry(code, Accountant()))], Now, None));
    }

    [StoreFact]
    public async Task Import_OfAHundredInvoices()
    {
        await AddAccountsAsync(Codes);
        await AddAsync(NewInvoice("A000", "INV-10010", 900));

        await AssertCostAsync((4 * Hundred) + 40, () => Ledger.SaveInvoicesAsync([.. Codes.Select((code, i) => NewInvoice(code, $"INV-{1000 + i}", 900 + i))], Now, None));
    }

    private static IPaymentMatcher Matcher => new PaymentMatcher(Core.Policies.MatchingRule.Default);

    private async Task AssertCostAsync(int most, Func<Task> act)
    {
        var before = Host.Requests.Sum;
        await act();
        var cost = Host.Requests.Sum - before;
        output.WriteLine($"{cost} requests, {most} at most:\n{string.Join('\n', Host.Requests.Last(Math.Min(cost, 40)))}");
        Assert.InRange(cost, 1, most);
    }
}
