using Collections.Core.Cases;
using Newtonsoft.Json;
using static Collections.App.Formats.Codecs;

namespace Collections.App.Formats;

/// <summary>How an event of one kind is written after its name and its reason, and read back.</summary>
internal abstract class EventShape
{
    /// <summary>The event's name, which is the stored format.</summary>
    public required string Name { get; init; }

    /// <summary>What is read into.</summary>
    public abstract CaseEvent Blank { get; }

    /// <summary>Writes the event's fields.</summary>
    public abstract void Write(JsonTextWriter json, CaseEvent happened);

    /// <summary>Reads one field, whose name is read already.</summary>
    public abstract CaseEvent Read(JsonTextReader json, string name, CaseEvent draft, string account);
}

/// <summary>Every event that was ever written, with its fields. The names are the stored format: they stay for good.</summary>
internal static class EventShapes
{
    private static readonly Dictionary<Type, EventShape> ByType = [];
    private static readonly Dictionary<string, EventShape> ByName = new(StringComparer.Ordinal);

    static EventShapes()
    {
        AddCases();
        AddLadders();
        AddWaits();
        AddLetters();
        AddTasks();
        AddMoney();
    }

    /// <summary>The shape of an event.</summary>
    public static EventShape Of(CaseEvent happened) =>
        ByType.TryGetValue(happened.GetType(), out var shape) ? shape : throw new InvalidOperationException($"{happened.GetType().Name} has no stored form");

    /// <summary>The shape of a name.</summary>
    /// <exception cref="InvalidDataException">No release up to this one knows it.</exception>
    public static EventShape Of(string name) =>
        ByName.TryGetValue(name, out var shape) ? shape : throw new InvalidDataException($"no event is called '{name}': a newer release has written it");

