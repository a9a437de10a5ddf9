using System.Collections.Immutable;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using static Collections.App.Formats.Codecs;

namespace Collections.App.Formats;

/// <summary>The fields of what a case and its events are made of; the names are the stored format.</summary>
internal static class CaseShapes
{
    public static Shape<Returned?> Returned { get; } = new Shape<Returned?>(new Returned("", default))
        .With("invoice", Text, r => r!.Invoice, (r, v) => r! with { Invoice = v! })
        .With("amount", Amount, r => r!.Amount, (r, v) => r! with { Amount = v });

    public static Shape<Ladder> Ladder { get; } = new Shape<Ladder>(new Ladder(null, 0, default, default, default, null, default))
        .With("returned", Returned, l => l.Returned, (l, v) => l with { Returned = v })
        .With("rung", Int, l => l.Rung, (l, v) => l with { Rung = v })
        .With("state", Word<RungState>(), l => l.State, (l, v) => l with { State = v })
        .With("anchor", Day, l => l.Anchor, (l, v) => l with { Anchor = v ?? default })
        .With("begunOn", Day, l => l.BegunOn, (l, v) => l with { BegunOn = v ?? default })
        .With("previousOn", Day, l => l.PreviousOn, (l, v) => l with { PreviousOn = v })
        .With("nextOn", Day, l => l.NextOn, (l, v) => l with { NextOn = v ?? default })
        .With("taskId", Text, l => l.TaskId, (l, v) => l with { TaskId = v })
        .With("letterId", Text, l => l.LetterId, (l, v) => l with { LetterId = v })
        .With("owingFrom", Day, l => l.OwingFrom, (l, v) => l with { OwingFrom = v });

    public static Shape<StepTaken> Step { get; } = new Shape<StepTaken>(default)
        .With("rung", Int, s => s.Rung, (s, v) => s with { Rung = v })
        .With("on", Day, s => s.On, (s, v) => s with { On = v ?? default });

    public static Shape<Pause> Pause { get; } = new Shape<Pause>(default, pause => pause.Kind == PauseKind.None)
        .With("kind", Word<PauseKind>(), p => p.Kind, (p, v) => p with { Kind = v })
        .With("until", Day, p => p.Until, (p, v) => p with { Until = v });

    public static Shape<Hold?> Hold { get; } = new Shape<Hold?>(new Hold("", "", "", default))
        .With("id", Text, h => h!.Id, (h, v) => h! with { Id = v! })
        .With("reason", Text, h => h!.Reason, (h, v) => h! with { Reason = v! })
        .With("owner", Text, h => h!.Owner, (h, v) => h! with { Owner = v! })
        .With("until", Day, h => h!.Until, (h, v) => h! with { Until = v ?? default });

    public static Shape<Promise?> Promise { get; } = new Shape<Promise?>(new Promise("", default, default, default, default, default))
        .With("id", Text, p => p!.Id, (p, v) => p! with { Id = v! })
        .With("madeOn", Day, p => p!.MadeOn, (p, v) => p! with { MadeOn = v ?? default })
        .With("date", Day, p => p!.Date, (p, v) => p! with { Date = v ?? default })
        .With("amount", Amount, p => p!.Amount, (p, v) => p! with { Amount = v })
        .With("state", Word<PromiseState>(), p => p!.State, (p, v) => p! with { State = v })
        .With("received", Amount, p => p!.Received, (p, v) => p! with { Received = v });

    public static Shape<OpenTask> Task { get; } = new Shape<OpenTask>(new OpenTask("", default, "", default))
        .With("id", Text, t => t.Id, (t, v) => t with { Id = v! })
        .With("kind", Word<TaskKind>(), t => t.Kind, (t, v) => t with { Kind = v })
        .With("step", Text, t => t.Step, (t, v) => t with { Step = v! })
        .With("due", Instant, t => t.Due, (t, v) => t with { Due = v ?? default });

    public static Shape<SuspectedPayment> Suspected { get; } = new Shape<SuspectedPayment>(new SuspectedPayment("", default, default, ""))
        .With("paymentId", Text, p => p.PaymentId, (p, v) => p with { PaymentId = v! })
        .With("amount", Amount, p => p.Amount, (p, v) => p with { Amount = v })
        .With("since", Day, p => p.Since, (p, v) => p with { Since = v ?? default })
        .With("why", Text, p => p.Why, (p, v) => p with { Why = v! });

