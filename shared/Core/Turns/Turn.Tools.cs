using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Turns;

// What all parts of a turn share: amounts, tasks, moments, and how an event is emitted.
internal ref partial struct Turn
{
    private readonly WorkCalendar Office => _account.Place.Region.Office;

    private readonly WorkCalendar Banking => _account.Place.Region.Banking;

    private readonly bool IsPaymentLikely => !_case.Suspected.IsEmpty;

    private readonly Money Small => new((long)(_policy.SmallBalance * _position.Currency.Scale), _position.Currency);

    // What this case is about, before credits, and what of that is disputed. Ahead of its due date it is what falls due by then (R10).
    private readonly (Money Chased, Money Disputed) Chaseable =>
        _case.IsAhead(_today) ? _position.DueBy(_case.Ladders[0].Anchor) : (_position.GrossOwing, _position.DisputedOwing);

    /// <summary>What this case chases at the moment.</summary>
    private readonly Money Chased
    {
        get
        {
            var gross = Chaseable.Chased;
            return gross > _position.UnappliedCredit ? gross - _position.UnappliedCredit : Money.Zero(_position.Currency);
        }
    }

    // Whoever a letter may go to (R22); an address that bounced in this very turn is not known to the account yet.
    private readonly bool HasAddressee => _account.ContactFor() is { TakesLetters: true } contact && contact.Email != _bouncedEmail;

    private readonly bool HasNumber => _account.ContactFor() is { Phone.Length: > 0 } contact && contact.Phone != _case.WrongNumber;

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

    private void Open(TaskKind kind, Role role, string step, string script, DateTimeOffset due, Why why, int ladder = -1)
    {
        var owing = kind switch
        {
            TaskKind.Allocate => _position.GrossOwing,
            TaskKind.Agency => OwingThrough(RungOf(step)),
            _ => Chased,
        };
        Emit(new TaskOpened(NewId('t'), kind, role, step, script, due, why, owing, _case.FailedCalls, ladder), why);
    }

    private void Withdraw(OpenTask task, Why why) => Emit(new TaskClosed(task.Id, Done: false, Outcome: null), why);

    private void WithdrawAll(TaskKind kind, Why why)
    {
        foreach (var task in _case.Tasks)
        {
            if (task.Kind == kind)
            {
                Withdraw(task, why);
            }
        }
    }

    // What is on its way to the customer stops; the ladder stays on its rung.
    private void WithdrawContacts(Why why)
    {
        WithdrawLetter(why);
        WithdrawAll(TaskKind.Call, why);
    }

    // One thing at a time: while a letter is out, or somebody has a call to make, no step is taken.
    private readonly bool IsContactUnderWay() =>
        _case.Letter is not null || HasTask(TaskKind.Call) || HasTask(TaskKind.ManagementCall) || HasTask(TaskKind.Agency);

    // A day's contacts begin at the opening of the debtor's office hours. In a gap of the clocks that is the first valid moment after it.
    private readonly DateTimeOffset Opening(DateOnly day) => At(day, _policy.ContactHours.From);

    private readonly DateTimeOffset At(DateOnly day, TimeOnly time) =>
        LocalClock.ToInstant(day, time, _account.Place.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier);

    // The next moment at which somebody could be contacted, for tasks that belong to no step.
    private readonly DateTimeOffset NextOpening() =>
        !Office.IsOpen(_today) || _time >= _policy.ContactHours.To ? Opening(Office.After(_today))
        : _time >= _policy.ContactHours.From ? _now
        : Opening(_today);

    // The id of what the next event begins; that event counts it.
    private readonly string NewId(char kind) => Ids.Of(kind, _case.NextId, _case.Account);

    private void Emit(CaseEvent happened, in Why why)
    {
        if (ReferenceEquals(_case, _before))
        {
            _case = _before.Copy();
        }

        _events.Add(new Reasoned(happened, why));
        _case.Apply(happened);
    }

    private void Ignore(Because code, string? text = null) => Emit(new HappeningIgnored(text), new Why(code, Text: text));

    private void Refuse(Why why) => _refusal = why;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
