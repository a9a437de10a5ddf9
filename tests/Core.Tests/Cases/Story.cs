using System.Globalization;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Tests.Calendars;
using Collections.Core.Turns;

namespace Collections.Core.Tests.Cases;

/// <summary>
/// The words of the decider's tests: given an account, its invoices and what has happened so far; when something happens; then this, and
/// nothing else, comes out of it.
/// </summary>
internal sealed class Story(Policy policy)
{
    private static readonly Actor Clerk = new("Cleo");
    private static readonly Actor Manager = new("Mara", IsManager: true);
    private static readonly Actor Bank = new("bank");

    private Decision _last;
    private Actor _person = Clerk;

    public Books Books { get; } = new();

    public Case Case { get; private set; } = Case.New("A");

    public DateTimeOffset Now { get; private set; }

    /// <summary>The day since which the bank is silent, or null.</summary>
    public DateOnly? SilentSince { get; set; }

    /// <summary>Up to when the bank is known; null where no feed has ever delivered.</summary>
    public DateTimeOffset? KnownTo { get; set; }

    /// <summary>When the ledger was last loaded, or null.</summary>
    public DateTimeOffset? BooksAt { get; set; }

    public decimal ShareOfLedger { get; set; }

    public DateOnly Today => LocalClock.DateAt(Now, Dates.Sydney);

    private Facts Facts => new(Books.Account, Books.On(Today, policy), ShareOfLedger, SilentSince, KnownTo, BooksAt);