    public static Shape<PendingLetter?> Letter { get; } = new Shape<PendingLetter?>(new PendingLetter("", "", Attempted: false, default))
        .With("id", Text, l => l!.Id, (l, v) => l! with { Id = v! })
        .With("step", Text, l => l!.Step, (l, v) => l! with { Step = v! })
        .With("attempted", Bool, l => l!.Attempted, (l, v) => l! with { Attempted = v })
        .With("notBefore", Instant, l => l!.NotBefore, (l, v) => l! with { NotBefore = v ?? default })
        .With("attemptedOn", Day, l => l!.AttemptedOn, (l, v) => l! with { AttemptedOn = v });

    public static Shape<Why> Why { get; } = new Shape<Why>(default)
        .With("code", Word<Because>(), w => w.Code, (w, v) => w with { Code = v })
        .With("day", Day, w => w.Day, (w, v) => w with { Day = v ?? default })
        .With("amount", Amount, w => w.Amount, (w, v) => w with { Amount = v })
        .With("of", Amount, w => w.Of, (w, v) => w with { Of = v })
        .With("text", Text, w => w.Text, (w, v) => w with { Text = v })
        .With("count", Int, w => w.Count, (w, v) => w with { Count = v });

    public static Shape<Dispute> Dispute { get; } = new Shape<Dispute>(new Dispute("", "", default, default, null, default, default))
        .With("id", Text, d => d.Id, (d, v) => d with { Id = v! })
        .With("invoice", Text, d => d.Invoice, (d, v) => d with { Invoice = v! })
        .With("amount", Amount, d => d.Amount, (d, v) => d with { Amount = v })
        .With("kind", Word<DisputeKind>(), d => d.Kind, (d, v) => d with { Kind = v })
        .With("owner", Text, d => d.Owner, (d, v) => d with { Owner = v })
        .With("openedOn", Day, d => d.OpenedOn, (d, v) => d with { OpenedOn = v ?? default })
        .With("lookAgainOn", Day, d => d.LookAgainOn, (d, v) => d with { LookAgainOn = v ?? default })
        .With("state", Word<DisputeState>(), d => d.State, (d, v) => d with { State = v })
        .With("note", Text, d => d.Note, (d, v) => d with { Note = v! })
        .With("resolvedOn", Day, d => d.ResolvedOn, (d, v) => d with { ResolvedOn = v });

    public static Shape<DisputeDetails?> Details { get; } = new Shape<DisputeDetails?>(new DisputeDetails("", null, default))
        .With("invoice", Text, d => d!.Invoice, (d, v) => d! with { Invoice = v! })
        .With("amount", Amount, d => d!.Amount ?? default, (d, v) => d! with { Amount = v })
        .With("kind", Word<DisputeKind>(), d => d!.Kind, (d, v) => d! with { Kind = v })
        .With("note", Text, d => d!.Note, (d, v) => d! with { Note = v! })
        .With("owner", Text, d => d!.Owner, (d, v) => d! with { Owner = v })
        .With("lookAgainOn", Day, d => d!.LookAgainOn, (d, v) => d! with { LookAgainOn = v });

    public static Shape<Outcome?> Outcome { get; } = new Shape<Outcome?>(new Outcome(default))
        .With("kind", Word<OutcomeKind>(), o => o!.Kind, (o, v) => o! with { Kind = v })
        .With("note", Text, o => o!.Note, (o, v) => o! with { Note = v! })
        .With("promiseDate", Day, o => o!.PromiseDate, (o, v) => o! with { PromiseDate = v })
        .With("promiseAmount", Amount, o => o!.PromiseAmount ?? default, (o, v) => o! with { PromiseAmount = v })
        .With("callbackAt", Instant, o => o!.CallbackAt, (o, v) => o! with { CallbackAt = v })
        .With("dispute", Details, o => o!.Dispute, (o, v) => o! with { Dispute = v });

