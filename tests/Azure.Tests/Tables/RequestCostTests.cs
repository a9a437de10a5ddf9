using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.StoreContract;
using Xunit.Abstractions;

namespace Collections.Functions.Tests.Tables;

/// <summary>What storage is asked for one thing of the day: what a month costs, and how long a webhook takes, follows from it.</summary>
public sealed class RequestCostTests(ITestOutputHelper output) : MatchingFacts<TableHost>
{
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
        const int payments = 100;
        var codes = Enumerable.Range(0, payments).Select(i => $"A{i:D3}").ToArray();
        await AddAccountsAsync(codes);
        await Ledger.SaveInvoicesAsync([.. codes.Select((code, i) => NewInvoice(code, $"INV-{1000 + i}", 900 + i))], Now, None);

        var entries = codes.Select((_, i) => Payment($"p{i}", 900 + i, $"INV-{1000 + i}") with { Source = "camt.053" }).ToArray();
        await AssertCostAsync(3 * payments, () => ReceiveAsync(Matcher, entries));
    }

    [StoreFact]
    public async Task Import_OfAnAccount_AContact_AnInvoice()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "INV-1001", 900));

        await AssertCostAsync(3, () => AddAccountsAsync("A101"));
        await AssertCostAsync(1, () => Ledger.SaveContactsAsync([new ContactEntry("A101", Accountant())], Now, None));
        await AssertCostAsync(2, () => AddAsync(NewInvoice("A101", "INV-1002", 900)));
    }

    [StoreFact]
    public async Task Import_OfAHundred()
    {
        const int accounts = 100;
        var codes = Enumerable.Range(0, accounts).Select(i => $"A{i:D3}").ToArray();
        await AddAccountsAsync("A1000");
        await AddAsync(NewInvoice("A1000", "INV-10010", 900));

        await AssertCostAsync(3 * accounts, () => AddAccountsAsync(codes));
        await AssertCostAsync(accounts, () => Ledger.SaveContactsAsync([.. codes.Select(code => new ContactEntry(code, Accountant()))], Now, None));
        await AssertCostAsync(2 * accounts, () => Ledger.SaveInvoicesAsync([.. codes.Select((code, i) => NewInvoice(code, $"INV-{1000 + i}", 900 + i))], Now, None));
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
