using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Tests.Calendars;
using Collections.Core.Turns;

namespace Collections.Core.Tests.Cases;

/// <summary>What must be true after every turn, whatever happened.</summary>
internal sealed class Invariants(Policy policy)
{
    private static readonly WorkCalendar Office = Books.Sydney.Region.Office;

    private readonly Dictionary<string, string> _steps = [];
    private readonly HashSet<string> _tasks = [];
    private readonly HashSet<DateOnly> _letterDays = [];
    private readonly Dictionary<string, DateOnly> _attempts = [];
    private string? _letter;
    private Case _case = Case.New("A");
    private Position _position = null!;
    private bool _isBankSilent;
    private DateTimeOffset _now;
    private DateOnly _today;

    private Money Small => Books.Aud(policy.SmallBalance);

    private Money Chased
    {
        get
        {
            var gross = _case.IsAhead(_today) ? _position.DueBy(_case.Ladders[0].Anchor).Chased : _position.GrossOwing;
            return gross - Money.Min(gross, _position.UnappliedCredit);
        }
    }

    private (DateOnly Due, DateOnly OwingFrom)? Leader =>
        _position.Leader(Small + _position.UnappliedCredit, [.. _case.Ladders.Skip(1).Select(ladder => ladder.Returned!.Invoice)]);

    public string StepOf(string letter) => _steps[letter];

    /// <summary>Checks a turn.</summary>
    /// <param name="before">The case before it.</param>
    /// <param name="happening">What happened.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="facts">The facts that it was decided on.</param>
    /// <param name="after">The facts with the decision's effects.</param>
    /// <param name="now">The moment.</param>
    public void Check(Case before, Happening happening, Decision decision, Facts facts, Facts after, DateTimeOffset now)
    {
        _now = now;
        _today = LocalClock.DateAt(now, Dates.Sydney);
        _case = decision.Case;
        _position = after.Position;
        _isBankSilent = facts.BankSilentSince is not null;
        if (decision.Refusal is not null)
        {
            Must(ReferenceEquals(before, decision.Case) && decision.Events.Count == 0, "a refusal changes nothing");
            return;
        }

        if (EventInvariants.Broken(before, decision) is { } broken)
        {
            Must(false, broken);
        }

        foreach (var effect in decision.Effects)
        {
            Follow(effect);
        }

        CheckLikelyPayments(happening, decision);
        CheckJudgement(before, happening, decision, facts.BankCompleteTo);

        CheckLaddersMove(before, happening, decision);
        CheckBooksOfCase(before, decision);
        CheckRest();
        CheckEveryLineSaysWhy(decision);
        var again = Decider.Decide(decision.Case, new Woke(), after, policy, now);
        if (!again.IsEmpty)
        {
            Must(false, $"waking again at the same moment changes nothing, but: {Told.Of(again, policy)}");
        }
    }

    private void Follow(Effect effect)
    {
        switch (effect)
        {
            case LetterIntended letter:
                Must(_letter is null, "one letter at a time");
                _letter = letter.LetterId;
                _steps[letter.LetterId] = letter.Step;
                CheckContact(letter.NotBefore);
                break;
            case LetterAttempted letter:
                CheckAttempt(letter.LetterId);
                break;
            case LetterDelivered letter:
                _letter = null;
                _letterDays.Add(_attempts[letter.LetterId]);
                break;
            case LetterWithdrawn or LetterCameBack when effect is LetterWithdrawn w ? w.LetterId == _letter : ((LetterCameBack)effect).LetterId == _letter:
                _letter = null;
                break;
            case TaskOpened task:
                Must(_tasks.Add(task.TaskId), "a task is opened once");
                if (task.Kind == TaskKind.Call)
                {
                    CheckContact(task.DueAt);
                }

                break;
            case TaskMoved task:
                Must(_tasks.Contains(task.TaskId), "only an open task moves");
                Must(Is(task.DueAt), "a callback lies within the contact hours");
                break;
            case TaskClosed task:
                Must(_tasks.Remove(task.TaskId), "only an open task ends");
                break;
        }
    }

    // R20: until somebody has looked nobody is chased, stopped or handed over, nothing is called broken, and one task asks.
    private void CheckLikelyPayments(Happening happening, Decision decision)
    {
        if (_case.Suspected.IsEmpty)
        {
            Must(!Has(TaskKind.MatchPayment), "nobody is asked about a payment that is no longer suspected");
            Must(_case.Pause.Kind != PauseKind.LikelyPayment || _case.Hold is not null, "nobody waits for a payment that is no longer suspected");
            return;
        }

        Must(Has(TaskKind.MatchPayment) == (_case.IsOpen || _position.Owing > Small), "one task asks about the payments where something is owing");
        Must(_case.Letter is not { Attempted: false } && !Has(TaskKind.Call) && !Has(TaskKind.Agency), "no contact is on its way while a payment is probably theirs");
        foreach (var effect in decision.Effects)
        {
            Must(effect is not TaskOpened { Kind: TaskKind.ManagementCall or TaskKind.Agency }, "nobody is handed on while a payment is probably theirs");
            Must(effect is not SupplyChanged { Stopped: true } || happening is SupplySet, "no rule stops supply while a payment is probably theirs");
            Must(effect is not PromiseChanged { Promise.State: PromiseState.Broken }, "nothing is called broken while a payment is probably theirs");
        }
    }

