using System.Globalization;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.App.Sending;
using Collections.Core.Cases;
using Collections.Functions.Naming;
using Collections.Functions.Orchestrations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Collections.Functions.Tests.Orchestrations.AzureHouse;
using OrchestrationAlreadyExistsException = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;

namespace Collections.Functions.Tests.Orchestrations;

/// <summary>The orchestration of one account, on a runtime that replays it at every turn, with the real turns and letters behind it.</summary>
public sealed class CollectAccountTests
{
    [Fact]
    public async Task NewInstance_ActsAtOnce_ThenWaitsForTheNextMoment()
    {
        await using var house = await ScannedAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync(house));
        Assert.Equal("A1", house.Status!["account"]);
        Assert.Equal("open", house.Status["status"]);
        Assert.Equal(At("2021-08-03 08:30"), DateTimeOffset.Parse(house.Status["next"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Timers_Alone_TellTheSameStoryAsTheLocalLoop()
    {
        await using var house = await ScannedAsync();
        await using var local = await ScannedAsync();

        await house.ToAsync("2021-10-20 12:00");
        await local.Get<Collector>().RunToAsync(local.Clock, At("2021-10-20 12:00"), default);

        Assert.NotEmpty(house.Sender.Sent);
        Assert.Equal(await local.StoryAsync(), await house.StoryAsync());
    }

    [AzuriteFact]
    public async Task OnTables_TheStoryIsTheSame_AndAPaymentEndsIt()
    {
        await using var house = await OpenOnTablesAsync("2021-08-03 06:00", "acc-monthly", "eom+30");
        await house.ScanAsync();
        await using var local = await ScannedAsync();

        await house.ToAsync("2021-08-20 12:00");
        await local.Get<Collector>().RunToAsync(local.Clock, At("2021-08-20 12:00"), default);
        Assert.Equal(await local.StoryAsync(), await house.StoryAsync());

        await house.PayAsync(1000);
        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await StatusAsync(house));
    }

    [Fact]
    public async Task Payment_Wakes_AndTheInstanceEndsWithItsCase()
    {
        await using var house = await ScannedAsync();

        await house.PayAsync(1000);

        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await StatusAsync(house));
        Assert.Equal("closed", house.Status!["status"]);
        Assert.Equal(0, house.Runtime.PendingTimers);
    }

    [Fact]
    public async Task Payment_WhileTheLettersActivityIsQueued_StopsTheLetter()
    {
        await using var house = await ScannedAsync();
        house.BeforeActivity = async activity =>
        {
            if (activity == Names.SendLetter)
            {
                await house.ReceiveAsync(1000);
            }
        };

        await house.ToAsync("2021-08-03 12:00");

        Assert.Equal(1, house.Begun[Names.SendLetter]);
        Assert.Empty(house.Sender.Sent);
        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await StatusAsync(house));
    }

    [Fact]
    public async Task ClerksOutcome_Wakes_AndTheInstanceWaitsForThePromisedDay()
    {
        await using var house = await ScannedAsync("three-calls", "2021-08-02 06:00");
        await house.ToAsync("2021-08-02 10:00");

        await house.CompleteAsync(OutcomeKind.ReachedPromise, "2021-08-09");

        Assert.Equal("waiting", house.Status!["status"]);
        Assert.Equal(new DateOnly(2021, 8, 9), DateOnly.FromDateTime(DateTime.Parse(house.Status["next"], CultureInfo.InvariantCulture).AddHours(10)));
    }

    [Fact]
    public async Task Wakes_Doubled_CostOneMoreLookAndNothingElse()
    {
        await using var house = await ScannedAsync();
        var (story, looks) = (await house.StoryAsync(), house.Begun[Names.RunTurns]);

        for (var i = 0; i < 50; i++)
        {
            await house.WakeAsync("A1");
        }

        await house.SettleAsync();

        Assert.Equal(story, await house.StoryAsync());
        Assert.InRange(house.Begun[Names.RunTurns] - looks, 1, 2);
        Assert.Equal(1, house.Runtime.PendingTimers);
    }

