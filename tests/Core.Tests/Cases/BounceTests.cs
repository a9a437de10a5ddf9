using Collections.Core.Cases;

namespace Collections.Core.Tests.Cases;

/// <summary>Letters that come back (R35).</summary>
public sealed class BounceTests
{
    [Fact]
    public void R35_Bounce_PhoneTaskTheDayAfterTheLetter_AndTheLetterIsSentAgain() => Story.OfAugust().LetterGoes()
        .At("Tue 2021-08-03 15:00").Bounces("l1", "letter-1")
        .Then("""
            letter l1 came back from ann@able.example
            task t2 find-contact clerk find-contact by find-contact, due Wed 4 Aug 08:30, 1,200.00 owing, 0 failed
            - R35 letter-bounced l1: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            - R35 task-opened t2: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            = open; letter-1 no-contact
            """)
        .At("Wed 2021-08-04 11:00").HasContact("right@able.example", "02 5550 0001").Answers("t2", OutcomeKind.Done)
        .Then("""
            task t2 done: done
            - R25 task-done t2: done
            - R22 resumed: there is a contact to write to; letter-1 goes on
            = open; letter-1 planned Thu 5 Aug; wakes Thu 5 Aug 08:30
            """)
        .WakesByItself().LetterGoes()
        .ThenIs("open; call-1 planned Fri 6 Aug; wakes Fri 6 Aug 08:30");

    [Fact]
    public void R35_BounceBeforeTheSendersOwnWord_EndsAsInTheRightOrder() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().Bounces("l1", "letter-1")
        .Then("""
            letter l1 is sent
            letter l1 came back from ann@able.example
            task t2 find-contact clerk find-contact by find-contact, due Wed 4 Aug 08:30, 1,200.00 owing, 0 failed
            - R19 letter-sent l1: letter-1 was sent
            - R35 letter-bounced l1: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            - R35 task-opened t2: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            = open; letter-1 no-contact
            """)
        .When(new LetterSent("l1-A"))
        .Then("""
            - R21 ignored l1: letter l1-A is not on its way
            = open; letter-1 no-contact
            """);

    [Fact]
    public void R35_LetterThatDidNotArrive_IsNoContactEither_AndTheTaskTellsWhatTheServiceSaid() => Story.OfAugust().LetterGoes()
        .At("Tue 2021-08-03 15:00").Bounces("l1", "letter-1", "Quarantined: looks like spam")
        .Then("""
            letter l1 came back from ann@able.example
            task t2 find-contact clerk find-contact by find-contact, due Wed 4 Aug 08:30, 1,200.00 owing, 0 failed
            - R35 letter-bounced l1: the letter did not arrive, and the step does not count; find out why, or get another address: ann@able.example, Quarantined: looks like spam
            - R35 task-opened t2: the letter did not arrive, and the step does not count; find out why, or get another address: ann@able.example, Quarantined: looks like spam
            = open; letter-1 no-contact
            """);

    [Fact]
    public void R35_BounceWhileTheCallIsOpen_WithdrawsTheCall() => Story.OfAugust().LetterGoes().WakesByItself()
        .At("Wed 2021-08-04 09:00").Bounces("l1", "letter-1")
        .Then("""
            letter l1 came back from ann@able.example
            task t2 withdrawn
            task t3 find-contact clerk find-contact by find-contact, due Wed 4 Aug 09:00, 1,200.00 owing, 0 failed
            - R35 letter-bounced l1: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            - R35 task-withdrawn t2: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            - R35 task-opened t3: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            = open; letter-1 no-contact
            """);

    [Fact]
    public void R35_BounceOfAnAddressThatHasBeenPutRight_IsSentAgainAtOnce() => Story.OfAugust().LetterGoes()
        .At("Wed 2021-08-04 07:00").HasContact("right@able.example", "02 5550 0001").Bounces("l1", "letter-1")
        .Then("""
            letter l1 came back from ann@able.example
            - R35 letter-bounced l1: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            = open; letter-1 planned Thu 5 Aug; wakes Thu 5 Aug 08:30
            """);

    [Fact]
    public void R35_BounceOfALetterLongPast_KeepsTheRung_AndAsksForTheAddress() => Story.OfAugust().LetterGoes().WakesByItself()
        .At("Wed 2021-08-04 10:00").Answers("t2", OutcomeKind.NoAnswer)
        .At("Wed 2021-08-04 15:00").Bounces("l1", "letter-1")
        .Then("""
            letter l1 came back from ann@able.example
            task t3 find-contact clerk find-contact by find-contact, due Wed 4 Aug 15:00, 1,200.00 owing, 1 failed
            - R35 letter-bounced l1: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            - R35 task-opened t3: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            = open; letter-2 planned Thu 5 Aug; wakes Thu 5 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            = open; letter-2 no-contact
            """);

