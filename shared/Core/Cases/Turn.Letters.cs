using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.Core.Cases;

// The letters' part of a turn: intended, looked at again, attempted, sent; or withdrawn, refused, bounced, in doubt (R19–R23, R35).
internal ref partial struct Turn
{
    private void IntendLetter(Ladder ladder, Step step, Why why)
    {
        if (_facts.Account.ContactFor() is not { TakesLetters: true })
        {
            AwaitContact(ladder, new Why(Because.NoContact, Text: step.Name), NextOpening());
            return;
        }

        var id = NewId('l');
        var notBefore = _time < _policy.ContactHours.From ? Opening(_today) : _now;
        _case.Letter = new PendingLetter(id, step.Name, Attempted: false, notBefore);
        Replace(ladder, ladder with { State = RungState.LetterOut, TaskId = id });
        Do(new LetterIntended(id, step.Name, step.Template, notBefore));
        Record(RecordKind.LetterIntended, why, id);
    }

    /// <summary>Looks again at the moment of sending (R19): the letter goes only if it still may.</summary>
    public void Attempt(string letterId)
    {
        if (_case.Letter is not { } letter || letter.Id != letterId)
        {
            Ignore(Because.IgnoredLetter, letterId);
            return;
        }

        // Handed over already, or paid since: then the turn's settling closes the case and withdraws the letter.
        if (letter.Attempted || _now < letter.NotBefore || !_case.IsOpen || Chased <= Small || LadderOf(letterId) is not { } ladder)
        {
            return;
        }

        var step = _policy.Steps[ladder.Rung];
        if (_facts.BankSilentSince is { } since)
        {
            WithdrawLetter(new Why(Because.BankSilent, since));
            return;
        }

        if (!MayTakeToday(step) || _time < _policy.ContactHours.From)
        {
            PostponeLetter(letter, step);
            return;
        }

        if (_facts.Account.ContactFor() is not { TakesLetters: true })
        {
            var why = new Why(Because.NoContact, Text: step.Name);
            WithdrawLetter(why);
            AwaitContact(_case.Ladders[0].Rung == ladder.Rung ? _case.Ladders[0] : ladder, why, NextOpening());
            return;
        }

        _case.Letter = letter with { Attempted = true };
        _case.LastLetterOn = _today;
        Do(new LetterAttempted(letterId, IsFinal(step) ? _policy.FinalDate.For(_today, Office) : null));
        Record(RecordKind.LetterAttempted, new Why(Because.LetterAttempted, Amount: Chased, Text: letter.Step), letterId);
    }

    private void PostponeLetter(PendingLetter letter, Step step)
    {
        var day = _time < _policy.ContactHours.From && DayFor(step, _today) == _today && _case.LastLetterOn != _today ? _today : NextDay(step, _today);
        _case.Letter = letter with { NotBefore = Opening(day) };
        Do(new LetterPostponed(letter.Id, Opening(day)));
        Record(RecordKind.LetterPostponed, new Why(Because.OutsideHours, day), letter.Id);
    }

    /// <summary>The sender took the letter: the step has happened, today.</summary>
    public void MarkSent(string letterId)
    {
        if (_case.Letter is not { } letter || letter.Id != letterId)
        {
            Ignore(Because.IgnoredLetter, letterId);
            return;
        }

        _case.Letter = null;
        _case.LastLetterOn = _today;
        Do(new LetterDelivered(letterId));
        Record(RecordKind.LetterSent, new Why(Because.LetterSent, Text: letter.Step), letterId);
        if (LadderOf(letterId) is { } ladder)
        {
            if (IsFinal(_policy.Steps[ladder.Rung]))
            {
                _case.LastDate = _policy.FinalDate.For(_today, Office);
            }

            Advance(ladder, _today);
        }
    }

    /// <summary>The sender refused it: tried again later, or, if the address is wrong, somebody finds the right one.</summary>
    public void MarkFailed(LetterFailed failure)
    {
        if (_case.Letter is not { Attempted: true } letter || letter.Id != failure.LetterId)
        {
            Ignore(Because.IgnoredLetter, failure.LetterId);
            return;
        }

        _case.LastLetterOn = _before.LastLetterOn == _today ? null : _before.LastLetterOn;
        if (!failure.Permanent)
        {
            var again = _now.AddMinutes(RetryMinutes);
            _case.Letter = letter with { Attempted = false, NotBefore = again };
            Do(new LetterPostponed(letter.Id, again));
            Record(RecordKind.LetterFailed, new Why(Because.LetterFailed, Text: failure.Why), letter.Id);
            return;
        }

        var why = new Why(Because.LetterRefused, Text: failure.Why);
        var ladder = LadderOf(letter.Id);
        _case.Letter = null;
        Do(new LetterCameBack(letter.Id, _facts.Account.ContactFor()?.Email ?? ""));
        Record(RecordKind.LetterFailed, why, letter.Id);
        if (ladder is not null)
        {
            AwaitContact(ladder, why, NextOpening());
        }
    }

    /// <summary>Nobody can tell whether it went: never sent again by itself; a person looks.</summary>
    public void MarkInDoubt(string letterId)
    {
        if (_case.Letter is not { Attempted: true } letter || letter.Id != letterId)
        {
            Ignore(Because.IgnoredLetter, letterId);
            return;
        }

        if (!HasTask(TaskKind.CheckLetter))
        {
            Do(new LetterInDoubt(letterId));
            Open(TaskKind.CheckLetter, Role.Clerk, letter.Step, "check-letter", _now, new Why(Because.LetterInDoubt, Text: letter.Step));
        }
    }

    private void SettleDoubt(bool sent)
    {
        if (_case.Letter is not { Attempted: true } letter)
        {
            return;
        }

        if (sent)
        {
            MarkSent(letter.Id);
            return;
        }

        _case.Letter = letter with { Attempted = false };
        WithdrawLetter(new Why(Because.LetterBackToPlan, Text: letter.Step));
    }

    /// <summary>It came back: not a contact, so its step isn't counted; it is sent again once the address is right (R35).</summary>
    public void Bounce(LetterBounced bounce)
    {
        var why = new Why(Because.LetterBounced, Text: bounce.Email);
        Do(new LetterCameBack(bounce.LetterId, bounce.Email));
        Record(RecordKind.LetterBounced, why, bounce.LetterId);
        if (!_case.IsOpen || _case.Ladders.IsEmpty)
        {
            return;
        }

        var main = _case.Ladders[0];
        var rung = RungOf(bounce.Step);
        if (rung >= 0 && rung < main.Rung)
        {
            WithdrawContacts(why);
            main = _case.Ladders[0];
            var back = main with { Rung = rung, TaskId = null };
            Replace(main, back);
            AwaitContact(back, why, Opening(Office.After(_today)));
        }
    }

    private readonly int RungOf(string step)
    {
        for (var i = 0; i < _policy.Steps.Length; i++)
        {
            if (_policy.Steps[i].Name == step)
            {
                return i;
            }
        }

        return -1;
    }

    private void AwaitContact(Ladder ladder, Why why, DateTimeOffset due)
    {
        Replace(ladder, ladder with { State = RungState.NoContact, TaskId = null });
        if (!HasTask(TaskKind.FindContact))
        {
            Open(TaskKind.FindContact, Role.Clerk, "find-contact", "find-contact", due, why);
        }
    }

    // A letter that was handed to the sender can't be taken back; it is then only waited for.
    private void WithdrawLetter(Why why)
    {
        if (_case.Letter is { Attempted: false } letter)
        {
            _case.Letter = null;
            BackToPlan(letter.Id);
            Do(new LetterWithdrawn(letter.Id));
            Record(RecordKind.LetterWithdrawn, why, letter.Id);
        }
    }

    /// <summary>Contacts changed: a ladder that waited for somebody to write to, or for a number, goes on.</summary>
    public void LookForContacts()
    {
        var contact = _facts.Account.ContactFor();
        for (var i = 0; i < _case.Ladders.Length; i++)
        {
            var ladder = _case.Ladders[i];
            var found = ladder.State switch
            {
                RungState.NoContact => contact is { TakesLetters: true },
                RungState.NoNumber => contact is { Phone.Length: > 0 } && !HasTask(TaskKind.FindNumber),
                _ => false,
            };
            if (found && ladder.Rung < _policy.Steps.Length)
            {
                var step = _policy.Steps[ladder.Rung];
                var why = new Why(ladder.State == RungState.NoContact ? Because.ContactFound : Because.NumberFound, Text: step.Name);
                Replace(ladder, ladder with { State = RungState.Planned, NextOn = Later(ladder.NextOn, DayFor(step, _today)) });
                Record(RecordKind.Resumed, why);
                WithdrawAll(ladder.State == RungState.NoContact ? TaskKind.FindContact : TaskKind.FindNumber, why);
            }
        }
    }

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

    private readonly bool IsFinal(Step step)
    {
        // The final letter is the one that the timeline's later steps count their date from.
        foreach (var later in _policy.Steps)
        {
            if (later.Timing.From == TimingFrom.FinalDate)
            {
                return step.Kind == StepKind.Letter && RungOf(step.Name) == LastLetterBefore(later);
            }
        }

        return false;
    }

    private readonly int LastLetterBefore(Step step)
    {
        var last = -1;
        for (var i = 0; i < _policy.Steps.Length && _policy.Steps[i] != step; i++)
        {
            if (_policy.Steps[i].Kind == StepKind.Letter)
            {
                last = i;
            }
        }

        return last;
    }

    /// <summary>Minutes until a letter that the sender could not take is tried again.</summary>
    private const int RetryMinutes = 15;
}
