using Collections.Functions.Logging;
using Collections.Functions.Naming;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Collections.Functions.Orchestrations;

/// <summary>
/// The collection effort on one account, from its first turn to its last: it waits for the next moment or for a wake, looks at the account, and begins
/// anew. What is to be done it asks the store each time; it remembers nothing itself (design, promise 5).
/// </summary>
/// <remarks>
/// <para>
/// An execution either waits or acts, and goes on as the other. So a case at rest has a history of two lines, an input and a timer, and replays
/// under whatever a later release does when it acts. And no wake is lost: while it acts nobody listens, so Durable Task keeps the wakes, and however
/// many have come by then are answered by acting once more. Those that come after an execution has said how it goes on, the next one gets.
/// </para>
/// <para>
/// What is awaited here, and in which order, is replayed from histories of earlier releases. A change of it is guarded by
/// <see cref="TaskOrchestrationContext.CompareVersionTo"/> and a new <c>defaultVersion</c> in host.json.
/// </para>
/// </remarks>
public static class CollectAccount
{
    /// <summary>At most one letter a day goes to an account (R21); more than this in one go mean that a letter does not get on.</summary>
    private const int MostLetters = 3;

    /// <summary>How long a letter that does not get on is left alone.</summary>
    private static readonly TimeSpan LetterRest = TimeSpan.FromMinutes(5);

    /// <summary>How long a case that is stuck waits, unless it is woken.</summary>
    private static readonly TimeSpan StuckRest = TimeSpan.FromHours(1);

    // A store that hiccups; a longer illness is not waited out here, the sweep wakes the account again.
    private static readonly TaskOptions Quick = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    // Longer than a letter may be under way by another machine's hand (LetterUnderWayException.Longest).
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 8, firstRetryInterval: TimeSpan.FromSeconds(15), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(3)));

    /// <summary>Runs one execution.</summary>
    [Function(Names.CollectAccount)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<CollectInput>() ?? throw new InvalidOperationException($"instance {context.InstanceId} was started without an account");

        // An input of another format says at least whose case it is, and the store knows the rest.
        if (input is { Format: CollectInput.Present, Rest: { } rest })
        {
            await WaitAsync(context, input.Account, rest);
            context.ContinueAsNew(CollectInput.Act(input.Account));
            return;
        }

        var next = await ActAsync(context, input.Account);
        if (HasKnocked(context))
        {
            context.ContinueAsNew(CollectInput.Act(input.Account));
        }
        else if (next is not null)
        {
            context.ContinueAsNew(CollectInput.Wait(input.Account, next));
        }
    }

    // Takes all the wakes that are here. The last ask leaves a listener behind, who would swallow a wake: so nothing is awaited after this.
    private static bool HasKnocked(TaskOrchestrationContext context)
    {
        var hasKnocked = false;
        while (context.WaitForExternalEvent<string>(Names.Wake).IsCompleted)
        {
            hasKnocked = true;
        }

        return hasKnocked;
    }

    private static async Task WaitAsync(TaskOrchestrationContext context, string account, Rest rest)
    {
        context.SetCustomStatus(rest.ToStatus(account));
        var wake = context.WaitForExternalEvent<string>(Names.Wake);
        if (rest.Until is not { } until)
        {
            await wake;
        }
        else if (until > context.CurrentUtcDateTime)
        {
            using var woken = new CancellationTokenSource();
            await Task.WhenAny(wake, context.CreateTimer(until, woken.Token));

            // Not CancelAsync, which goes on by another thread: an orchestrator awaits nothing but what Durable Task hands it.
#pragma warning disable CA1849, MA0042
            woken.Cancel();
#pragma warning restore CA1849, MA0042
        }
    }

    // Null when nothing is left to do. An activity that fails for good must not end the instance, or nobody would look at the account until somebody
    // wakes it: it says that it is stuck, and tries again when it is woken, or in a while.
    private static async Task<Rest?> ActAsync(TaskOrchestrationContext context, string account)
    {
        context.SetCustomStatus(new Rest("acting", Until: null).ToStatus(account));
        try
        {
            var agenda = await context.CallActivityAsync<Agenda>(Names.RunTurns, account, Quick);
            for (var letters = 0; agenda.LetterDue is { } letter; letters++)
            {
                if (letters == MostLetters)
                {
                    return new Rest(agenda.Status, context.CurrentUtcDateTime + LetterRest, agenda.Step, letter);
                }

                context.SetCustomStatus(new Rest(agenda.Status, Until: null, agenda.Step, letter).ToStatus(account));
                await context.CallActivityAsync(Names.SendLetter, new LetterOrder(account, letter), Patient);
                agenda = await context.CallActivityAsync<Agenda>(Names.RunTurns, account, Quick);
            }

            var rest = new Rest(agenda.Status, agenda.NextAt, agenda.Step);
            if (!agenda.IsOver)
            {
                return rest;
            }

            // What an operator reads of an instance that has ended.
            context.SetCustomStatus(rest.ToStatus(account));
            return null;
        }
        catch (TaskFailedException failure)
        {
            var why = failure.FailureDetails.ErrorMessage;
            context.CreateReplaySafeLogger(Names.CollectAccount).OrchestrationStuck(account, failure.TaskName, why);
            return new Rest($"stuck: {failure.TaskName}: {(why.Length > 200 ? why[..200] : why)}", context.CurrentUtcDateTime + StuckRest);
        }
    }
}