    [Fact]
    public void R35_BounceThatIsReportedTwice_OpensNoSecondTask() => Story.OfAugust().LetterGoes()
        .At("Tue 2021-08-03 15:00").Bounces("l1", "letter-1").Bounces("l1", "letter-1")
        .Then("""
            letter l1 came back from ann@able.example
            - R35 letter-bounced l1: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            = open; letter-1 no-contact
            """);

    [Fact]
    public void R35_BounceDuringAPromise_LeavesThePromiseAlone() => Story.OfAugust().LetterGoes()
        .At("Tue 2021-08-03 12:00").PromisesByMail("2021-08-06")
        .At("Tue 2021-08-03 15:00").Bounces("l1", "letter-1")
        .Then("""
            letter l1 came back from ann@able.example
            task t3 find-contact clerk find-contact by find-contact, due Wed 4 Aug 08:30, 1,200.00 owing, 0 failed
            - R35 letter-bounced l1: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            - R35 task-opened t3: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            = waiting for promise; letter-1 no-contact; wakes Fri 6 Aug 08:30
            """);

    [Fact]
    public void R35_BounceOfTheFinalLetter_TakesItsDateBack()
    {
        var story = Story.OfThreeCalls()
            .WakesByItself().At("Mon 2021-08-02 10:00").Answers("t1", OutcomeKind.NoAnswer)
            .Climbs("call-3", "Mon 2021-08-16 10:00").WakesByItself().LetterGoes();
        Assert.Equal(new DateOnly(2021, 9, 1), story.Case.LastDate);
        story.At("Mon 2021-08-23 15:00").Bounces("l4", "final-letter").ThenIs("open, on stop; final-letter no-contact");
        Assert.Null(story.Case.LastDate);
    }

    [Fact]
    public void R35_BounceOnAClosedCase_IsRecordedOnly() => Story.OfAugust().LetterGoes().Pays(1200, "J1")
        .At("Tue 2021-08-03 15:00").Bounces("l1", "letter-1")
        .Then("""
            letter l1 came back from ann@able.example
            - R35 letter-bounced l1: the letter to ann@able.example bounced: the address is wrong, and the step does not count
            = closed paid
            """);

    [Fact]
    public void R35_BounceOfTheReturnedPartsLetter_LeavesTheMainLadderAlone() => Story.OfAugust()
        .Disputes("J1", 300)
        .Climbs("call-2", "Fri 2021-08-06 10:00").DisputeEnds("d2", "J1", 300, credited: false)
        .WakesByItself().LetterGoes()
        .WakesByItself().At("Wed 2021-08-11 10:00").Answers("t8", OutcomeKind.NoAnswer)
        .WakesByItself().LetterGoes()
        .ThenIs("open; letter-4 planned Tue 17 Aug and [J1 300.00] call-1 planned Fri 13 Aug; wakes Fri 13 Aug 08:30")
        .Bounces("l9", "letter-1")
        .ThenIs("open; letter-4 planned Tue 17 Aug and [J1 300.00] letter-1 no-contact; wakes Tue 17 Aug 08:30");

    [Fact]
    public void R35_LetterThatIsRefusedForGood_IsNoContactEither() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().LetterFails(permanently: true)
        .Then("""
            letter l1 came back from ann@able.example
            task t2 find-contact clerk find-contact by find-contact, due Tue 3 Aug 08:30, 1,200.00 owing, 0 failed
            - R35 letter-failed l1: the sender refused the letter: 550 no such user
            - R35 task-opened t2: the sender refused the letter: 550 no such user
            = open; letter-1 no-contact
            """);

    [Fact]
    public void R35_RefusalOfAnAddressThatHasBeenPutRight_LeavesTheNewOneGood() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady()
        .HasContact("right@able.example", "02 5550 0001")
        .When(new LetterFailed("l1-A", Permanent: true, "550", "ann@able.example"))
        .Then("""
            letter l1 came back from ann@able.example
            letter l2 letter-1 by first-letter, not before Tue 3 Aug 08:30
            - R35 letter-failed l1: the sender refused the letter: 550
            - R9 letter-intended l2: letter-1 was due Tue 3 Aug 2021
            = open; letter-1 letter-out
            """);
}
