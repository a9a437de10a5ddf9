using Collections.App.Clocks;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using OrchestrationAlreadyExistsException = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;
using TaskFailedException = Microsoft.DurableTask.TaskFailedException;

namespace Collections.Functions.Tests.Durable;

/// <summary>The double itself: it finds what a real Durable Task runtime would trip over, and behaves as one where the app leans on it.</summary>
public sealed class ReplayingRuntimeTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly VirtualClock _clock = new(Monday);
    private readonly ReplayingRuntime _runtime;
    private readonly ReplayingClient _client;
    private readonly List<string> _done = [];

    public ReplayingRuntimeTests()
    {
        _runtime = new(_clock);
        _client = _runtime.Client;
        _runtime.AddActivity<string, string>("send", (letter, _) =>
        {
            _done.Add($"{letter} at {_clock.GetUtcNow():HH:mm:ss}");
            return Task.FromResult("sent " + letter);
        });
    }

    [Fact]
    public async Task Activities_ThatSucceed_GiveTheOutputAndReplayWithoutRunningAgain()
    {
        var begun = 0;
        _runtime.AddOrchestrator("letters", async context =>
        {
            begun++;
            var first = await context.CallActivityAsync<string>("send", context.GetInput<string>());
            context.SetCustomStatus(new { Done = 1 });
            return first + ", " + await context.CallActivityAsync<string>("send", "B");
        });
        var shown = await RunAsync("letters", "A");
        Assert.Equal(("sent A, sent B", """{"Done":1}"""), (shown.ReadOutputAs<string>(), shown.SerializedCustomStatus));
        Assert.Equal(["A at 08:00:00", "B at 08:00:00"], _done);
        Assert.Equal((3, 6), (_runtime.Turns, begun));
    }

    [Fact]
    public async Task Orchestrator_BranchingOnTheRealClock_IsFound()
    {
        var ticks = 0;
        await AssertFoundAsync(context => context.CallActivityAsync("send", ticks++ % 2 == 0 ? "even" : "odd"), "Input = \"even\"");
    }

    [Fact]
    public async Task Orchestrator_WithAGuidOfItsOwn_IsFound() =>
        await AssertFoundAsync(context => context.CallActivityAsync("send", Guid.NewGuid().ToString()), "Name = send");

    [Fact]
    public async Task Orchestrator_ContinuingWithARandomInput_IsFound() =>
        await AssertFoundAsync(
            context =>
            {
                context.ContinueAsNew(Guid.NewGuid());
                return Task.CompletedTask;
            },
            "when it was replayed as ContinuedAsNew");

    [Fact]
    public async Task Orchestrator_ThatLooksAtIsReplaying_IsFound() =>
        await AssertFoundAsync(
            context => context.IsReplaying ? context.CreateTimer(TimeSpan.FromHours(1), default) : context.CallActivityAsync("send", "A"), "TimerCreated");

    [Fact]
    public async Task Orchestrator_WhoseCodeChangedUnderIt_IsFound()
    {
        var letter = "old";
        _runtime.AddOrchestrator("letters", async context =>
        {
            await context.CallActivityAsync("send", letter);
            await context.CreateTimer(TimeSpan.FromDays(1), default);
            return null;
        });
        await StartAsync("letters", "1");
        await _runtime.RunAsync();
        letter = "new";
        var found = await Assert.ThrowsAsync<NonDeterminismException>(() => _runtime.RunToAsync(Monday.AddDays(1)));
        Assert.Contains("its history has ActivityScheduled", found.Message, StringComparison.Ordinal);
        Assert.Contains("\"new\"", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrator_AwaitingWhatIsNotDurable_IsFound()
    {
        var never = new TaskCompletionSource();
        await AssertFoundAsync(_ => never.Task, "not durable");
    }

    [Fact]
    public async Task Orchestrator_ComingBackOnAnotherThread_IsFound()
    {
        var outside = new TaskCompletionSource();
        _runtime.AddOrchestrator("letters", async context =>
        {
            var timer = context.CreateTimer(TimeSpan.FromDays(1), default);
            await outside.Task;
            await timer;
            return null;
        });
        await StartAsync("letters", "1");
        await _runtime.RunAsync();
        outside.SetResult();
        var found = await Assert.ThrowsAsync<NonDeterminismException>(() => _runtime.RunAsync());
        Assert.Contains("another thread", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_ThatJsonCannotHold_Fails()
    {
        _runtime.AddOrchestrator("letters", async context => await context.CallActivityAsync<string>("send", typeof(string)));
        var shown = await RunAsync("letters", null);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, shown.RuntimeStatus);
        Assert.True(shown.FailureDetails!.IsCausedBy<NotSupportedException>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TimerAgainstEvent_WhoeverWins_LeavesNoTimer(bool isWoken)
    {
        AddWaiter(TimeSpan.FromDays(2));
        await StartAsync("wait", "1");
        await _runtime.RunAsync();
        Assert.Equal((1, Monday.AddDays(2)), (_runtime.PendingTimersOf("1"), _runtime.NextDue()));
        await _runtime.RunToAsync(Monday.AddHours(3));
        if (isWoken)
        {
            await _client.RaiseEventAsync("1", "WAKE", "now");
        }

        await _runtime.RunToAsync(Monday.AddDays(5));
        var shown = await ShowAsync("1");
        Assert.Equal(isWoken ? "now at 2026-03-02 11:00" : "timer at 2026-03-04 08:00", shown.ReadOutputAs<string>());
        Assert.Equal((0, 0), (_runtime.PendingTimers, _runtime.AbandonedTimers));
    }

    [Fact]
    public async Task LosingTimer_ThatIsNotCancelled_IsCounted()
    {
        _runtime.AddOrchestrator("wait", async context =>
        {
            await Task.WhenAny(context.CreateTimer(TimeSpan.FromDays(2), default), context.WaitForExternalEvent<string>("wake"));
            return null;
        });
        await StartAsync("wait", "1");
        await _client.RaiseEventAsync("1", "wake", "now");
        await _runtime.RunAsync();
        Assert.Equal((0, 1), (_runtime.PendingTimers, _runtime.AbandonedTimers));
    }

    [Fact]
    public async Task LongTimer_IsSplitIntoThreeDaysAndFiresOnTime()
    {
        AddWaiter(TimeSpan.FromDays(40));
        await StartAsync("wait", "1");
        await _runtime.RunToAsync(Monday.AddDays(60));
        Assert.Equal("timer at 2026-04-11 08:00", (await ShowAsync("1")).ReadOutputAs<string>());
        Assert.Equal(14, _runtime.HistoryOf("1").Count(line => line.StartsWith("TimerFired", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WaitWithTimeout_Unanswered_IsCancelledAtItsMoment()
    {
        _runtime.AddOrchestrator("wait", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("wake", TimeSpan.FromHours(1));
            }
            catch (TaskCanceledException)
            {
                return $"{context.CurrentUtcDateTime:HH:mm}";
            }
        });
        await StartAsync("wait", "1");
        await _runtime.RunToAsync(Monday.AddHours(2));
        Assert.Equal("09:00", (await ShowAsync("1")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_AThousandTimes_KeepsTheHistoryShort()
    {
        AddPeriodic(TimeSpan.FromHours(1));
        await StartAsync("periodic", "1", 0);
        await _runtime.RunToAsync(Monday.AddHours(2_000));
        Assert.Equal(("1000", 1_001, 1_000), ((await ShowAsync("1")).SerializedOutput, _runtime.ExecutionsOf("1"), _done.Count));
        Assert.InRange(_runtime.LongestHistory, 5, 10);
    }

    [Fact]
    public async Task ManyInstances_RunInTheOrderOfTheirTime()
    {
        AddPeriodic(TimeSpan.FromHours(100));
        _runtime.Interleaving = new Random(7);
        for (var i = 0; i < 1_000; i++)
        {
            await _client.ScheduleNewOrchestrationInstanceAsync("periodic", 990, new StartOrchestrationOptions($"i{i}", Monday.AddMinutes(i % 60)));
        }

        await _runtime.RunToAsync(Monday.AddHours(2_000));
        var all = await _client.GetAllInstancesAsync().ToListAsync();
        Assert.All(all, shown => Assert.Equal(OrchestrationRuntimeStatus.Completed, shown.RuntimeStatus));
        Assert.Equal((1_000, 10_000), (all.Count, _done.Count));
    }

    [Fact]
    public async Task OrchestratorThatWaitsForNothing_IsStopped()
    {
        _runtime.AddOrchestrator("spin", context =>
        {
            context.ContinueAsNew();
            return Task.FromResult<object?>(null);
        });
        await StartAsync("spin", "1");
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => _runtime.RunAsync());
        Assert.Contains("waits for nothing", stopped.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "08:00:00 08:00:10 08:00:30 08:01:00", 4)]
    [InlineData(3, "08:00:00 08:00:10 08:00:30", 3)]
    public async Task RetryPolicy_OfAFailingActivity_AttemptsAtItsTimes(int attempts, string times, int made)
    {
        AddFailing(int.MaxValue);
        AddRetrying(new(attempts, TimeSpan.FromSeconds(10), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(30)));
        await StartAsync("retry", "1");
        await _runtime.RunToAsync(Monday.AddHours(1));
        Assert.Equal(times.Split(' '), _done);
        Assert.Equal(made, _done.Count);
        Assert.Equal("fail failed: System.IO.IOException: no network", (await ShowAsync("1")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task RetryPolicy_PastItsTimeout_GivesUp()
    {
        AddFailing(int.MaxValue);
        AddRetrying(new(100, TimeSpan.FromMinutes(1), retryTimeout: TimeSpan.FromMinutes(3)));
        await StartAsync("retry", "1");
        await _runtime.RunToAsync(Monday.AddHours(1));
        Assert.Equal(["08:00:00", "08:01:00", "08:02:00", "08:03:00"], _done);
    }

    [Fact]
    public async Task RetryPolicy_OfAFailureItDoesNotHandle_GivesUpAtOnce()
    {
        AddFailing(int.MaxValue);
        AddRetrying(new(5, TimeSpan.FromMinutes(1)) { HandleFailure = failure => !failure.IsCausedBy<IOException>() });
        await StartAsync("retry", "1");
        await _runtime.RunToAsync(Monday.AddHours(1));
        Assert.Equal(["08:00:00"], _done);
    }

    [Fact]
    public async Task Activity_ThatRecovers_SucceedsAtItsThirdAttempt()
    {
        AddFailing(2);
        AddRetrying(new(5, TimeSpan.FromMinutes(1)));
        await StartAsync("retry", "1");
        await _runtime.RunToAsync(Monday.AddHours(1));
        Assert.Equal("done", (await ShowAsync("1")).ReadOutputAs<string>());
        Assert.Equal(3, _done.Count);
    }

    [Fact]
    public async Task CrashBeforeAnActivity_HasItDoneOnce()
    {
        _runtime.CrashBefore("send");
        await RunLetterAsync();
        Assert.Equal((1, 1), (_done.Count, _runtime.Restarts));
    }

    [Fact]
    public async Task CrashAfterAnActivity_HasItDoneTwice()
    {
        _runtime.CrashAfter("send");
        await RunLetterAsync();
        Assert.Equal((2, 1), (_done.Count, _runtime.Restarts));
    }

    [Fact]
    public async Task CrashAtATurn_LosesTheTurnAlone()
    {
        var built = 0;
        _runtime.Restarted = () => built++;
        _runtime.CrashAtTurn(1);
        _runtime.CrashAtTurn(3);
        await RunLetterAsync();
        Assert.Equal((1, 2, 2), (_done.Count, _runtime.Restarts, built));
    }

    [Fact]
    public async Task Event_ToAMissingOrEndedInstance_IsDropped()
    {
        await _client.RaiseEventAsync("1", "wake", "early");
        await RunLetterAsync();
        await _client.RaiseEventAsync("1", "wake", "late");
        Assert.Equal(2, _runtime.DroppedEvents);
        _runtime.ThrowsWhenEventIsDropped = true;
        await Assert.ThrowsAsync<ArgumentException>(() => _client.RaiseEventAsync("2", "wake"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _client.RaiseEventAsync("1", "wake"));
    }

    [Fact]
    public async Task Events_BeforeAnybodyWaits_AreKeptInOrderOverContinueAsNew()
    {
        _runtime.AddOrchestrator<string>("collect", async (context, seen) =>
        {
            // A status does not outlive its execution.
            context.SetCustomStatus(seen);
            context.ContinueAsNew(seen + await context.WaitForExternalEvent<string>("wake"));
        });
        await StartAsync("collect", "1", "");
        foreach (var payload in new[] { "a", "b", "b", "c" })
        {
            await _client.RaiseEventAsync("1", "wake", payload);
        }

        await _runtime.RunAsync();
        await _client.RaiseEventAsync("1", "wake", "d");
        await _runtime.RunAsync();
        Assert.Equal("abbcd", (await ShowAsync("1")).ReadCustomStatusAs<string>());
    }

    [Theory]
    [InlineData(true, "nothing")]
    [InlineData(false, "now")]
    public async Task Event_ThatComesWhenTheTimerHasWon_GoesToTheWaitLeftBehind(bool cancelsTheWait, string got)
    {
        _runtime.AddOrchestrator("wait", async context =>
        {
            using var end = new CancellationTokenSource();
            var left = context.WaitForExternalEvent<string>("wake", end.Token);
            await Task.WhenAny(left, context.CreateTimer(TimeSpan.FromHours(1), default));
            if (cancelsTheWait)
            {
                end.Cancel();
            }

            await context.CreateTimer(TimeSpan.FromHours(1), default);
            return left.IsCompletedSuccessfully ? await left : "nothing";
        });
        await StartAsync("wait", "1");
        await _runtime.RunToAsync(Monday.AddHours(1));
        await _client.RaiseEventAsync("1", "wake", "now");
        await _runtime.RunToAsync(Monday.AddHours(2));
        Assert.Equal((got, 0), ((await ShowAsync("1")).ReadOutputAs<string>(), _runtime.DroppedEvents));
    }

    [Fact]
    public async Task SecondStart_OfARunningInstance_IsRefusedAndOfAnEndedOneIsNot()
    {
        AddWaiter(TimeSpan.FromDays(1));
        await StartAsync("wait", "1");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => StartAsync("wait", "1"));
        await _runtime.RunAsync();
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => StartAsync("wait", "1"));
        await _runtime.RunToAsync(Monday.AddDays(1));
        await StartAsync("wait", "1");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await ShowAsync("1")).RuntimeStatus);
    }

    [Fact]
    public async Task SecondStart_OfAnEndedInstanceByDedupeStatuses_IsRefused()
    {
        await RunLetterAsync();
        var options = new StartOrchestrationOptions("1").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => _client.ScheduleNewOrchestrationInstanceAsync("letter", options));
    }

    [Fact]
    public async Task Version_OfAnInstance_StaysWhenTheAppsMovesOn()
    {
        _runtime.Version = "1.0";
        _runtime.AddOrchestrator("versioned", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(1), default);
            return $"{context.Version} {context.CompareVersionTo("2.0") < 0}";
        });
        await StartAsync("versioned", "old");
        await _runtime.RunAsync();
        _runtime.Version = "2.0";
        await StartAsync("versioned", "new");
        await _runtime.RunToAsync(Monday.AddDays(2));
        Assert.Equal(("1.0 True", "2.0 False"), ((await ShowAsync("old")).ReadOutputAs<string>(), (await ShowAsync("new")).ReadOutputAs<string>()));
    }

    [Fact]
    public async Task SubOrchestration_ThatFails_FailsInItsCallerAlone()
    {
        _runtime.AddOrchestrator("child", _ => throw new IOException("no paper"));
        _runtime.AddOrchestrator("parent", async context =>
        {
            try
            {
                return await context.CallSubOrchestratorAsync<string>("child", null, new SubOrchestrationOptions(instanceId: "c"));
            }
            catch (TaskFailedException e)
            {
                return e.FailureDetails.ErrorMessage;
            }
        });
        Assert.Equal("no paper", (await RunAsync("parent", null)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await ShowAsync("c")).RuntimeStatus);
    }

    [Fact]
    public async Task SuspendedInstance_TakesItsEventsWhenItGoesOn()
    {
        AddWaiter(TimeSpan.FromDays(1));
        await StartAsync("wait", "1");
        await _runtime.RunAsync();
        await _client.SuspendInstanceAsync("1");
        await _client.RaiseEventAsync("1", "wake", "now");
        await _runtime.RunAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await ShowAsync("1")).RuntimeStatus);
        await _client.ResumeInstanceAsync("1");
        await _runtime.RunAsync();
        Assert.True((await ShowAsync("1")).IsCompleted);
    }

    [Fact]
    public async Task TerminatedInstance_EndsWithItsTimerAndCanBePurged()
    {
        AddWaiter(TimeSpan.FromDays(1));
        await StartAsync("wait", "1");
        await _runtime.RunAsync();
        Assert.Equal(0, (await _client.PurgeInstanceAsync("1")).PurgedInstanceCount);
        await _client.TerminateInstanceAsync("1", "closed");
        var shown = await ShowAsync("1");
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "closed", 0), (shown.RuntimeStatus, shown.ReadOutputAs<string>(), _runtime.PendingTimers));
        Assert.Equal(1, (await _client.PurgeInstanceAsync("1")).PurgedInstanceCount);
        Assert.Null(await _client.GetInstanceAsync("1"));
    }

    private async Task AssertFoundAsync(Func<TaskOrchestrationContext, Task> body, string difference)
    {
        _runtime.AddOrchestrator<object?>("wrong", (context, _) => body(context));
        await StartAsync("wrong", "1");
        var found = await Assert.ThrowsAsync<NonDeterminismException>(() => _runtime.RunAsync());
        Assert.Contains(difference, found.Message, StringComparison.Ordinal);
    }

    private void AddWaiter(TimeSpan patience) => _runtime.AddOrchestrator("wait", async context =>
    {
        using var end = new CancellationTokenSource();
        var timer = context.CreateTimer(patience, end.Token);
        var wake = context.WaitForExternalEvent<string>("wake");
        var winner = await Task.WhenAny(timer, wake);
        end.Cancel();
        return $"{(winner == wake ? await wake : "timer")} at {context.CurrentUtcDateTime:yyyy-MM-dd HH:mm}";
    });

    private void AddPeriodic(TimeSpan period) => _runtime.AddOrchestrator("periodic", async context =>
    {
        var times = context.GetInput<int>();
        if (times == 1_000)
        {
            return times;
        }

        await context.CallActivityAsync("send", "A");
        await context.CreateTimer(period, default);
        context.ContinueAsNew(times + 1);
        return null;
    });

    private void AddFailing(int times) => _runtime.AddActivity<string, string>("fail", (_, _) =>
    {
        _done.Add($"{_clock.GetUtcNow():HH:mm:ss}");
        return _done.Count <= times ? throw new IOException("no network") : Task.FromResult("done");
    });

    private void AddRetrying(RetryPolicy policy) => _runtime.AddOrchestrator("retry", async context =>
    {
        try
        {
            return await context.CallActivityAsync<string>("fail", "x", TaskOptions.FromRetryPolicy(policy));
        }
        catch (TaskFailedException e)
        {
            return $"{e.TaskName} failed: {e.FailureDetails}";
        }
    });

    private async Task RunLetterAsync()
    {
        _runtime.AddOrchestrator("letter", async context => await context.CallActivityAsync<string>("send", "A"));
        Assert.Equal("sent A", (await RunAsync("letter", null)).ReadOutputAs<string>());
    }

    private async Task<OrchestrationMetadata> RunAsync(string orchestrator, object? input)
    {
        await StartAsync(orchestrator, "1", input);
        return await _client.WaitForInstanceCompletionAsync("1", getInputsAndOutputs: true);
    }

    private Task<string> StartAsync(string orchestrator, string id, object? input = null) =>
        _client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id));

    private async Task<OrchestrationMetadata> ShowAsync(string id) =>
        await _client.GetInstanceAsync(id, getInputsAndOutputs: true) ?? throw new InvalidOperationException($"There is no instance '{id}'.");
}