    /// <summary>The fields of a case; its account's code is not one of them, since it is stored under it.</summary>
    public static Fields<Case, Case.Restorer> Case { get; } = new Fields<Case, Case.Restorer>()
        .Add("number", Int, c => c.Number, Set<int>((c, v) => c.Number = v))
        .Add("isOpen", Bool, c => c.IsOpen, Set<bool>((c, v) => c.IsOpen = v))
        .Add("policy", Text, c => c.Policy, Set<string?>((c, v) => c.Policy = v!))
        .Add("policyVersion", Int, c => c.PolicyVersion, Set<int>((c, v) => c.PolicyVersion = v))
        .Add("openedOn", Day, c => c.OpenedOn, Set<DateOnly?>((c, v) => c.OpenedOn = v ?? default))
        .Add("closedOn", Day, c => c.ClosedOn, Set<DateOnly?>((c, v) => c.ClosedOn = v))
        .Add("closeReason", Word<CloseReason>(), c => c.CloseReason, Set<CloseReason>((c, v) => c.CloseReason = v))
        .Add("joinedTo", Day, c => c.JoinedTo, Set<DateOnly?>((c, v) => c.JoinedTo = v ?? default))
        .Add("ladders", List(Ladder), c => c.Ladders, Set<ImmutableArray<Ladder>>((c, v) => c.Ladders = v))
        .Add("taken", List(Step), c => c.Taken, Set<ImmutableArray<StepTaken>>((c, v) => c.Taken = v))
        .Add("pause", Pause, c => c.Pause, Set<Pause>((c, v) => c.Pause = v))
        .Add("hold", Hold, c => c.Hold, Set<Hold?>((c, v) => c.Hold = v))
        .Add("promise", Promise, c => c.Promise, Set<Promise?>((c, v) => c.Promise = v))
        .Add("brokenPromises", Int, c => c.BrokenPromises, Set<int>((c, v) => c.BrokenPromises = v))
        .Add("brokenOn", Day, c => c.BrokenOn, Set<DateOnly?>((c, v) => c.BrokenOn = v))
        .Add("claimedOn", Day, c => c.ClaimedOn, Set<DateOnly?>((c, v) => c.ClaimedOn = v))
        .Add("failedCalls", Int, c => c.FailedCalls, Set<int>((c, v) => c.FailedCalls = v))
        .Add("wrongNumber", Text, c => c.WrongNumber, Set<string?>((c, v) => c.WrongNumber = v))
        .Add("lastCallOn", Day, c => c.LastCallOn, Set<DateOnly?>((c, v) => c.LastCallOn = v))
        .Add("onStop", Bool, c => c.OnStop, Set<bool>((c, v) => c.OnStop = v))
        .Add("stopIsByRule", Bool, c => c.StopIsByRule, Set<bool>((c, v) => c.StopIsByRule = v))
        .Add("callsBlocked", Bool, c => c.CallsBlocked, Set<bool>((c, v) => c.CallsBlocked = v))
        .Add("lastDate", Day, c => c.LastDate, Set<DateOnly?>((c, v) => c.LastDate = v))
        .Add("tasks", List(Task), c => c.Tasks, Set<ImmutableArray<OpenTask>>((c, v) => c.Tasks = v))
        .Add("suspected", List(Suspected), c => c.Suspected, Set<ImmutableArray<SuspectedPayment>>((c, v) => c.Suspected = v))
        .Add("letter", Letter, c => c.Letter, Set<PendingLetter?>((c, v) => c.Letter = v))
        .Add("lastLetterOn", Day, c => c.LastLetterOn, Set<DateOnly?>((c, v) => c.LastLetterOn = v))
        .Add("owing", Amount, c => c.Owing, Set<Money>((c, v) => c.Owing = v))
        .Add("wakeAt", Instant, c => c.WakeAt, Set<DateTimeOffset?>((c, v) => c.WakeAt = v))
        .Add("nextId", Int, c => c.NextId, Set<int>((c, v) => c.NextId = v));

    private static Func<Case.Restorer, T, Case.Restorer> Set<T>(Action<Case.Restorer, T> set) => (restorer, value) =>
    {
        set(restorer, value);
        return restorer;
    };
}