    // R26: no machine calls a promise broken before the bank has spoken of its day; only the customer's own word does.
    private void CheckJudgement(Case before, Happening happening, Decision decision, DateTimeOffset? known)
    {
        var broken = decision.Effects.OfType<PromiseChanged>().FirstOrDefault(effect => effect.Promise.State == PromiseState.Broken)?.Promise;
        if (broken is null || happening is PromiseGiven or TaskCompleted)
        {
            return;
        }

        var day = Books.Sydney.Region.Banking.OnOrAfter(Office.OnOrAfter(broken.Date));
        var end = LocalClock.ToInstant(day.AddDays(1), TimeOnly.MinValue, Dates.Sydney, GapRule.EndOfGap, OverlapRule.Earlier);
        Must(!_isBankSilent, "no promise is called broken while the bank is silent");
        Must(_now >= end && (known is null || known >= end.AddSeconds(-1)), "no promise is called broken before the bank has spoken of its day");
        Must(known is null || before.Pause.Kind != PauseKind.Promise || _today > day, "a promise is judged on a later day than its own");
    }

    private void CheckContact(DateTimeOffset at)
    {
        Must(Chased > Small, "nothing is asked once everything is paid");
        Must(_case.Hold is null, "nothing is asked while the case is held");
        Must(!_isBankSilent, "nothing is asked on stale bank data");
        Must(_case.Suspected.IsEmpty, "nothing is asked while a payment is probably theirs");
        Must(Is(at) && at >= _now, "a contact lies ahead, within the contact hours of an office day");
    }

    private void CheckAttempt(string letter)
    {
        CheckContact(_now);
        Must(_case.Pause.Kind == PauseKind.None, "no letter goes while the case waits");
        Must(letter == _letter, "only the intended letter goes");
        Must(!_letterDays.Contains(_today), "one letter a day");
        var step = policy.Steps.First(s => s.Name == _steps[letter]);
        Must(step.Timing.On != StepDays.Collection || policy.CollectionDays.Is(_today, Office), "letters go on collection days");
        CheckThreat(letter, step);
        _attempts[letter] = _today;
    }

    // R42: an old invoice that was paid lends its calls to no young one.
    private void CheckThreat(string letter, Step step)
    {
        if (_case.Ladders[0].TaskId == letter && policy.FinalLetterStep >= 0 && step == policy.Steps[policy.FinalLetterStep] && Leader is { } leader)
        {
            Must(
                _case.Taken.Count(taken => taken.On >= leader.OwingFrom) >= policy.FinalLetterStep - policy.FirstOwingStep,
                $"no final letter goes about an invoice that has not been through the steps before it: owing since {leader.OwingFrom}, {string.Join(", ", _case.Taken)}");
        }
    }

    private static bool Is(DateTimeOffset moment)
    {
        var local = LocalClock.ToLocal(moment, Dates.Sydney).DateTime;
        return ContactHours.Default.Contains(TimeOnly.FromDateTime(local)) && Office.IsOpen(DateOnly.FromDateTime(local));
    }

    private void CheckLaddersMove(Case before, Happening happening, Decision decision)
    {
        if (before.Number != _case.Number)
        {
            Must(!before.IsOpen && _case.Number == before.Number + 1 && happening is Scanned, "a scan opens the next case, once the last is closed");
            return;
        }

        for (var i = 0; i < before.Ladders.Length; i++)
        {
            var (old, now) = (before.Ladders[i], _case.Ladders[i]);
            if (i == 0 && decision.Record.Any(line => line.Why.Code == Because.LeaderChanged))
            {
                Must(now.Anchor == Leader!.Value.Due, "the main ladder is led by the oldest invoice");
            }
            else if (now.Rung < old.Rung)
            {
                Must(happening is LetterBounced bounce && policy.Steps[now.Rung].Name == bounce.Step, "only a bounce puts a ladder back, to its letter");
            }
            else if (now.Rung > old.Rung)
            {
                CheckClimb(old, now, decision);
            }

            if (now.TaskId is not null && now.TaskId != old.TaskId && now.State is RungState.LetterOut or RungState.TaskOpen)
            {
                CheckSpacing(now);
            }
        }
    }

