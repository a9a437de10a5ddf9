using System.Globalization;
using Collections.App.Clocks;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Desk;

/// <summary>What a person says came of a task.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Contact">Somebody to reach, found on the way; or null.</param>
/// <param name="Hash">The same for the same words: it tells a repeat.</param>
public sealed record Completion(Outcome Outcome, Contact? Contact, string Hash)
{
    /// <summary>What is said of the contact; the rest of one that is known stays (R46).</summary>
    public ContactFields SaidOfContact { get; init; } = ContactFields.All;
}

/// <summary>A task after somebody worked on it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Case">The case after it; null for a task of the company's own.</param>
/// <param name="Next">What comes next, and when; null for a task of the company's own.</param>
public sealed record TaskAnswer(WorkItem Task, CaseView? Case, NextView? Next);

/// <summary>Takes what people did of their tasks.</summary>
public sealed class TaskDesk(
    IAccountStore accounts, IWorklist tasks, IRecord records, TurnRunner turns, Collector collector, AccountActions actions, AccountViews views, Worklist worklist,
    AccountLocks locks, TimeProvider clock)
{
    /// <summary>A task.</summary>
    /// <exception cref="RefusalException">There is no such task.</exception>
    public async Task<TaskRow> FindAsync(string taskId, CancellationToken cancel) =>
        await tasks.TaskAsync(taskId, cancel) ?? throw new RefusalException(RefusalKind.NotFound, $"there is no task {taskId}");

    /// <summary>A task as its doer sees it, with the case and what comes next.</summary>
    public async Task<TaskAnswer> AnswerAsync(string taskId, CancellationToken cancel)
    {
        var task = await FindAsync(taskId, cancel);
        var @case = task.Account is { } account ? await views.CaseAsync(account, cancel) : null;
        return new TaskAnswer(await worklist.ItemAsync(task, cancel), @case, @case?.Next);
    }

    /// <summary>Claims a task; claiming one's own again changes nothing.</summary>
    /// <exception cref="RefusalException">It is somebody else's, or not open, or about to be withdrawn because the money is here (R19).</exception>
    public async Task ClaimAsync(string taskId, Actor by, CancellationToken cancel)
    {
        var task = await FindAsync(taskId, cancel);
        CheckRole(task, by);
        var holder = await tasks.ClaimAsync(taskId, by.Name, cancel)
            ?? throw new RefusalException(RefusalKind.Conflict, await HowItEndedAsync(task, cancel));
        if (holder != by.Name)
        {
            throw Held(taskId, holder);
        }

        // Looked at after it is held: a payment that was committed before the request is seen.
        if (await worklist.WhyEndsAsync(task, cancel) is { } why)
        {
            await tasks.ReleaseAsync(taskId, by.Name, cancel);
            throw new RefusalException(RefusalKind.Conflict, $"task {taskId} is being withdrawn: {why}", rule: 19);
        }
    }

    /// <summary>Gives a task back; giving back a free one changes nothing.</summary>
    /// <exception cref="RefusalException">It is somebody else's.</exception>
    public async Task ReleaseAsync(string taskId, Actor by, CancellationToken cancel)
    {
        await FindAsync(taskId, cancel);
        if (await tasks.ReleaseAsync(taskId, by.Name, cancel) is { } holder)
        {
            throw Held(taskId, holder);
        }
    }

    /// <summary>Completes a task; the same words again change nothing (promise 4).</summary>
    /// <exception cref="RefusalException">It is not this person's, was completed in other words, or the rules refuse the outcome.</exception>
    public async Task CompleteAsync(string taskId, Completion completion, Actor by, CancellationToken cancel)
    {
        var task = await FindAsync(taskId, cancel);
        CheckRole(task, by);
        if (task.Account is not { } account)
        {
            await CloseCompanyTaskAsync(task, completion, cancel);
            return;
        }

        using var taken = await locks.TakeAsync(account, cancel);
        task = await FindAsync(taskId, cancel);
        var moves = (await records.RecordAsync(account, cancel)).Count(line => line.Kind == RecordKind.TaskMoved && line.Ref == taskId);
        if (await IsRepeatAsync(task, completion, moves, cancel))
        {
            return;
        }

        if (task.State != TaskState.Open)
        {
            throw await TooLateAsync(task, completion, by, cancel);
        }

        if (task.ClaimedBy is { } holder && holder != by.Name)
        {
            throw Held(taskId, holder);
        }

        var request = new TurnRequest(account, new TaskCompleted(by, taskId, completion.Outcome), KeyOf(taskId, completion, moves));
        if (await RunAsync(account, request, completion, cancel) is { Ignored: { Code: Because.IgnoredTask, Text: { } ignored } } && ignored == taskId)
        {
            // What waited in the account's inbox, a payment perhaps, has withdrawn the task in the same turn.
            throw await TooLateAsync(await FindAsync(taskId, cancel), completion, by, cancel);
        }
    }

    // The call was made before anybody could know better: what was said is kept once, in the words in which it was told (R25), though it leads to nothing.
    private async Task<RefusalException> TooLateAsync(TaskRow task, Completion completion, Actor by, CancellationToken cancel)
    {
        var how = await HowItEndedAsync(task, cancel);
        if (task.State != TaskState.Withdrawn || completion.Outcome.Kind is OutcomeKind.Done or OutcomeKind.Sent or OutcomeKind.NotSent)
        {
            return new RefusalException(RefusalKind.Conflict, how);
        }

        var key = $"too-late:{task.Id}:{completion.Hash}";
        if (!await accounts.IsKnownAsync(task.Account!, key, cancel))
        {
            var note = $"{Words.Of(completion.Outcome.Kind)}, on {task.Id} ({task.Step}), which had been withdrawn{(completion.Outcome.Note.Length == 0 ? "" : ": ")}{completion.Outcome.Note}";
            await turns.RunAsync(new TurnRequest(task.Account!, new NoteAdded(by, note), key), await collector.BankAsync(cancel), cancel);
        }

        return new RefusalException(RefusalKind.Conflict, $"{how}; what was said is kept as a note of the account");
    }

    private async Task<TurnReport?> RunAsync(string account, TurnRequest request, Completion completion, CancellationToken cancel)
    {
        var bank = await collector.BankAsync(cancel);
        if (completion.Contact is { } contact)
        {
            // A contact is kept only with an outcome that the rules take.
            var file = await accounts.ReadAsync(account, cancel);
            ThrowIfRefused((await turns.DecideAsync(file!, request, bank, clock.GetUtcNow(), share: 0, cancel)).Report);
            await actions.SaveContactAsync(new ContactEntry(account, contact, completion.SaidOfContact), cancel);
        }

        var report = await turns.RunAsync(request, bank, cancel);
        ThrowIfRefused(report);
        return report;
    }

    // A callback leaves its task open: the same words again before that moment are a repeat, and afterwards another call.
    private async Task<bool> IsRepeatAsync(TaskRow task, Completion completion, int moves, CancellationToken cancel)
    {
        if (task.State == TaskState.Open)
        {
            return moves > 0 && task.DueAt > clock.GetUtcNow() && await accounts.IsKnownAsync(task.Account!, KeyOf(task.Id, completion, moves - 1), cancel);
        }

        for (var n = 0; task.State == TaskState.Done && n <= moves; n++)
        {
            if (await accounts.IsKnownAsync(task.Account!, KeyOf(task.Id, completion, n), cancel))
            {
                return true;
            }
        }

        return false;
    }

    private async Task CloseCompanyTaskAsync(TaskRow task, Completion completion, CancellationToken cancel)
    {
        if (completion.Outcome.Kind != OutcomeKind.Done)
        {
            throw new RefusalException(RefusalKind.Rules, "this task ends with 'done'", "outcome", rule: 25);
        }

        await tasks.CloseCompanyTaskAsync(task.Id, cancel);
    }

    private async Task<string> HowItEndedAsync(TaskRow task, CancellationToken cancel)
    {
        var lines = task.Account is { } account ? await records.RecordAsync(account, cancel) : [];
        var last = lines.LastOrDefault(line =>
            line.Ref == task.Id && line.Kind is RecordKind.TaskDone or RecordKind.CallMade or RecordKind.TaskWithdrawn);
        var how = task.State == TaskState.Withdrawn ? "withdrawn" : "completed";
        return last.Ref is null
            ? $"task {task.Id} was {how} before"
            : string.Create(CultureInfo.InvariantCulture, $"task {task.Id} was {how} by {last.By} at {last.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {last.Why}");
    }

    private static void CheckRole(TaskRow task, Actor by)
    {
        if (task.Role == Role.Manager && !by.IsManager)
        {
            throw new RefusalException(RefusalKind.NotAllowed, $"task {task.Id} is a manager's", rule: 15);
        }
    }

    private static void ThrowIfRefused(TurnReport? report)
    {
        if (report?.Refusal is { } why)
        {
            throw new RefusalException(RefusalKind.Rules, why.ToString(), FieldOf(why.Code), why.Rule);
        }
    }

    private static string? FieldOf(Because code) => code switch
    {
        Because.RefusedOutcome or Because.RefusedPromiseCount => "outcome",
        Because.RefusedNoPromiseDate or Because.RefusedPromisePast or Because.RefusedPromiseFar => "promise.date",
        Because.RefusedPromiseAmount => "promise.amount",
        Because.RefusedNoDispute or Because.RefusedDisputeInvoice => "dispute.invoice",
        Because.RefusedDisputeAmount => "dispute.amount",
        Because.RefusedCallbackPast => "callbackAt",
        _ => null,
    };

    private static RefusalException Held(string taskId, string holder) => new(RefusalKind.Conflict, $"task {taskId} is held by {holder}");

    private static string KeyOf(string taskId, Completion completion, int moves) =>
        string.Create(CultureInfo.InvariantCulture, $"complete:{taskId}:{moves}:{completion.Hash}");
}
