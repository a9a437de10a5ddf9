using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Functions.Tables;
using Collections.StoreContract;

namespace Collections.Functions.Tests.Tables;

/// <summary>Money that a process takes in is there once, whatever somebody else does to the same accounts and payments between any two of its writes.</summary>
[NeedsAzurite]
public sealed class MeddlingTests : MatchingFacts<TableHost>
{
    // What this payment has settled of an invoice already is not open any more for a matcher that is asked again.
    [StoreFact]
    public Task Split_WhileAnAccountChanges_AddsUpToThePayment() => MeddleAsync(
        Says((_, ledger) => new Match("A100", [.. new[] { Of("1001", 600), Of("2001", 300) }.Where(part => ledger.FindInvoice(part.Invoice)!.Items.Count > 0)], "by number")),
        async other =>
        {
            await other.SaveInvoicesAsync([NewInvoice("A100", "1002", 1)], Later(1), None);
            return "changed";
        },
        expected: "A100 has 700, A200 has 300");

    [StoreFact]
    public Task Delivery_WhileAPersonAllocatesIt_IsWhereThePersonSaid() => MeddleAsync(
        Applies("A100", Of("1001", 600)),
        async other => (await other.DecideAsync("anz:p1", Allocate("A200", Of("2001", 250)), Ann, Later(1), None))?.Why,
        expected: "A100 has 0, A200 has 1000");

    [StoreFact]
    public Task Delivery_WhileAPersonUndoesIt_IsNobodys() => MeddleAsync(
        Applies("A100", Of("1001", 600)),
        async other => (await other.DecideAsync("anz:p1", new PaymentDecision.Undo(), Ann, Later(1), None))?.Why,
        expected: "A100 has 0, A200 has 0");

    private async Task MeddleAsync(IPaymentMatcher matcher, Func<TableStore, Task<string?>> meddle, string expected)
    {
        for (var writes = 0; ; writes++)
        {
            await using var host = new TableHost();
            await host.OpenAsync();
            await host.Store.SaveAccountsAsync([NewAccount("A100"), NewAccount("A200")], Now, None);
            await host.Store.SaveInvoicesAsync([NewInvoice("A100", "1001", 600), NewInvoice("A200", "2001", 300)], Now, None);
            string? why = null;
            var client = new MeddledClient(host.Storage, writes, async () => why = await meddle(host.Store));
            var store = await host.OpenThroughAsync(client.Service);
            client.IsCounting = true;

            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 1000)]), matcher, None);

            if (!client.IsDone)
            {
                Assert.True(writes > 4, "it was to write more than that");
                return;
            }

            // Of a payment that is not known yet nobody can say anything.
            var isTooEarly = why?.StartsWith("there is no payment", StringComparison.Ordinal) ?? false;
            Assert.Equal($"{writes}: {(isTooEarly ? "A100 has 1000, A200 has 0" : expected)}", $"{writes}: {await SharesAsync(host.Store)}");
            Assert.Empty(await host.Store.VerifyAsync(None));
        }
    }

    // What each account has of the payment: what it settles there, and what is unapplied.
    private static async Task<string> SharesAsync(TableStore store)
    {
        var shares = new List<string>();
        foreach (var (code, number, amount) in new[] { ("A100", "1001", 600m), ("A200", "2001", 300m) })
        {
            var file = (await store.ReadAsync(code, None))!;
            var open = file.Invoices.FirstOrDefault(invoice => invoice.Number == number)?.Open.Amount ?? 0;
            shares.Add(string.Create(CultureInfo.InvariantCulture, $"{code} has {amount - open + file.UnappliedPayments.Amount:0.##}"));
        }

        return string.Join(", ", shares);
    }
}
