using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.Core.Turns;

// The letters' part of a turn: intended, looked at again, attempted, sent; or withdrawn, refused, bounced, in doubt (R19–R23, R35).
internal ref partial struct Turn
{
    /// <summary>Minutes until a letter that the sender could not take is tried again.</summary>
    private const int RetryMinutes = 15;

    /// <summary>Seconds until a letter that was kept back in the last moment is looked at again: whatever changed the account is then decided.</summary>
    private const int LookAgainSeconds = 5;

    private void IntendLetter(int at, Step step, Why why)
    {
        if (!HasAddressee)
        {
            AwaitContact(at, new Why(Because.NoContact, Text: step.Name), NextOpening());
            return;
        }

        Emit(new LetterIntended(NewId('l'), step.Name, step.Template, NextOpening(), at), why);
    }

    /// <summary>Looks again at the moment of sending (R19): the letter goes only if it still may.</summary>
    public void Attempt(string letterId)
    {
        if (_case.Letter is not { } letter || letter.Id != letterId)
        {
            Ignore(Because.IgnoredLetter, letterId);
            return;
        }

        // Handed over already, too early, or paid since: in that case the turn's settling closes the case and withdraws the letter.
        var at = LadderOf(letterId);
        if (letter.Attempted || _now < letter.NotBefore || at < 0 || !_case.IsOpen || Chased <= Small)
        {
            return;
        }

        if (IsPaymentLikely)
        {
            WaitForLikelyPayment();
        }
        else if (IsBankSilent)
        {
            WaitForBank();
        }
        else
        {
            AttemptNow(letter, at);
        }
    }

    private void AttemptNow(PendingLetter letter, int at)
    {
        var step = _policy.Steps[_case.Ladders[at].Rung];
        if (!MayTakeToday(step) || _time < _policy.ContactHours.From)
        {
            PostponeLetter(letter, step);
            return;
        }

        if (!HasAddressee)
        {
            var why = new Why(Because.NoContact, Text: step.Name);
            WithdrawLetter(why);
            AwaitContact(at, why, NextOpening());
            return;
        }

        Emit(
            new LetterAttempted(letter.Id, IsFinal(at) ? _policy.FinalDate.For(_today, Office) : null, _today),
            new Why(Because.LetterAttempted, Amount: Chased, Text: letter.Step));
    }

    /// <summary>The sender is busy: no event of the customer's story, so the record keeps silent about it.</summary>
    public void Delay(LetterDelayed delay)
    {
        if (_case.Letter is not { Attempted: false } letter || letter.Id != delay.LetterId)
        {
            Ignore(Because.IgnoredLetter, delay.LetterId);
            return;
        }

        if (delay.Until > letter.NotBefore)
        {
            Emit(new LetterPostponed(letter.Id, delay.Until), new Why(Because.SenderBusy, Text: letter.Step));
        }
    }

    private void PostponeLetter(PendingLetter letter, Step step)
    {
        var isLaterToday = _time < _policy.ContactHours.From && MayTakeToday(step);
        var day = isLaterToday ? _today : NextDay(step, _today);
        Emit(
            new LetterPostponed(letter.Id, Opening(day)),
            new Why(_case.LastLetterOn == _today ? Because.OneLetterADay : Because.OutsideHours, day));
    }

    /// <summary>The sender took the letter: the step happened on the day on which it was handed over.</summary>
    /// <param name="letterId">The letter.</param>
    /// <param name="takenAt">When it was taken; null for now.</param>
    public void MarkSent(string letterId, DateTimeOffset? takenAt = null)
    {
        if (_case.Letter is not { } letter || letter.Id != letterId)
        {
            Ignore(Because.IgnoredLetter, letterId);
            return;
        }

        var on = letter.AttemptedOn ?? _today;
        var why = new Why(Because.LetterSent, Text: letter.Step);
        Emit(new LetterDelivered(letterId, takenAt ?? _now, on), why);
        WithdrawAll(TaskKind.CheckLetter, why);
        if (LadderOf(letterId) is >= 0 and var at)
        {
            Advance(at, on, why, letterId, IsFinal(at) ? _policy.FinalDate.For(on, Office) : null);
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

        var why = new Why(failure.Permanent ? Because.LetterRefused : Because.LetterFailed, Text: failure.Why);
        var at = LadderOf(letter.Id);
        Emit(new LetterNotTaken(letter.Id, failure.Permanent), why);
        WithdrawAll(TaskKind.CheckLetter, why);
        if (failure.Permanent)
        {
            GiveUp(letter, at, failure.Email ?? _account.ContactFor()?.Email ?? "", why);
        }
        else
        {
            TryAgain(letter, _now.AddMinutes(RetryMinutes), why);
        }
    }

    /// <summary>It was certainly not handed over, since the account, the hour or the bank was no longer as it had been at the look before (R19, R20, R23).</summary>
    public void HoldBack(string letterId)
    {
        if (_case.Letter is not { Attempted: true } letter || letter.Id != letterId)
        {
            Ignore(Because.IgnoredLetter, letterId);
            return;
        }

        var why = new Why(Because.LetterHeldBack, Text: letter.Step);
        Emit(new LetterNotTaken(letter.Id, IsGivenUp: false), why);
        TryAgain(letter, _now.AddSeconds(LookAgainSeconds), why);
    }

    private void GiveUp(PendingLetter letter, int at, string email, Why why)
    {
        _bouncedEmail = email;
        Emit(new LetterCameBack(letter.Id, email), why);
        if (at >= 0 && _case.IsOpen && !HasAddressee)
        {
            AwaitContact(at, why, NextOpening());
        }
    }

    // What happened while it was out may have stopped it: then it goes back to its step.
    private void TryAgain(PendingLetter letter, DateTimeOffset again, Why why)
    {
        if (!_case.IsOpen || _case.Hold is not null || _case.Pause.Kind != PauseKind.None || LadderOf(letter.Id) < 0)
        {
            WithdrawLetter(why);
            return;
        }

        Emit(new LetterPostponed(letter.Id, again), why);
    }

    /// <summary>Nobody can tell whether it went: never sent again by itself; a person looks.</summary>
    public void MarkInDoubt(string letterId)
    {
        if (_case.Letter is not { Attempted: true } letter || letter.Id != letterId || HasTask(TaskKind.CheckLetter))
        {
            Ignore(Because.IgnoredLetter, letterId);
            return;
        }

        var why = new Why(Because.LetterInDoubt, Text: letter.Step);
        Emit(new LetterInDoubt(letterId), why);
        Open(TaskKind.CheckLetter, Role.Clerk, letter.Step, "check-letter", NextOpening(), why);
    }

    private void SettleDoubt(bool wasSent)
    {
        if (_case.Letter is not { Attempted: true } letter)
        {
            return;
        }

        if (wasSent)
        {
            MarkSent(letter.Id);
            return;
        }

        Emit(new LetterWithdrawn(letter.Id), new Why(Because.LetterBackToPlan, Text: letter.Step));
    }

    /// <summary>It came back: not a contact, so its step isn't counted; it is sent again once the address is right (R35).</summary>
    public void Bounce(LetterBounced bounce)
    {
        if (_case.Letter is { Attempted: true } letter && letter.Id == bounce.LetterId)
        {
            // What came back was sent, whether or not the sender's own word of it is here yet.
            MarkSent(letter.Id);
        }

        var why = bounce.Said is { } said
            ? new Why(Because.LetterNotDelivered, Text: $"{bounce.Email}, {said}")
            : new Why(Because.LetterBounced, Text: bounce.Email);
        _bouncedEmail = bounce.Email;
        Emit(new LetterCameBack(bounce.LetterId, bounce.Email), why);
        if (!_case.IsOpen)
        {
            return;
        }

        var at = LadderBehind(bounce.LetterId);
        if (at >= 0)
        {
            StepBack(at, RungOf(bounce.Step), why);
        }
        else if (!HasAddressee && !HasTask(TaskKind.FindContact))
        {
            // An old letter: its step is long past, but letters to come would bounce as well.
            Open(TaskKind.FindContact, Role.Clerk, "find-contact", "find-contact", NextOpening(), why);
        }
    }

    // The ladder that came to its present step by a letter, unless the next letter is on its way already; -1 if none.
    private readonly int LadderBehind(string letterId)
    {
        for (var i = 0; i < _case.Ladders.Length; i++)
        {
            if (_case.Ladders[i].LetterId == letterId && !(_case.Letter is { Attempted: true } next && next.Id == _case.Ladders[i].TaskId))
            {
                return i;
            }
        }

        return -1;
    }

    private void StepBack(int at, int rung, Why why)
    {
        if (_case.Ladders[at].TaskId is { } id)
        {
            WithdrawOf(id, why);
        }

        var sentOn = _case.Ladders[at].PreviousOn;
        var lastDate = rung == _policy.FinalLetterStep ? null : _case.LastDate;
        Emit(new StepTakenBack(at, rung, DayFor(_policy.Steps[rung], _today), lastDate), why);
        if (!HasAddressee && _case.Ladders[at].State == RungState.Planned)
        {
            // The office day after the letter, at which the call was due anyhow.
            var due = Opening(Office.After(sentOn ?? _today));
            AwaitContact(at, why, due > _now ? due : NextOpening());
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

    private void AwaitContact(int at, Why why, DateTimeOffset due)
    {
        Emit(new StepAwaits(at, RungState.NoContact), why);
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
            Emit(new LetterWithdrawn(letter.Id), why);
        }
    }

    /// <summary>The books changed: they report payments too, and a ladder that waited for a contact or a number may go on.</summary>
    public void ReadLedger()
    {
        _moneyCame = true;
        LookForContacts();
    }

    private void LookForContacts()
    {
        for (var i = 0; i < _case.Ladders.Length; i++)
        {
            var ladder = _case.Ladders[i];
            if ((ladder.State == RungState.NoContact && HasAddressee) || (ladder.State == RungState.NoNumber && HasNumber))
            {
                var step = _policy.Steps[ladder.Rung];
                var isLetter = ladder.State == RungState.NoContact;
                var why = new Why(isLetter ? Because.ContactFound : Because.NumberFound, Text: step.Name);
                Emit(new StepResumed(i, Later(ladder.NextOn, DayFor(step, _today))), why);
                WithdrawAll(isLetter ? TaskKind.FindContact : TaskKind.FindNumber, why);
            }
        }
    }

    private readonly bool IsFinal(int at) => _case.Ladders[at].Rung == _policy.FinalLetterStep;
}
