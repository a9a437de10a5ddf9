using System.Globalization;
using Collections.Core.Cases;
using Collections.Functions.Naming;
using Collections.Functions.Scans;
using Collections.Functions.Tests.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using static Collections.Functions.Tests.Orchestrations.AzureHouse;

namespace Collections.Functions.Tests.Scans;

/// <summary>Scans spread over a queue: oldest debts first, each once.</summary>
public sealed class ScanFunctionsTests
{
    [Fact]
    public async Task Scan_PutsTheOldestDebtsFirst_InBatchesOfFifty()
    {
        await using var house = await ManyAsync();

        await house.Get<ScanFunctions>().StartAsync(new TimerInfo(), default);

        var batches = house.Messages.All.Where(message => message.Queue == Names.ScanBatches).Select(message => ScanBatch.Read(message.Body)).ToList();
        Assert.Equal([50, 50, 20], batches.Select(batch => batch.Codes.Count));
        Assert.All(batches, batch => Assert.Equal(("acc-monthly-2021-08", "acc-monthly", new DateOnly(2021, 8, 3)), (batch.Scan, batch.Policy, batch.AsOf)));
        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(Code), batches.SelectMany(batch => batch.Codes));
    }

    [Fact]
    public async Task Scan_RunsOnce_AndOpensWhatOwes()
    {
        await using var house = await ManyAsync();

        await house.ScanAsync();
        await house.ScanAsync();

        Assert.Equal(3, house.Messages.All.Count(message => message.Queue == Names.ScanBatches));
        Assert.Equal(120, (await house.Desk.TotalsAsync(default)).CasesOpen);
        Assert.NotNull(await house.Runtime.Client.GetInstanceAsync(Code(0)));
    }

    [Fact]
    public async Task Batch_ThatRunsTwice_OpensNothingTwice()
    {
        await using var house = await ManyAsync();
        await house.ScanAsync();
        var cases = (await house.Desk.TotalsAsync(default)).Cases;

        foreach (var (queue, body, _) in house.Messages.All.Where(message => message.Queue == Names.ScanBatches).ToList())
        {
            await house.Get<ScanFunctions>().RunAsync(body, default);
        }

        Assert.Equal(cases, (await house.Desk.TotalsAsync(default)).Cases);
        await house.SettleAsync();
    }

    [Fact]
    public async Task Scan_ThatCouldNotPutAllOnTheQueue_IsStartedAgain()
    {
        await using var house = await ManyAsync();
        house.Messages.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => house.Get<ScanFunctions>().StartAsync(new TimerInfo(), default));

        house.Messages.Fails = false;
        await house.ScanAsync();

        Assert.Equal(120, (await house.Desk.TotalsAsync(default)).CasesOpen);
    }

    [Fact]
    public async Task Batch_OfAPolicyThatIsGone_Fails()
    {
        await using var house = await OpenAsync("2021-08-03 06:00");

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => house.Get<ScanFunctions>().RunAsync(new ScanBatch("gone-2021-08", "gone", new DateOnly(2021, 8, 3), 0, ["A1"]).Write(), default));
        await Assert.ThrowsAsync<FormatException>(() => house.Get<ScanFunctions>().RunAsync("{}", default));
    }

    [Fact]
    public async Task Batch_WithAnAccountThatMovedToAnotherPolicy_LeavesItOut()
    {
        await using var house = await OpenAsync("2021-08-03 06:00");

        await house.Get<ScanFunctions>().RunAsync(new ScanBatch("acc-monthly-2021-08", "acc-monthly", new DateOnly(2021, 8, 3), 0, ["A1", "nobody"]).Write(), default);

        Assert.Equal(CaseStatus.None, (await house.CaseAsync()).Status);
    }

    // 120 accounts, the later the code the older the debt; A1 is under another policy.
    private static async Task<AzureHouse> ManyAsync()
    {
        var house = await OpenAsync("2021-08-03 06:00", "three-calls");
        await house.Desk.EndScanAsync("three-calls-2021-08-03", house.Clock.GetUtcNow(), default);
        await house.Desk.EndScanAsync("gentle-2021-08-03", house.Clock.GetUtcNow(), default);
        await house.Desk.EndScanAsync("six-stages-2021-08-03", house.Clock.GetUtcNow(), default);
        var numbers = Enumerable.Range(0, 120).ToList();
        await LoadAsync(house, "account,name,terms,policy\n" + string.Join('\n', numbers.Select(i => $"{Code(i)},Customer {i},eom+30,acc-monthly")));
        await house.InvoicesAsync("invoice,account,issued,due,amount\n" + string.Join('\n', numbers.Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"N{i},{Code(i)},2021-01-15,{new DateOnly(2021, 6, 30).AddDays(-i):yyyy-MM-dd},100"))));
        return house;
    }

    private static string Code(int i) => string.Create(CultureInfo.InvariantCulture, $"C{i:000}");
}