    public static DateTimeOffset Moment(string text)
    {
        var local = DateTime.ParseExact(text, "ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return LocalClock.ToInstant(
            DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), Dates.Sydney, GapRule.EndOfGap, OverlapRule.Earlier);
    }

    // Given

    /// <summary>What the first examples of <c>acc-monthly</c> begin with: June's $1,200, and the scan of Tue 3 Aug 2021 that opened the case.</summary>
    public static Story OfAugust() =>
        new Story(TestPolicies.AccMonthly).Owes("J1", "2021-06-10", "2021-07-31", 1200).At("Tue 2021-08-03 06:00").Scans();

    /// <summary>What the examples of <c>three-calls</c> begin with: $1,000 due on Sat 31 Jul 2021, and the scan of the day after.</summary>
    public static Story OfThreeCalls() =>
        new Story(TestPolicies.ThreeCalls).Owes("I1", "2021-07-01", "2021-07-31", 1000).At("Sun 2021-08-01 06:00").Scans();

    public Story Owes(string number, string issued, string due, decimal amount)
    {
        Books.Add(number, Dates.Day(issued), Dates.Day(due), amount);
        return this;
    }

    public Story HasUnappliedCredit(decimal amount)
    {
        Books.Unapplied = Books.Aud(amount);
        return this;
    }

    public Story IsLarge()
    {
        ShareOfLedger = 0.05m;
        return this;
    }

    public Story HasContact(string? email, string? phone)
    {
        Books.SetContact(email, phone);
        return this;
    }

    public Story BankIsSilentSince(string? day)
    {
        SilentSince = day is null ? null : Dates.Day(day);
        return this;
    }

    /// <summary>The bank is complete up to a moment, and tells no more for now: <c>Tue 2023-05-16 06:00</c>.</summary>
    public Story BankIsKnownTo(string moment)
    {
        KnownTo = Moment(moment);
        return this;
    }

    /// <summary>No feed has ever delivered; the ledger was last loaded at a moment, or nobody knows when.</summary>
    public Story HasNoFeed(string? booksAt)
    {
        (KnownTo, BooksAt) = (null, booksAt is null ? null : Moment(booksAt));
        return this;
    }

    /// <summary>The local time from now on: <c>Tue 2021-08-03 09:00</c>; the weekday guards against a slip in the test itself.</summary>
    public Story At(string moment)
    {
        Now = Moment(moment);
        return this;
    }

    public Story ByManager()
    {
        _person = Manager;
        return this;
    }

    // When

    public Story When(Happening happening)
    {
        _last = Decider.Decide(Case, happening, Facts, policy, Now);
        Case = _last.Case;
        Books.Follow(_last.Effects);
        return this;
    }

    public Story Scans() => When(new Scanned(Today));

    public Story Wakes() => When(new Woke());

    /// <summary>Time goes on to the moment at which the case wants to wake, and it wakes.</summary>
    public Story WakesByItself()
    {
        Now = Case.WakeAt ?? throw new InvalidOperationException("the case doesn't wake by itself");
        return Wakes();
    }

    public Story LetterIsReady() => When(new LetterReady(Case.Letter!.Id));

    public Story LetterIsSent() => When(new LetterSent(Case.Letter!.Id));

    /// <summary>The letter on its way is looked at, handed over and taken by the sender, at its time.</summary>
    public Story LetterGoes()
    {
        Now = Case.Letter!.NotBefore > Now ? Case.Letter.NotBefore : Now;
        return LetterIsReady().LetterIsSent();
    }

    public Story LetterFails(bool permanently) => When(new LetterFailed(Case.Letter!.Id, permanently, "550 no such user"));

    public Story Bounces(string letter, string step, string? said = null) => When(new LetterBounced(letter + "-A", step, "ann@able.example", said));

    public Story Pays(decimal amount, string invoice)
    {
        Books.Allocate(invoice, Books.Aud(amount));
        return When(new PaymentReceived(Bank, "b1", Books.Aud(amount)));
    }

    public Story PaymentIsReversed(decimal amount, string invoice)
    {
        Books.Allocate(invoice, Books.Aud(-amount));
        return When(new PaymentReversed(Bank, "b1", Books.Aud(amount)));
    }

    /// <summary>A payment came that is probably theirs (R20).</summary>
    public Story Suspects(string payment, decimal amount, string why = "J1 is named") =>
        When(new PaymentSuspected(Bank, payment, Books.Aud(amount), why));

    public Story LooksAt(string payment) => When(new PaymentLookedAt(_person, payment));

    public Story Answers(string task, Outcome outcome) => When(new TaskCompleted(_person, task + "-A", outcome));

    public Story Answers(string task, OutcomeKind outcome) => Answers(task, new Outcome(outcome));

    public Story Promises(string task, string day, decimal? amount = null) =>
        Answers(task, new Outcome(OutcomeKind.ReachedPromise, PromiseDate: Dates.Day(day), PromiseAmount: amount is { } a ? Books.Aud(a) : null));

    public Story PromisesByMail(string day, decimal? amount = null) =>
        When(new PromiseGiven(_person, Dates.Day(day), amount is { } a ? Books.Aud(a) : null));

    public Story Disputes(string invoice, decimal amount) =>
        When(new DisputeRaised(_person, new DisputeDetails(invoice, Books.Aud(amount), DisputeKind.Pricing)));

    public Story DisputeEnds(string dispute, string invoice, decimal amount, bool credited) =>
        When(new DisputeResolved(_person, dispute + "-A", invoice, Books.Aud(amount), credited));

    public Story IsHeld(string until, string reason = "asked to wait") => When(new HoldPlaced(_person, reason, null, Dates.Day(until)));

    /// <summary>Every letter goes and every call is tried in vain on its day, up to a call that is tried at a moment of its own.</summary>
    public Story Climbs(string lastCall, string at)
    {
        while (Step(Case) != lastCall)
        {
            _ = Case.Letter is not null ? LetterGoes() : CurrentCall is { } call ? AnswersOnTime(call) : WakesByItself();
        }

        if (CurrentCall is null)
        {
            WakesByItself();
        }

        return At(at).When(new TaskCompleted(Clerk, CurrentCall!.Id, new Outcome(OutcomeKind.NoAnswer)));
    }

    private OpenTask? CurrentCall => Case.Tasks.FirstOrDefault(task => task.Kind == TaskKind.Call);

    private string Step(Case @case) => policy.Steps[@case.Ladders[0].Rung].Name;

    private Story AnswersOnTime(OpenTask call)
    {
        Now = call.Due;
        return When(new TaskCompleted(Clerk, call.Id, new Outcome(OutcomeKind.NoAnswer)));
    }

    // Then

    public Story ThenNowIs(string utc)
    {
        Assert.Equal(Dates.Moment(utc), Now);
        return this;
    }

    /// <summary>The whole of what came out of the last happening; and once it is decided, waking again adds nothing.</summary>
    public Story Then(string expected)
    {
        var told = Told.Of(_last, policy);
        Assert.True(expected.ReplaceLineEndings("\n").Trim() == told.Trim(), $"It came to:\n{told}\nrather than to:\n{expected}");
        var again = Decider.Decide(Case, new Woke(), Facts, policy, Now);
        Assert.True(again.IsEmpty, $"waking again: {Told.Of(again, policy)}");
        return this;
    }

    /// <summary>How the case stands, in one line.</summary>
    public Story ThenIs(string expected)
    {
        Assert.Equal(expected, Told.Of(Case, policy));
        return this;
    }

    public Story ThenNoLetterIsOut()
    {
        Assert.Null(Case.Letter);
        return this;
    }

    public Story ThenHasFailed(int calls)
    {
        Assert.Equal(calls, Case.FailedCalls);
        return this;
    }
}