    // A ladder climbs by what was done at its rung, and by supply steps that are taken by themselves.
    private void CheckClimb(Ladder old, Ladder now, Decision decision)
    {
        var rung = old.Rung;
        if (policy.Steps[rung].Kind != StepKind.StopSupply)
        {
            var isDone = decision.Effects.Any(effect => effect switch
            {
                TaskClosed { Done: true } task => task.TaskId == old.TaskId,
                LetterDelivered letter => letter.LetterId == old.TaskId,
                _ => false,
            });
            Must(isDone, "a step is left only when it was done");
            rung++;
        }

        for (; rung < now.Rung; rung++)
        {
            Must(policy.Steps[rung].Kind == StepKind.StopSupply, "no step is skipped");
        }
    }

    private void CheckSpacing(Ladder ladder)
    {
        var timing = policy.Steps[ladder.Rung].Timing;
        var earliest = timing.From switch
        {
            TimingFrom.Due => timing.Days < 0 ? Office.OnOrBefore(ladder.Anchor.AddDays(timing.Days)) : ladder.Anchor.AddDays(timing.Days),
            TimingFrom.Opening => ladder.BegunOn,
            TimingFrom.FinalDate => _case.LastDate!.Value.AddDays(timing.Days),
            _ => (ladder.PreviousOn ?? ladder.BegunOn).AddDays(timing.AfterBrokenPromise > 0 ? 1 : timing.Days),
        };
        Must(_today >= earliest, $"{policy.Steps[ladder.Rung].Name} is not taken before {earliest}");
        Must(ladder.PreviousOn is not { } previous || _today > previous || policy.Steps[ladder.Rung].Timing.Days == 0, "one step a day");
    }

    private void CheckBooksOfCase(Case before, Decision decision)
    {
        Must(_tasks.SetEquals(_case.Tasks.Select(task => task.Id)), "the case has the tasks that were opened and not closed");
        Must(_case.Tasks.Where(task => task.Kind != TaskKind.Dispute).GroupBy(task => task.Kind).All(kind => kind.Count() == 1), "one task of a kind");
        Must(_case.Letter?.Id == _letter, "the case has the letter that was intended and did not go");
        Must(_case.Number >= before.Number && _case.NextId >= before.NextId, "counts only grow");
        foreach (var ladder in _case.IsOpen ? _case.Ladders : [])
        {
            Must(
                ladder.State switch
                {
                    RungState.LetterOut => _letter == ladder.TaskId,
                    RungState.TaskOpen => _tasks.Contains(ladder.TaskId!),
                    RungState.NoContact => Has(TaskKind.FindContact),
                    RungState.NoNumber => Has(TaskKind.FindNumber),
                    RungState.Finished => ladder.Rung == policy.Steps.Length,
                    RungState.Cleared => _case.Ladders.Length > 1,
                    _ => ladder.TaskId is null,
                },
                $"a ladder that is {ladder.State} has what it waits for");
        }

    }

    private bool Has(TaskKind kind) => _case.Tasks.Any(task => task.Kind == kind);

    private void CheckRest()
    {
        Must(_case.WakeAt is null || _case.WakeAt > _now, "a case wakes in the future");
        if (!_case.IsOpen)
        {
            Must(_case.WakeAt is null && _case.Letter is null or { Attempted: true }, "a closed case rests");
            Must(_case.Tasks.All(task => task.Kind is TaskKind.Dispute or TaskKind.Allocate or TaskKind.MatchPayment or TaskKind.CheckLetter), "a closed case asks nobody to chase");
            return;
        }

        Must(Chased > Small, "a case is open only while there is something to chase");
        Must(_case.WakeAt is not null || _letter is not null || _case.Tasks.Any(Moves), "an open case has something that it waits for");
        Must(_case.Letter is not { Attempted: false } || (_case.Hold is null && _case.Pause.Kind == PauseKind.None), "no letter waits in a case that waits");
        Must(_case.Pause.Kind != PauseKind.Management || Has(TaskKind.BossCall) || Has(TaskKind.ManagementCall), "management has been asked");
        Must(_case.Pause.Kind != PauseKind.PlanWanted || Has(TaskKind.Plan), "the plan has been asked for");
        Must(_case.Hold is not null || _case.Pause.Kind != PauseKind.None || _case.Promise?.State is not (PromiseState.Live or PromiseState.Claimed),
            "a promise is waited for");
    }

    private static bool Moves(OpenTask task) => task.Kind is not (TaskKind.Dispute or TaskKind.Allocate or TaskKind.MatchPayment or TaskKind.StaleBank);

    private void CheckEveryLineSaysWhy(Decision decision)
    {
        foreach (var line in decision.Record)
        {
            Must(line.Why.Code != Because.None && line.Why.ToString().Length > 0 && line.At == _now, $"{line.Kind} says why");
        }
    }

    private static void Must(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new InvalidOperationException($"broken: {what}");
        }
    }
}
