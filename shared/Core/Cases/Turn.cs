using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.Core.Cases;

/// <summary>One turn of the decider: a copy of the case that it works on, and what it has decided so far.</summary>
/// <remarks>
/// It lives on the stack and for one call. This file holds what all parts share and the settling at the turn's end; the other parts are named
/// for what they handle: Scan, Steps, Letters, Calls, Money, Requests.
/// </remarks>
internal ref partial struct Turn
{
    private static readonly Effect[] NoEffects = [];
    private static readonly RecordLine[] NoLines = [];

    private readonly Case _before;
    private readonly Case _case;
    private readonly Actor _by;
    private readonly Facts _facts;
    private readonly Policy _policy;
    private readonly DateTimeOffset _now;
    private readonly DateOnly _today;
    private readonly TimeOnly _time;
    private List<Effect>? _effects;
    private List<RecordLine>? _lines;
    private ScanVerdict _verdict;
    private Why _verdictWhy;
    private Why? _refusal;
    private bool _moneyCame;

    public Turn(Case before, Actor by, in Facts facts, Policy policy, DateTimeOffset now)
    {
        _before = before;
        _case = before.Copy();
        _by = by;
        _facts = facts;
        _policy = policy;
        _now = now;
        var local = LocalClock.ToLocal(now, facts.Account.Place.TimeZone).DateTime;
        _today = DateOnly.FromDateTime(local);
        _time = TimeOnly.FromDateTime(local);
        if (_case.Owing.Currency is null)
        {
            _case.Owing = Money.Zero(facts.Position.Currency);
        }
    }

    private readonly Position Position => _facts.Position;

    private readonly WorkCalendar Office => _facts.Account.Place.Region.Office;

    private readonly WorkCalendar Banking => _facts.Account.Place.Region.Banking;

    private readonly Money Small => new((long)(_policy.SmallBalance * Position.Currency.Scale), Position.Currency);

    /// <summary>True while the case, opened ahead of a due date, has not reached it (R10).</summary>
    private readonly bool IsAhead => _case.IsOpen && _case.Ladders is [{ Returned: null } main, ..] && _today <= main.Anchor;

    /// <summary>What this case chases at the moment.</summary>
    private readonly Money Chased => IsAhead ? Position.Owing + Position.Upcoming : Position.Owing;

    /// <summary>Ends the turn: settles the case, unless a person was refused.</summary>
    public Decision Finish()
    {
        if (_refusal is { } refusal)
        {
            return new Decision(_before, NoEffects, NoLines, Refusal: refusal);
        }

        Settle();
        var same = _effects is null && _lines is null && _case.WakeAt == _before.WakeAt && _case.Owing == _before.Owing
            && _case.Pause == _before.Pause && _case.Ladders == _before.Ladders;
        return new Decision(
            same ? _before : _case, (IReadOnlyList<Effect>?)_effects ?? NoEffects, (IReadOnlyList<RecordLine>?)_lines ?? NoLines, _verdict, _verdictWhy);
    }

    // Whatever happened, a turn ends the same way: close what is paid, end what has run out, take the step that is due, say when to look again.
    private void Settle()
    {
        _case.Owing = Position.Owing;
        if (_case.IsOpen && Chased <= Small)
        {
            CloseAsSettled();
        }

        ReleaseSupplyIfClear();
        if (!_case.IsOpen)
        {
            _case.WakeAt = null;
            return;
        }

        DropClearedLadders();
        FollowNextDue();
        EndHoldIfOver();
        if (_case.Hold is null)
        {
            EndPauseIfOver();
            TakeDueSteps();
        }

        _case.WakeAt = NextWake();
    }

    // The invoice that the case was opened ahead of is settled, and another falls due soon: the timeline counts from that one now (R10).
    private void FollowNextDue()
    {
        if (IsAhead && Position.Owing <= Small && Position.NextDue is { } next && next > _case.Ladders[0].Anchor)
        {
            var main = _case.Ladders[0];
            var moved = main with { Anchor = next };
            Replace(main, main.State == RungState.Planned ? Plan(moved) : moved);
        }
    }

    private readonly DateTimeOffset? NextWake()
    {
        if (_case.Hold is { } hold)
        {
            return Opening(hold.Until);
        }

        if (_case.Pause.Kind != PauseKind.None)
        {
            return _case.Pause.Kind == PauseKind.StaleBank || (_facts.BankSilentSince is not null && _case.Pause.Until is not null)
                ? Opening(Office.After(_today))
                : _case.Pause.Until is { } until ? Opening(until) : null;
        }

        if (IsContactUnderWay())
        {
            return null;
        }

        DateTimeOffset? wake = null;
        foreach (var ladder in _case.Ladders)
        {
            if (ladder.State == RungState.Planned)
            {
                var moment = Moment(ladder.NextOn, _policy.Steps[ladder.Rung]);
                wake = wake is { } earlier && earlier < moment ? earlier : moment;
            }
        }

        return wake;
    }

    private void CloseAsSettled()
    {
        var rest = Chased;
        if (Position.IsCoveredByCredit)
        {
            var why = new Why(Because.CoveredAtClose, Amount: Position.GrossOwing, Of: Position.UnappliedCredit);
            Close(CloseReason.CoveredByCredit, why);
            OpenAllocateTask(why);
        }
        else if (rest.IsPositive)
        {
            Do(new SmallBalanceNoted(rest));
            Close(CloseReason.Paid, new Why(Because.PaidButSmall, Amount: rest));
        }
        else if (Position.DisputedOwing > Small && _by != Actor.Ledger && !_moneyCame)
        {
            Close(CloseReason.NothingOwing, new Why(Because.DisputedAtClose, Amount: Position.DisputedOwing));
        }
        else
        {
            Close(CloseReason.Paid, new Why(Because.PaidInFull));
        }
    }

    private void Close(CloseReason reason, Why why)
    {
        var withdrawn = new Why(Because.CaseClosedWithdraws);
        WithdrawLetter(withdrawn);
        foreach (var task in _case.Tasks)
        {
            // A dispute, a credit to allocate and a letter in doubt outlive the case.
            if (task.Kind is not (TaskKind.Dispute or TaskKind.Allocate or TaskKind.CheckLetter))
            {
                Withdraw(task, withdrawn);
            }
        }

        if (_case.Promise is { State: PromiseState.Live or PromiseState.Claimed } promise && reason == CloseReason.Paid)
        {
            KeepPromise(promise);
        }

        (_case.IsOpen, _case.CloseReason, _case.ClosedOn) = (false, reason, _today);
        (_case.Pause, _case.Hold) = (default, null);
        Record(RecordKind.Closed, why);
    }

    private void EndHoldIfOver()
    {
        if (_case.Hold is { } hold && _today >= hold.Until)
        {
            _case.Hold = null;
            Record(RecordKind.HoldEnded, new Why(Because.HoldOver, Day: hold.Until), hold.Id);
        }
    }

    private void EndPauseIfOver()
    {
        var silent = _facts.BankSilentSince is not null;
        switch (_case.Pause)
        {
            // While the bank is silent nobody can say whether money came: nothing is asked, nothing is called broken (R20).
            case { Kind: PauseKind.Promise or PauseKind.PaidClaim } when silent:
                break;
            case { Kind: PauseKind.Promise, Until: { } day } when _now >= Opening(day):
                WatchPromise(day);
                break;
            case { Kind: PauseKind.PaidClaim, Until: { } day } when _now >= Opening(day):
                DoubtClaim(day);
                break;
            case { Kind: PauseKind.PartPayment, Until: { } day } when _now >= Opening(day):
                Resume(new Why(Because.SuspensionOver, Day: day));
                break;
            case { Kind: PauseKind.StaleBank } when !silent:
                Resume(new Why(Because.BankSpeaks));
                break;
        }
    }

    private void Suspend(PauseKind kind, DateOnly? until, Why why, Why withdraw)
    {
        WithdrawContacts(withdraw);
        _case.Pause = new Pause(kind, until);
        Record(RecordKind.Suspended, why);
    }

    private void Resume(Why why)
    {
        _case.Pause = default;
        Record(RecordKind.Resumed, why);
    }

    // What is on its way to the customer stops; the ladder stays on its rung.
    private void WithdrawContacts(Why why)
    {
        WithdrawLetter(why);
        foreach (var task in _case.Tasks)
        {
            if (task.Kind == TaskKind.Call)
            {
                Withdraw(task, why);
            }
        }
    }

    private readonly bool IsContactUnderWay()
    {
        if (_case.Letter is not null)
        {
            return true;
        }

        foreach (var task in _case.Tasks)
        {
            if (task.Kind is TaskKind.Call or TaskKind.ManagementCall or TaskKind.Agency)
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool HasTask(TaskKind kind)
    {
        foreach (var task in _case.Tasks)
        {
            if (task.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    private readonly OpenTask? FindTask(string id)
    {
        foreach (var task in _case.Tasks)
        {
            if (task.Id == id)
            {
                return task;
            }
        }

        return null;
    }

    private string Open(TaskKind kind, Role role, string step, string script, DateTimeOffset due, Why why)
    {
        var id = NewId('t');
        _case.Tasks = _case.Tasks.Add(new OpenTask(id, kind, step, due));
        Do(new TaskOpened(id, kind, role, step, script, due, why, Position.Owing, _case.FailedCalls));
        Record(RecordKind.TaskOpened, why, id);
        return id;
    }

    private void Withdraw(OpenTask task, Why why)
    {
        _case.Tasks = _case.Tasks.Remove(task);
        BackToPlan(task.Id);
        Do(new TaskClosed(task.Id, Done: false, Outcome: null));
        Record(RecordKind.TaskWithdrawn, why, task.Id);
    }

    // A day's contacts begin at the opening of the debtor's office hours. In a gap of the clocks that is the first valid moment after it.
    private readonly DateTimeOffset Opening(DateOnly day) => At(day, _policy.ContactHours.From);

    private readonly DateTimeOffset At(DateOnly day, TimeOnly time) =>
        LocalClock.ToInstant(day, time, _facts.Account.Place.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier);

    private string NewId(char kind) => Ids.Of(kind, _case.NextId++, _case.Account);

    private void Do(Effect effect) => (_effects ??= new List<Effect>(2)).Add(effect);

    private void Record(RecordKind kind, Why why, string? reference = null) =>
        (_lines ??= new List<RecordLine>(2)).Add(new RecordLine(_now, _by.Name, kind, why, reference));

    private void Ignore(Because code, string? text = null) => Record(RecordKind.Ignored, new Why(code, Text: text), text);

    private void Refuse(Why why) => _refusal = why;
}
