using Collections.App.Clocks;
using Collections.App.Telemetry;
using Collections.Core.Cases;
using Collections.Functions.Naming;
using Collections.Functions.Orchestrations;
using Collections.Functions.Tests.Orchestrations;
using Collections.Functions.Waking;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using static Collections.Functions.Tests.Orchestrations.AzureHouse;
using OrchestrationAlreadyExistsException = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;

namespace Collections.Functions.Tests.Waking;

/// <summary>Wakes, sweeps, and messages that failed too often.</summary>
public sealed class WakingTests
{
    [Theory]
    [InlineData("A-1_x.9", "A-1_x.9")]
    [InlineData("a/b#?", "a~002Fb~0023~003F")]
    [InlineData("@home", "~0040home")]
    public void InstanceId_OfACode_HasNothingThatDurableTaskForbids(string account, string id) => Assert.Equal(id, InstanceIds.Of(account));

    [Fact]
    public void InstanceId_OfALongCode_IsShortAndItsOwn()
    {
        var ids = new[] { new string('é', 90), new string('é', 91), new string('x', 101) }.Select(InstanceIds.Of).ToList();

        Assert.All(ids, id => Assert.InRange(id.Length, 1, InstanceIds.LengthMax));
        Assert.Equal(3, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Codes_OfManyAccounts_FitTheQueue()
    {
        var codes = Enumerable.Range(0, 20_000).Select(i => $"Kunde \"{i}\" é").ToList();

        var messages = AccountCodes.Write([.. codes, codes[0]]).ToList();

        Assert.All(messages, message => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(message), 1, 48 * 1024));
        Assert.Equal(codes, messages.SelectMany(AccountCodes.Read));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[\"A\", null]")]
    [InlineData("null")]
    [InlineData("A1")]
    public void Codes_OfAMessageThatIsNone_AreRefused(string message) => Assert.Throws<FormatException>(() => AccountCodes.Read(message));

    [Fact]
    public async Task Signal_WithoutAccounts_AsksForOneSweepASecond()
    {
        await using var house = await OpenAsync("2021-08-03 09:00");
        var signal = house.Get<IWorkSignal>();

        for (var i = 0; i < 10; i++)
        {
            await signal.SignalAsync([], default);
        }

        house.Clock.MoveTo(house.Clock.GetUtcNow().AddSeconds(1));
        await signal.SignalAsync([], default);

        Assert.Equal(Enumerable.Repeat((Names.AccountWakes, "[]", (TimeSpan?)QueueSignal.SweepDelay), 2), house.Messages.All);
    }

    [Fact]
    public async Task Signal_ThatFails_IsLoggedAndDoesNotFailTheRequest()
    {
        await using var house = await OpenAsync("2021-08-03 09:00");
        house.Messages.Fails = true;

        await house.Get<IWorkSignal>().SignalAsync(["A1"], default);

        Assert.Contains(house.Log.Events, line => line.StartsWith("PokeFailed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sweep_StartsWhatWasNeverWoken_AndIsQuietOtherwise()
    {
        await using var house = await OpenAsync("2021-08-03 09:00");
        await house.SweepAsync();
        Assert.Null(await house.Runtime.Client.GetInstanceAsync(Instance));

        await house.Accounts.PostAsync("A1", "n1", new NoteAdded(new Actor("Kim"), "called back"), house.Clock.GetUtcNow(), default);
        await house.SweepAsync();
        Assert.Null(await house.Runtime.Client.GetInstanceAsync(Instance));

        house.Clock.MoveTo(house.Clock.GetUtcNow() + Sweeper.Grace);
        await house.SweepAsync();
        Assert.Empty((await house.Accounts.ReadAsync("A1", default))!.Inbox);
    }

    [Fact]
    public async Task Sweep_WhenSomethingCannotBeFinished_WakesTheOthersAllTheSame()
    {
        await using var house = await OpenAsync("2021-08-03 09:00");
        await house.Accounts.PostAsync("A1", "n1", new NoteAdded(new Actor("Kim"), "called back"), house.Clock.GetUtcNow(), default);
        house.Clock.MoveTo(house.Clock.GetUtcNow() + Sweeper.Grace);
        var upkeep = new Mock<IUpkeep>();
        upkeep.Setup(one => one.FinishPendingAsync(It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("payment p1"));
        var wakes = new WakeFunctions(house.Get<CaseWaker>(), new DurableLine(), house.Get<Sweeper>(), upkeep.Object, house.Get<StateGauges>(), house.Get<WrongChases>(), house.Clock, NullLogger<WakeFunctions>.Instance);

        await Assert.ThrowsAsync<InvalidOperationException>(() => wakes.SweepAsync(new TimerInfo(), house.Runtime.Client, default));

        Assert.NotNull(await house.Runtime.Client.GetInstanceAsync(Instance));
    }

    [Fact]
    public async Task SweepMessage_FindsWhatFellDueThisMoment()
    {
        await using var house = await OpenAsync("2021-08-03 09:00");
        await house.Accounts.PostAsync("A1", "n1", new NoteAdded(new Actor("Kim"), "called back"), house.Clock.GetUtcNow(), default);

        await house.Get<IWorkSignal>().SignalAsync([], default);
        await house.SettleAsync();

        Assert.Empty((await house.Accounts.ReadAsync("A1", default))!.Inbox);
    }

    [Fact]
    public async Task Sweep_WatchesTheBank_AndWakesWhatWaitedForIt()
    {
        await using var house = await OpenAsync("2021-08-02 06:00");
        await house.Get<Collections.App.Payments.BankDesk>().ReceiveAsync("bank", At("2021-07-27 18:00"), [], default);
        await house.ScanAsync();
        await house.SweepAsync();
        await house.ToAsync("2021-08-02 09:00");
        Assert.Equal(TaskKind.StaleBank, Assert.Single(await house.TasksAsync()).Kind);
        Assert.Equal("waiting", house.Status!["status"]);
        Assert.Single(house.Log.Events, line => line.StartsWith("StaleBank", StringComparison.Ordinal));

        await house.Get<Collections.App.Payments.BankDesk>().ReceiveAsync("bank", At("2021-08-02 09:00"), [], default);
        house.Clock.MoveTo(At("2021-08-02 09:02"));
        await house.SweepAsync();
        house.Clock.MoveTo(At("2021-08-02 09:04"));
        await house.SweepAsync();

        Assert.Equal(TaskKind.Call, Assert.Single(await house.TasksAsync()).Kind);
    }

    [Fact]
    public async Task Waker_ThatLosesTheRaceToStart_RaisesTheWakeInstead()
    {
        var client = new Mock<DurableTaskClient>("mock");
        var running = new OrchestrationMetadata(Names.CollectAccount, "A1") { RuntimeStatus = OrchestrationRuntimeStatus.Running };
        client.SetupSequence(one => one.GetInstancesAsync("A1", false, It.IsAny<CancellationToken>())).ReturnsAsync((OrchestrationMetadata?)null).ReturnsAsync(running);
        client.SetupSequence(one => one.GetInstanceAsync("A1", false, It.IsAny<CancellationToken>())).ReturnsAsync((OrchestrationMetadata?)null).ReturnsAsync(running);
        client.Setup(one => one.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<Microsoft.DurableTask.TaskName>(), It.IsAny<object?>(), It.IsAny<Microsoft.DurableTask.StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OrchestrationAlreadyExistsException("it runs"));
        await using var house = await OpenAsync("2021-08-03 09:00");

        await house.Get<CaseWaker>().WakeAsync(client.Object, ["A1"], default);

        client.Verify(one => one.RaiseEventAsync("A1", Names.Wake, "", It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task Waker_WhoseInstanceEndsUnderItsHands_StartsANewOne()
    {
        await using var house = await OpenAsync("2021-08-03 06:00", "acc-monthly", "eom+30");
        await house.ScanAsync();
        house.Runtime.ThrowsWhenEventIsDropped = true;
        var client = new EndsWhenLookedAt(house);

        await house.Get<CaseWaker>().WakeAsync(client.Object, ["A1"], default);
        await house.SettleAsync();

        Assert.Equal(2, client.Looks);
        Assert.Empty((await house.Accounts.ReadAsync("A1", default))!.Inbox);
    }

    [Fact]
    public async Task Waker_ThatFailsForOne_WakesTheOthersFirst()
    {
        await using var house = await OpenAsync("2021-08-03 09:00");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => house.Get<CaseWaker>().WakeAsync(house.Runtime.Client, ["", "A1", "A1", "A2"], default));

        Assert.Contains("could not be woken: 1", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await house.Runtime.Client.GetInstanceAsync("A1"));
        Assert.NotNull(await house.Runtime.Client.GetInstanceAsync("A2"));
    }

    [Fact]
    public async Task Retention_PurgesWhatEndedLongAgo()
    {
        await using var house = await OpenAsync("2021-08-03 06:00", "acc-monthly", "eom+30");
        await house.ScanAsync();
        await house.WakeAsync("ended");
        await house.SettleAsync();

        house.Clock.MoveTo(house.Clock.GetUtcNow() + WakeFunctions.Kept - TimeSpan.FromDays(1));
        await house.Get<WakeFunctions>().PurgeAsync(new TimerInfo(), house.Runtime.Client, default);
        Assert.NotNull(await house.Runtime.Client.GetInstanceAsync("ended"));

        house.Clock.MoveTo(house.Clock.GetUtcNow() + TimeSpan.FromDays(2));
        await house.Get<WakeFunctions>().PurgeAsync(new TimerInfo(), house.Runtime.Client, default);

        Assert.Null(await house.Runtime.Client.GetInstanceAsync("ended"));
        Assert.NotNull(await house.Runtime.Client.GetInstanceAsync(Instance));
        await house.SettleAsync();
    }

    [Fact]
    public async Task Poison_BecomesOneTaskThatAPersonSees()
    {
        await using var house = await OpenAsync("2021-08-03 09:00");
        var poison = house.Get<PoisonFunctions>();

        await poison.AccountWakesAsync("[\"A1\",\"A2\"]", default);
        await poison.AccountWakesAsync("[\"A1\",\"A2\"]", default);
        await poison.ScanBatchAsync("no json", default);

        var tasks = await house.TasksAsync();
        Assert.Equal(2, tasks.Count);
        Assert.All(tasks, task => Assert.Equal((TaskKind.Attention, Role.Manager, null), (task.Kind, task.Role, task.Account)));
        Assert.Contains(tasks, task => task.Why.Contains("[\"A1\",\"A2\"]", StringComparison.Ordinal) && task.Why.Contains("the sweep tries again", StringComparison.Ordinal));
        Assert.Equal(3, house.Log.Events.Count(line => line.StartsWith("PoisonMessage", StringComparison.Ordinal)));

        await house.Desk.CloseCompanyTaskAsync(tasks[0].Id, default);
        Assert.Single(await house.TasksAsync());
    }

    // Says that the instance runs, and ends it at the same moment.
    private sealed class EndsWhenLookedAt
    {
        private readonly Mock<DurableTaskClient> _client = new("mock");

        public EndsWhenLookedAt(AzureHouse house)
        {
            var real = house.Runtime.Client;
            _client.Setup(one => one.GetInstanceAsync("A1", false, It.IsAny<CancellationToken>())).Returns(async () =>
            {
                Looks++;
                var seen = await real.GetInstanceAsync("A1");
                if (seen is { IsCompleted: false })
                {
                    // Paid, and looked at before the wake arrives.
                    await house.PayAsync(1000);
                    await house.Accounts.PostAsync("A1", "n1", new NoteAdded(new Actor("Kim"), "called back"), house.Clock.GetUtcNow(), default);
                }

                return seen;
            });
            _client.Setup(one => one.RaiseEventAsync("A1", Names.Wake, "", It.IsAny<CancellationToken>())).Returns(() => real.RaiseEventAsync("A1", Names.Wake, ""));
            _client.Setup(one => one.ScheduleNewOrchestrationInstanceAsync(
                    It.IsAny<Microsoft.DurableTask.TaskName>(), It.IsAny<object?>(), It.IsAny<Microsoft.DurableTask.StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
                .Returns((Microsoft.DurableTask.TaskName name, object? input, Microsoft.DurableTask.StartOrchestrationOptions? options, CancellationToken cancel) =>
                    real.ScheduleNewOrchestrationInstanceAsync(name, input, options, cancel));
        }

        public int Looks { get; private set; }

        public DurableTaskClient Object => _client.Object;
    }
}