    [Fact]
    public async Task Wake_ThatIsEarly_LeavesTheMomentAsItWas()
    {
        await using var house = await ScannedAsync();
        var next = house.Status!["next"];

        await house.ToAsync("2021-08-03 08:29");
        await house.WakeAsync("A1");
        await house.SettleAsync();

        Assert.Equal(next, house.Status!["next"]);
        Assert.Empty(house.Sender.Sent);
    }

    [Fact]
    public async Task Wake_WhileItActs_IsAnsweredWithoutASweep()
    {
        await using var house = await ScannedAsync();
        var paid = false;
        house.AfterActivity = async activity =>
        {
            if (activity == Names.RunTurns && !paid)
            {
                // What the activity answered is old by the time at which it is read.
                paid = true;
                await house.ReceiveAsync(1000);
                await house.WakeAsync("A1");
            }
        };

        await house.WakeAsync("A1");
        await house.SettleAsync();

        Assert.True(paid);
        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);
    }

    [Fact]
    public async Task Wake_WhileItEnds_IsAnsweredWithoutASweep()
    {
        await using var house = await ScannedAsync();
        var reversed = false;
        house.AfterActivity = async activity =>
        {
            if (activity == Names.RunTurns && !reversed && (await house.CaseAsync()).Status == CaseStatus.Closed)
            {
                reversed = true;
                await house.Accounts.PostAsync("A1", "hold", new NoteAdded(new Actor("Kim", false), "called back"), house.Clock.GetUtcNow(), default);
                await house.WakeAsync("A1");
            }
        };

        await house.PayAsync(1000);

        Assert.True(reversed);
        Assert.Empty((await house.Accounts.ReadAsync("A1", default))!.Inbox);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await StatusAsync(house));
    }

    [Theory]
    [InlineData(Names.RunTurns, false)]
    [InlineData(Names.RunTurns, true)]
    [InlineData(Names.SendLetter, false)]
    [InlineData(Names.SendLetter, true)]
    public async Task Crash_AtAnyActivity_ChangesNothingInTheStory(string activity, bool after)
    {
        var whole = await StoryWithAsync(_ => { });
        for (var nth = 1; nth <= 6; nth++)
        {
            Assert.Equal(whole, await StoryWithAsync(house =>
            {
                if (after)
                {
                    house.Runtime.CrashAfter(activity, nth);
                }
                else
                {
                    house.Runtime.CrashBefore(activity, nth);
                }
            }));
        }
    }

    [Fact]
    public async Task Crash_AtAnyTurnOfTheOrchestrator_ChangesNothingInTheStory()
    {
        var whole = await StoryWithAsync(_ => { });
        for (var turn = 1; turn <= 20; turn++)
        {
            Assert.Equal(whole, await StoryWithAsync(house => house.Runtime.CrashAtTurn(turn)));
        }
    }

    [Theory]
    [InlineData("""{"Account":"A1"}""")]
    [InlineData("""{"Account":"A1","Format":99,"Rest":{"Status":"open","Until":"2099-01-01T00:00:00Z"},"Mood":"good"}""")]
    public async Task Input_OfAnotherRelease_IsReadAsTheAccountThatItNames(string input)
    {
        await using var house = await ScannedAsync(start: false);

        await house.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(
            Names.CollectAccount, System.Text.Json.JsonDocument.Parse(input).RootElement, new StartOrchestrationOptions(Instance));
        await house.SettleAsync();

        Assert.Equal(At("2021-08-03 08:30"), DateTimeOffset.Parse(house.Status!["next"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task CaseInFlight_UnderAnOlderVersion_GoesOn()
    {
        await using var house = await ScannedAsync();

        house.Runtime.Version = "2";
        await house.ToAsync("2021-08-03 12:00");

        Assert.Single(house.Sender.Sent);
    }

    [Fact]
    public async Task PausedCompany_SendsNothing_AndGoesOnWhenThePauseEnds()
    {
        await using var house = await OpenAsync("2021-08-03 07:00", "acc-monthly", "eom+30");
        await house.ScanAsync();
        await CompanyPause.BeginAsync(house.Desk, PauseReason.Export, house.Clock.GetUtcNow(), default);
        await house.ToAsync("2021-08-03 10:00");
        Assert.Empty(house.Sender.Sent);
        var turns = house.Begun[Names.RunTurns];

        await house.SweepAsync();
        Assert.Equal(turns, house.Begun[Names.RunTurns]);
        await CompanyPause.EndAsync(house.Desk, default);
        await house.ToAsync("2021-08-03 10:05");

        Assert.Single(house.Sender.Sent);
    }

    [Fact]
    public async Task ThousandContinuations_KeepTheHistoryShort()
    {
        await using var house = await ScannedAsync();

        for (var i = 0; i < 500; i++)
        {
            await house.WakeAsync("A1");
            await house.SettleAsync();
        }

        Assert.True(house.Runtime.ExecutionsOf(Instance) >= 1000);
        Assert.InRange(house.Runtime.LongestHistory, 1, 40);
        Assert.Equal(1, house.Runtime.PendingTimers);
    }

    [Fact]
    public async Task CaseAtRest_HasAHistoryOfAnInputAndATimer()
    {
        await using var house = await ScannedAsync();

        Assert.Equal(3, house.Runtime.HistoryOf(Instance).Count);
    }

    [Fact]
    public async Task Start_OfOneThatRuns_IsRefused()
    {
        await using var house = await ScannedAsync();

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => house.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(
            Names.CollectAccount, CollectInput.Act("A1"), new StartOrchestrationOptions(Instance)));
    }

    [Fact]
    public async Task Wake_OfOneThatEnded_StartsANewOne()
    {
        await using var house = await ScannedAsync();
        await house.PayAsync(1000);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await StatusAsync(house));

        // Lost, as an event to an instance that has ended is; the sweep finds what it stood for.
        await house.Accounts.PostAsync("A1", "n1", new NoteAdded(new Actor("Kim", false), "called back"), house.Clock.GetUtcNow(), default);
        await house.Runtime.Client.RaiseEventAsync(Instance, Names.Wake, "");
        await house.SettleAsync();
        Assert.NotEmpty((await house.Accounts.ReadAsync("A1", default))!.Inbox);

        house.Clock.MoveTo(house.Clock.GetUtcNow().AddMinutes(2));
        await house.SweepAsync();

        Assert.Empty((await house.Accounts.ReadAsync("A1", default))!.Inbox);
    }

    [Fact]
    public async Task Activity_ThatFailsForAWhile_IsRetriedAndNothingIsLost()
    {
        await using var house = await ScannedAsync();
        var failures = 2;
        house.BeforeActivity = activity => activity == Names.RunTurns && failures-- > 0 ? throw new IOException("the store does not answer") : Task.CompletedTask;

        await house.ToAsync("2021-08-03 12:00");

        Assert.Single(house.Sender.Sent);
        Assert.DoesNotContain(house.Log.Events, line => line.StartsWith("OrchestrationStuck", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Activity_ThatFailsForGood_LeavesTheCaseStuckUntilItHeals(bool isWoken)
    {
        await using var house = await ScannedAsync();
        var isIll = true;
        house.BeforeActivity = activity => activity == Names.RunTurns && isIll ? throw new IOException("the store does not answer") : Task.CompletedTask;
        await house.ToAsync("2021-08-03 08:45");

        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync(house));
        Assert.StartsWith("stuck: RunTurns: the store does not answer", house.Status!["status"], StringComparison.Ordinal);
        Assert.Contains(house.Log.Events, line => line.StartsWith("OrchestrationStuck: the case of A1", StringComparison.Ordinal));

        isIll = false;
        if (isWoken)
        {
            await house.WakeAsync("A1");
            await house.SettleAsync();
        }
        else
        {
            await house.ToAsync("2021-08-03 10:00");
        }

        Assert.Single(house.Sender.Sent);
    }

    [Fact]
    public async Task Letter_InAnotherMachinesHands_IsLookedUpLaterAndNotSentTwice()
    {
        await using var house = await ScannedAsync();
        await house.ToAsync("2021-08-03 08:29");

        // Another machine attempts it and dies: the letter has left, and nobody wrote it down.
        house.BeforeActivity = async activity =>
        {
            if (activity == Names.SendLetter && house.Begun[Names.SendLetter] == 1)
            {
                await house.Get<Collections.App.Turns.TurnRunner>().RunAsync(
                    new Collections.App.Turns.TurnRequest("A1", new LetterReady((await house.CaseAsync()).Letter!.Id)), default, default);
                house.Sender.Sent.Add(new OutgoingLetter((await house.CaseAsync()).Letter!.Id, "A1", "", "", "", "", null, "", "", "", house.Clock.GetUtcNow()));
            }
        };
        await house.ToAsync("2021-08-03 08:33");
        Assert.True((await house.CaseAsync()).Letter!.Attempted);

        await house.ToAsync("2021-08-03 08:45");

        Assert.Null((await house.CaseAsync()).Letter);
        Assert.Single(house.Sender.Sent);
        Assert.Contains(await house.StoryAsync(), line => line.Contains("letter-sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Letter_WhoseAnswerIsLost_IsLookedUpAndLeavesOnce(bool left)
    {
        await using var house = await ScannedAsync();
        house.Sender.LosesTheAnswerOfOneThatLeft = left;

        await house.ToAsync("2021-08-03 08:34");
        Assert.True((await house.CaseAsync()).Letter!.Attempted);
        Assert.Empty(await house.TasksAsync());

        await house.ToAsync("2021-08-03 12:00");

        Assert.Single(house.Sender.Sent);
        Assert.Contains(await house.StoryAsync(), line => line.Contains("letter-sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Letter_ThatTheServiceGaveUp_IsABounce()
    {
        await using var house = await ScannedAsync();
        house.Sender.LosesTheAnswerOfOneThatLeft = true;
        house.Sender.Fate = new Lookup.Refused("suppressed");

        await house.ToAsync("2021-08-03 12:00");

        Assert.Equal(TaskKind.FindContact, Assert.Single(await house.TasksAsync()).Kind);
    }

    [Fact]
    public async Task Branch_Woken_HandsTheWakeToTheAccountThatIsBilled()
    {
        await using var house = await ScannedAsync();
        await LoadAsync(house, "account,name,billing_account\nB1,Smith Branch,A1");
        await house.ReceiveAsync(1000);

        await house.WakeAsync("B1");
        await house.SettleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await house.Runtime.Client.GetInstanceAsync("B1"))!.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await StatusAsync(house));
    }

    // Letter on Tuesday 3 August under acc-monthly, scanned at six; or a call on the 2nd under three-calls.
    private static async Task<AzureHouse> ScannedAsync(string policy = "acc-monthly", string at = "2021-08-03 06:00", bool start = true)
    {
        var house = await OpenAsync(at, policy, policy == "acc-monthly" ? "eom+30" : "net 30");
        await (start ? house.ScanAsync() : house.Get<Scanner>().RunAsync(
            house.Get<PolicyBook>().Find(policy)!, new DateOnly(2021, 8, 3), dryRun: false, keepLines: false, default, default));
        return house;
    }

    private static async Task<IReadOnlyList<string>> StoryWithAsync(Action<AzureHouse> crash)
    {
        await using var house = await OpenAsync("2021-08-03 06:00", "acc-monthly", "eom+30");
        crash(house);
        await house.ScanAsync();
        await house.ToAsync("2021-08-20 12:00");
        Assert.Equal(house.Sender.Sent.Count, house.Sender.Sent.Select(letter => letter.Id).Distinct(StringComparer.Ordinal).Count());
        return await house.StoryAsync();
    }

    private static async Task<OrchestrationRuntimeStatus> StatusAsync(AzureHouse house) => (await house.Runtime.Client.GetInstanceAsync(Instance))!.RuntimeStatus;
}