    private static void AddCases()
    {
        var carried = new CarriedOver { Name = "case-carried-over" };
        ByType.Add(typeof(CaseCarriedOver), carried);
        ByName.Add(carried.Name, carried);
        Add("case-opened", new CaseOpened(default, "", 0, default))
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default })
            .Add("policy", Text, e => e.Policy, (e, v) => e with { Policy = v! })
            .Add("policyVersion", Int, e => e.PolicyVersion, (e, v) => e with { PolicyVersion = v })
            .Add("joinedTo", Day, e => e.JoinedTo, (e, v) => e with { JoinedTo = v ?? default });
        Add("invoices-joined", new InvoicesJoined(default)).Add("joinedTo", Day, e => e.JoinedTo, (e, v) => e with { JoinedTo = v ?? default });
        Add("case-closed", new CaseClosed(default, default))
            .Add("reason", Word<CloseReason>(), e => e.Reason, (e, v) => e with { Reason = v })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default });
        Add("case-reopened", new CaseReopened("")).Add("paymentId", Text, e => e.PaymentId, (e, v) => e with { PaymentId = v! });
        Add("case-reviewed", new CaseReviewed(default, null))
            .Add("owing", Amount, e => e.Owing, (e, v) => e with { Owing = v })
            .Add("wakeAt", Instant, e => e.WakeAt, (e, v) => e with { WakeAt = v });
        Add("noted", new Noted()).Add("ref", Text, e => e.Ref, (e, v) => e with { Ref = v });
        Add("happening-ignored", new HappeningIgnored(null)).Add("ref", Text, e => e.Ref, (e, v) => e with { Ref = v });
        Add("note-kept", new NoteKept("")).Add("text", Text, e => e.Text, (e, v) => e with { Text = v! });
    }

    private static void AddLadders()
    {
        Add("ladder-begun", new LadderBegun(new Ladder(null, 0, default, default, default, null, default)))
            .Add("ladder", CaseShapes.Ladder, e => e.Ladder, (e, v) => e with { Ladder = v });
        Add("step-done", new StepDone(0, default))
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default })
            .Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v })
            .Add("isCounted", Bool, e => e.IsCounted, (e, v) => e with { IsCounted = v })
            .Add("endsBreach", Bool, e => e.EndsBreach, (e, v) => e with { EndsBreach = v })
            .Add("lastDate", Day, e => e.LastDate, (e, v) => e with { LastDate = v });
        Add("step-planned", new StepPlanned(0, default))
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default });
        Add("step-awaits", new StepAwaits(0, default))
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v })
            .Add("state", Word<RungState>(), e => e.State, (e, v) => e with { State = v });
        Add("step-resumed", new StepResumed(0, default))
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default });
        Add("step-taken-back", new StepTakenBack(0, 0, default, null))
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v })
            .Add("rung", Int, e => e.Rung, (e, v) => e with { Rung = v })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default })
            .Add("lastDate", Day, e => e.LastDate, (e, v) => e with { LastDate = v });
        Add("ladder-ended", new LadderEnded(0, default))
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v })
            .Add("lookOn", Day, e => e.LookOn, (e, v) => e with { LookOn = v ?? default });
        Add("ladder-set-aside", new LadderSetAside(0)).Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v });
        Add("ladder-resumed", new LadderResumed(0, default))
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v })
            .Add("state", Word<RungState>(), e => e.State, (e, v) => e with { State = v });
        Add("leader-named", new LeaderNamed(default, default))
            .Add("due", Day, e => e.Due, (e, v) => e with { Due = v ?? default })
            .Add("owingFrom", Day, e => e.OwingFrom, (e, v) => e with { OwingFrom = v ?? default });
        Add("leader-changed", new LeaderChanged(0, default, default, null, default))
            .Add("rung", Int, e => e.Rung, (e, v) => e with { Rung = v })
            .Add("due", Day, e => e.Due, (e, v) => e with { Due = v ?? default })
            .Add("owingFrom", Day, e => e.OwingFrom, (e, v) => e with { OwingFrom = v ?? default })
            .Add("lastDate", Day, e => e.LastDate, (e, v) => e with { LastDate = v })
            .Add("forgetsBefore", Day, e => e.ForgetsBefore, (e, v) => e with { ForgetsBefore = v ?? default });
        Add("steps-recalled", new StepsRecalled([])).Add("steps", List(CaseShapes.Step), e => e.Steps, (e, v) => e with { Steps = v });
    }

    private static void AddWaits()
    {
        Add("paused", new Paused(default)).Add("pause", CaseShapes.Pause, e => e.Pause, (e, v) => e with { Pause = v });
        Add("pause-moved", new PauseMoved(default)).Add("pause", CaseShapes.Pause, e => e.Pause, (e, v) => e with { Pause = v });
        Add("resumed", new Resumed(default)).Add("pause", CaseShapes.Pause, e => e.Pause, (e, v) => e with { Pause = v });
        AddPromise("promise-changed", new PromiseChanged(null!), (e, v) => new PromiseChanged(v));
        AddPromise("promise-made", new PromiseMade(null!), (e, v) => new PromiseMade(v));
        AddPromise("promise-kept", new PromiseKept(null!), (e, v) => new PromiseKept(v));
        AddPromise("promise-broken", new PromiseBroken(null!), (e, v) => new PromiseBroken(v));
        AddPromise("promise-lapsed", new PromiseLapsed(null!), (e, v) => new PromiseLapsed(v));
        Add("payment-claimed", new PaymentClaimed(default, default, null))
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default })
            .Add("until", Day, e => e.Until, (e, v) => e with { Until = v ?? default })
            .Add("promiseId", Text, e => e.PromiseId, (e, v) => e with { PromiseId = v });
        Add("claim-doubted", new ClaimDoubted());
        Add("case-held", new CaseHeld(null!)).Add("hold", CaseShapes.Hold, e => e.Hold, (e, v) => e with { Hold = v! });
        Add("hold-ended", new HoldEnded("")).Add("holdId", Text, e => e.HoldId, (e, v) => e with { HoldId = v! });
        Add("dispute-opened", new DisputeOpened(null!)).Add("dispute", CaseShapes.Dispute, e => e.Dispute, (e, v) => e with { Dispute = v });
        Add("dispute-ended", new DisputeEnded("", default, default))
            .Add("disputeId", Text, e => e.DisputeId, (e, v) => e with { DisputeId = v! })
            .Add("state", Word<Core.Ledger.DisputeState>(), e => e.State, (e, v) => e with { State = v })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default });
    }

    private static void AddLetters()
    {
        Add("letter-intended", new LetterIntended("", "", "", default))
            .Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v! })
            .Add("step", Text, e => e.Step, (e, v) => e with { Step = v! })
            .Add("template", Text, e => e.Template, (e, v) => e with { Template = v! })
            .Add("notBefore", Instant, e => e.NotBefore, (e, v) => e with { NotBefore = v ?? default })
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v });
        Add("letter-postponed", new LetterPostponed("", default))
            .Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v! })
            .Add("notBefore", Instant, e => e.NotBefore, (e, v) => e with { NotBefore = v ?? default });
        Add("letter-attempted", new LetterAttempted("", null))
            .Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v! })
            .Add("lastDate", Day, e => e.LastDate, (e, v) => e with { LastDate = v })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default });
        Add("letter-delivered", new LetterDelivered("", default))
            .Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v! })
            .Add("at", Instant, e => e.At, (e, v) => e with { At = v ?? default })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v ?? default });
        Add("letter-not-taken", new LetterNotTaken("", false))
            .Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v! })
            .Add("isGivenUp", Bool, e => e.IsGivenUp, (e, v) => e with { IsGivenUp = v });
        Add("letter-came-back", new LetterCameBack("", ""))
            .Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v! })
            .Add("email", Text, e => e.Email, (e, v) => e with { Email = v! });
        Add("letter-withdrawn", new LetterWithdrawn("")).Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v! });
        Add("letter-in-doubt", new LetterInDoubt("")).Add("letterId", Text, e => e.LetterId, (e, v) => e with { LetterId = v! });
    }

    private static void AddTasks()
    {
        // Why it was opened is the event's own reason.
        Add("task-opened", new TaskOpened("", default, default, "", "", default, default, default, 0, Ladder: 0))
            .Add("taskId", Text, e => e.TaskId, (e, v) => e with { TaskId = v! })
            .Add("kind", Word<TaskKind>(), e => e.Kind, (e, v) => e with { Kind = v })
            .Add("role", Word<Role>(), e => e.Role, (e, v) => e with { Role = v })
            .Add("step", Text, e => e.Step, (e, v) => e with { Step = v! })
            .Add("script", Text, e => e.Script, (e, v) => e with { Script = v! })
            .Add("dueAt", Instant, e => e.DueAt, (e, v) => e with { DueAt = v ?? default })
            .Add("owing", Amount, e => e.Owing, (e, v) => e with { Owing = v })
            .Add("attempts", Int, e => e.Attempts, (e, v) => e with { Attempts = v })
            .Add("ladder", Int, e => e.Ladder, (e, v) => e with { Ladder = v });
        Add("task-moved", new TaskMoved("", default))
            .Add("taskId", Text, e => e.TaskId, (e, v) => e with { TaskId = v! })
            .Add("dueAt", Instant, e => e.DueAt, (e, v) => e with { DueAt = v ?? default });
        Add("task-closed", new TaskClosed("", false, null))
            .Add("taskId", Text, e => e.TaskId, (e, v) => e with { TaskId = v! })
            .Add("done", Bool, e => e.Done, (e, v) => e with { Done = v })
            .Add("outcome", CaseShapes.Outcome, e => e.Outcome, (e, v) => e with { Outcome = v });
        Add("call-logged", new CallLogged("", new Outcome(default)))
            .Add("taskId", Text, e => e.TaskId, (e, v) => e with { TaskId = v! })
            .Add("outcome", CaseShapes.Outcome, e => e.Outcome, (e, v) => e with { Outcome = v! })
            .Add("on", Day, e => e.On, (e, v) => e with { On = v })
            .Add("failedCalls", Int, e => e.FailedCalls, (e, v) => e with { FailedCalls = v });
        Add("number-doubted", new NumberDoubted(null)).Add("number", Text, e => e.Number, (e, v) => e with { Number = v });
        Add("clerk-calls-blocked", new ClerkCallsBlocked(false)).Add("areBlocked", Bool, e => e.AreBlocked, (e, v) => e with { AreBlocked = v });
    }

    private static void AddMoney()
    {
        Add("money-received", new MoneyReceived("")).Add("paymentId", Text, e => e.PaymentId, (e, v) => e with { PaymentId = v! });
        Add("money-returned", new MoneyReturned("")).Add("paymentId", Text, e => e.PaymentId, (e, v) => e with { PaymentId = v! });
        Add("likely-payment-noted", new LikelyPaymentNoted(null!)).Add("payment", CaseShapes.Suspected, e => e.Payment, (e, v) => e with { Payment = v });
        Add("likely-payment-cleared", new LikelyPaymentCleared("")).Add("paymentId", Text, e => e.PaymentId, (e, v) => e with { PaymentId = v! });
        Add("small-balance-noted", new SmallBalanceNoted(default)).Add("amount", Amount, e => e.Amount, (e, v) => e with { Amount = v });
        Add("supply-stopped", new SupplyStopped(false)).Add("byRule", Bool, e => e.ByRule, (e, v) => e with { ByRule = v });
        Add("supply-released", new SupplyReleased(false)).Add("stopsAgain", Bool, e => e.StopsAgain, (e, v) => e with { StopsAgain = v });
        Add("supply-kept", new SupplyKept(false)).Add("isStopped", Bool, e => e.IsStopped, (e, v) => e with { IsStopped = v });
        Add("supply-stop-due", new SupplyStopDue());
    }

    private static void AddPromise<T>(string name, T blank, Func<T, Promise, T> set)
        where T : PromiseChanged => Add(name, blank).Add("promise", CaseShapes.Promise, e => e.Promise, (e, v) => set(e, v!));

    private static Fields<T, T> Add<T>(string name, T blank)
        where T : CaseEvent
    {
        var shape = new EventShape<T>(blank) { Name = name };
        ByType.Add(typeof(T), shape);
        ByName.Add(name, shape);
        return shape.Fields;
    }

    private sealed class EventShape<T>(T blank) : EventShape
        where T : CaseEvent
    {
        public Fields<T, T> Fields { get; } = new();

        public override CaseEvent Blank => blank;

        public override void Write(JsonTextWriter json, CaseEvent happened) => Fields.Write(json, (T)happened);

        public override CaseEvent Read(JsonTextReader json, string name, CaseEvent draft, string account) => Fields.Read(json, name, (T)draft);
    }

    // The case in it has the form of a stored case.
    private sealed class CarriedOver : EventShape
    {
        public override CaseEvent Blank => new CaseCarriedOver(null!);

        public override void Write(JsonTextWriter json, CaseEvent happened)
        {
            json.WritePropertyName("case", escape: false);
            CaseFormat.Write(json, ((CaseCarriedOver)happened).Case);
        }

        public override CaseEvent Read(JsonTextReader json, string name, CaseEvent draft, string account)
        {
            if (name != "case")
            {
                Pass(json);
                return draft;
            }

            Expect(json, JsonToken.StartObject);
            return new CaseCarriedOver(CaseFormat.ReadBody(json, account));
        }
    }
}
