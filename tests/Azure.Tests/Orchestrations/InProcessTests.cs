using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.App.Turns;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Functions.Naming;
using Collections.Functions.Orchestrations;
using Collections.Functions.Waking;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using static Collections.Functions.Tests.Orchestrations.AzureHouse;
using Outcome = Collections.Core.Cases.Outcome;
using TaskCompleted = Collections.Core.Cases.TaskCompleted;

namespace Collections.Functions.Tests.Orchestrations;

/// <summary>The orchestration on Durable Task's own runtime, in this process: its worker, its client and its wire, over a hub in memory.</summary>
/// <remarks>
/// That runtime has a clock of its own, the real one, which nobody can turn. So the company lives in a year that is far off: no timer of its cases rings by
/// itself, and a test that has turned the company's clock wakes the instance where the timer would. What needs timers that ring, histories of earlier
/// releases, or a crash between two activities, is tested on <see cref="Durable.ReplayingRuntime"/>.
/// </remarks>
public sealed class InProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // The host that Microsoft's builder makes logs each call to the console, unless the settings that it reads say otherwise.
    static InProcessTests() => Environment.SetEnvironmentVariable("Logging__LogLevel__Microsoft.AspNetCore", "Warning");

    private AzureHouse? _house;
    private DurableTaskTestHost? _host;

    private AzureHouse House => _house!;

    private DurableTaskClient Client => _host!.Client;

    public async Task InitializeAsync()
    {
        _house = await OpenAsync("2049-08-03 06:00", "acc-monthly", "eom+30");
        _host = await DurableTaskTestHost.StartAsync(
            registry => registry
                .AddOrchestratorFunc<CollectInput>(Names.CollectAccount, (context, _) => CollectAccount.RunAsync(context))
                .AddActivityFunc<string, Agenda>(Names.RunTurns, (_, account) => House.RunTurnsAsync(account, default))
                .AddActivityFunc<LetterOrder>(Names.SendLetter, (_, order) => House.SendLetterAsync(order, default)),
            new DurableTaskTestHostOptions { Port = FreePort() });
        await House.Get<Scanner>().RunAsync(
            House.Get<PolicyBook>().Find("acc-monthly")!, new DateOnly(2049, 8, 3), dryRun: false, keepLines: false, default, default);
    }

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        await House.DisposeAsync();
    }

    [Fact]
    public async Task WholeCase_ByLetterCallOutcomeAndPayment_EndsRight()
    {
        await WakeAsync();
        Assert.Equal("2049-08-02T22:30:00Z", (await RestAsync())["next"]);

        // The letter leaves when the office opens.
        await TurnToAsync("2049-08-03 08:30");
        await UntilAsync(() => House.Sender.Sent.Count == 1);
        var afterTheLetter = await RestAsync();

        // The call comes due; a clerk hears a promise, and the case waits for its day.
        await TurnToAsync(DateTimeOffset.Parse(afterTheLetter["next"], CultureInfo.InvariantCulture));
        await UntilAsync(async () => (await House.TasksAsync()).Count == 1);
        await PromiseAsync(LocalClock.DateAt(House.Clock.GetUtcNow(), Sydney).AddDays(7));
        await UntilAsync(async () => (await RestAsync())["status"] == "waiting");

        // The money comes, and the instance ends with its case.
        await House.ReceiveAsync(1000);
        await WakeAsync();
        var ended = await Client.WaitForInstanceCompletionAsync(Instance, getInputsAndOutputs: true).WaitAsync(Longest);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("closed", ended.ReadCustomStatusAs<Dictionary<string, string>>()!["status"]);
        Assert.Equal(CaseStatus.Closed, (await House.CaseAsync()).Status);
        Assert.Single(House.Sender.Sent);
    }

    [Fact]
    public async Task Store_ThatIsIll_IsAskedAgain()
    {
        var ills = 1;
        House.BeforeActivity = _ => Interlocked.Decrement(ref ills) >= 0 ? throw new IOException("the store does not answer") : Task.CompletedTask;

        await WakeAsync();

        Assert.Equal("open", (await RestAsync())["status"]);
        Assert.Equal(2, House.Begun[Names.RunTurns]);
    }

    [Fact]
    public async Task Wakes_FiftyAtOnce_AreNotLost_AndChangeNothingMore()
    {
        await WakeAsync();
        await RestAsync();
        var story = await House.StoryAsync();
        await House.ReceiveAsync(1000);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => WakeAsync()));
        var ended = await Client.WaitForInstanceCompletionAsync(Instance).WaitAsync(Longest);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(CaseStatus.Closed, (await House.CaseAsync()).Status);
        Assert.Equal(story, (await House.StoryAsync()).Take(story.Count));
        Assert.Empty(House.Sender.Sent);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task WakeAsync() => House.Get<CaseWaker>().WakeAsync(Client, [Instance], default);

    private Task TurnToAsync(string local) => TurnToAsync(At(local));

    private Task TurnToAsync(DateTimeOffset moment)
    {
        House.Clock.MoveTo(moment);
        return WakeAsync();
    }

    private async Task PromiseAsync(DateOnly day)
    {
        var task = Assert.Single(await House.TasksAsync());
        var request = new TurnRequest(Instance, new TaskCompleted(new Actor("Kim", false), task.Id, new Outcome(OutcomeKind.ReachedPromise, "", day)));
        Assert.Null((await House.Get<TurnRunner>().RunAsync(request, default, default))!.Refusal);
        await WakeAsync();
    }

    // What the instance says of itself once it is at rest and has nothing more to do now.
    private async Task<Dictionary<string, string>> RestAsync()
    {
        Dictionary<string, string>? status = null;
        await UntilAsync(async () =>
        {
            var instance = await Client.GetInstanceAsync(Instance, getInputsAndOutputs: true);
            Assert.Null(instance?.FailureDetails);
            status = instance?.ReadCustomStatusAs<Dictionary<string, string>>();
            return status is not null && status.TryGetValue("next", out var next)
                && DateTimeOffset.Parse(next, CultureInfo.InvariantCulture) > House.Clock.GetUtcNow();
        });
        return status!;
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    // The runtime tells nobody when it is at rest, so it is asked until it is.
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var late = new CancellationTokenSource(Longest);
        while (!await isSo())
        {
            await Task.Delay(20, late.Token);
        }
    }
}
