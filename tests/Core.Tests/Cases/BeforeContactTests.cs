using Collections.Core.Cases;

namespace Collections.Core.Tests.Cases;

/// <summary>What is looked at before anybody is contacted (R19–R23), and what becomes of a letter whose fate is not known.</summary>
public sealed class BeforeContactTests
{
    [Fact]
    public void R19_PaidBetweenQueueingAndSending_NothingGoesAndTheCaseCloses() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 1200)
        .At("Thu 2021-08-05 09:00").Scans()
        .Then("""
            opened R5: AUD 1,200.00 is owing, the oldest due Sat 31 Jul 2021
            letter l1 letter-1 by first-letter, not before Thu 5 Aug 09:00
            - R5 opened: AUD 1,200.00 is owing, the oldest due Sat 31 Jul 2021
            - R9 letter-intended l1: letter-1 was due Thu 5 Aug 2021
            = open; letter-1 letter-out
            """)
        .At("Thu 2021-08-05 09:10").Pays(1200, "J1")
        .Then("""
            letter l1 is withdrawn
            - R31 payment b1: AUD 1,200.00 received, of AUD 1,200.00 owing
            - R31 letter-withdrawn l1: the case is closed
            - R31 closed: everything owing is paid
            = closed paid
            """)
        .At("Thu 2021-08-05 09:30").When(new LetterReady("l1-A"))
        .Then("""
            - R21 ignored l1: letter l1-A is not on its way
            = closed paid
            """);

    [Fact]
    public void R19_PaidInTheBooksOnly_IsSeenAtTheMomentOfSending()
    {
        var story = Story.OfAugust().At("Tue 2021-08-03 08:30");
        story.Books.Allocate("J1", Books.Aud(1200));
        story.LetterIsReady()
            .Then("""
                letter l1 is withdrawn
                - R31 letter-withdrawn l1: the case is closed
                - R31 closed: everything owing is paid
                = closed paid
                """);
    }

    [Fact]
    public void R19_PartReceipt_TheLetterIsDrawnUpAgain() => Story.OfAugust()
        .At("Tue 2021-08-03 08:00").Pays(100, "J1")
        .At("Tue 2021-08-03 08:30").LetterIsReady()
        .Then("""
            letter l1 goes out
            - R19 letter-attempted l1: letter-1 goes out: AUD 1,100.00 is owing at this moment
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R19_LetterThatIsHandedOver_IsNotWithdrawn_AndItsDeliveryIsRecorded() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady()
        .At("Tue 2021-08-03 08:31").Pays(1200, "J1")
        .Then("""
            - R31 payment b1: AUD 1,200.00 received, of AUD 1,200.00 owing
            - R31 closed: everything owing is paid
            = closed paid
            """)
        .LetterIsSent()
        .Then("""
            letter l1 is sent
            - R19 letter-sent l1: letter-1 was sent
            = closed paid
            """);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void R19_LetterThatIsRefusedAfterTheCaseClosed_IsNotTriedAgain(bool permanently) => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady()
        .At("Tue 2021-08-03 08:31").Pays(1200, "J1").LetterFails(permanently)
        .ThenIs("closed paid")
        .ThenNoLetterIsOut();

    [Fact]
    public void R20_SilentBank_LettersWait_AndGoOnWhenItSpeaks() => Story.OfAugust()
        .BankIsSilentSince("2021-07-29")
        .At("Tue 2021-08-03 08:30").LetterIsReady()
        .Then("""
            letter l1 is withdrawn
            - R20 letter-withdrawn l1: the bank has been silent since Thu 29 Jul 2021: payments are not seen, so contacts wait
            - R20 suspended: the bank has been silent since Thu 29 Jul 2021: payments are not seen, so contacts wait
            = waiting for stale-bank; letter-1 planned Tue 3 Aug; wakes Wed 4 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            = waiting for stale-bank; letter-1 planned Tue 3 Aug; wakes Thu 5 Aug 08:30
            """)
        .BankIsSilentSince(null).At("Wed 2021-08-04 15:00").Wakes()
        .Then("""
            - R20 resumed: the bank speaks again
            = open; letter-1 planned Thu 5 Aug; wakes Thu 5 Aug 08:30
            """);

    [Fact]
    public void R20_SilentBank_CallsAndStopsWait() => Story.OfThreeCalls()
        .BankIsSilentSince("2021-07-28")
        .WakesByItself()
        .Then("""
            - R20 suspended: the bank has been silent since Wed 28 Jul 2021: payments are not seen, so contacts wait
            = waiting for stale-bank; call-1 planned Mon 2 Aug; wakes Tue 3 Aug 08:30
            """)
        .BankIsSilentSince(null).At("Mon 2021-08-02 11:00").Wakes()
        .Then("""
            task t1 call clerk call-1 by call-1, due Mon 2 Aug 11:00, 1,000.00 owing, 0 failed
            - R20 resumed: the bank speaks again
            - R9 task-opened t1: call-1 was due Mon 2 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void R20_SilentBank_NoPromiseIsCalledBroken() => Story.OfThreeCalls()
        .WakesByItself().At("Mon 2021-08-02 10:00").Promises("t1", "2021-08-04")
        .BankIsSilentSince("2021-08-01")
        .At("Thu 2021-08-05 08:30").Wakes()
        .Then("""
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Fri 6 Aug 08:30
            """)
        .BankIsSilentSince(null).WakesByItself()
        .Then("""
            promise p2 of 1,000.00 for Wed 4 Aug broken, 0.00 received
            - R33 promise-broken p2: the AUD 1,000.00 promised for Wed 4 Aug 2021 did not come; 1 broken so far
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """);

    [Fact]
    public void R21_TwoLaddersOnOneDay_OneLetter() => AtARejectedDispute()
        .At("Thu 2021-08-12 08:30").Wakes()
        .Then("""
            letter l9 letter-4 by fourth-letter, not before Thu 12 Aug 08:30
            - R9 letter-intended l9: letter-4 was due Thu 12 Aug 2021
            = open; letter-4 letter-out and [J1 300.00] letter-1 planned Thu 12 Aug
            """)
        .LetterGoes()
        .Then("""
            letter l9 is sent
            - R19 letter-sent l9: letter-4 was sent
            = open; call-4 planned Fri 13 Aug and [J1 300.00] letter-1 planned Tue 17 Aug; wakes Fri 13 Aug 08:30
            """)
        .WakesByItself().At("Fri 2021-08-13 10:00").Answers("t10", OutcomeKind.NoAnswer)
        .At("Mon 2021-08-16 17:00").Wakes()
        .ThenIs("open, on stop; letter-5 planned Tue 17 Aug and [J1 300.00] letter-1 planned Tue 17 Aug; wakes Tue 17 Aug 08:30")
        .WakesByItself().LetterGoes()
        .Then("""
            letter l11 is sent
            - R19 letter-sent l11: letter-1 was sent
            = open, on stop; letter-5 planned Thu 19 Aug and [J1 300.00] call-1 planned Wed 18 Aug; wakes Wed 18 Aug 08:30
            """);

    [Fact]
    public void R21_LetterRefusedForTheMoment_IsTriedAgain_AndCountsOnlyOnceItIsSent() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().LetterFails(permanently: false)
        .Then("""
            letter l1 not before Tue 3 Aug 08:45
            - R19 letter-failed l1: the sender could not take the letter: 550 no such user
            = open; letter-1 letter-out
            """)
        .At("Tue 2021-08-03 08:45").LetterIsReady()
        .Then("""
            letter l1 goes out
            - R19 letter-attempted l1: letter-1 goes out: AUD 1,200.00 is owing at this moment
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R21_LetterThatIsRefused_DoesNotForgetTheDayOfTheOneBefore()
    {
        var story = Story.OfAugust().LetterGoes().WakesByItself().At("Wed 2021-08-04 10:00").Answers("t2", OutcomeKind.NoAnswer)
            .WakesByItself().LetterIsReady();
        Assert.Equal(new DateOnly(2021, 8, 3), story.Case.LastLetterOn);
        story.LetterFails(permanently: false);
        Assert.Equal(new DateOnly(2021, 8, 3), story.Case.LastLetterOn);
    }

    [Fact]
    public void R21_LetterThatIsSaidToBeSentAfterMidnight_CountsForTheDayOnWhichItWent() => Story.OfAugust()
        .At("Tue 2021-08-03 16:59").LetterIsReady()
        .At("Wed 2021-08-04 00:05").LetterIsSent()
        .Then("""
            letter l1 is sent
            task t2 call clerk call-1 by call-1, due Wed 4 Aug 08:30, 1,200.00 owing, 0 failed
            - R19 letter-sent l1: letter-1 was sent
            - R9 task-opened t2: call-1 was due Wed 4 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void R22_NobodyToWriteTo_IsATask_AndTheLetterGoesOnceThereIsSomebody() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 1200).HasContact(null, "02 5550 0001")
        .At("Tue 2021-08-03 06:00").Scans()
        .Then("""
            opened R5: AUD 1,200.00 is owing, the oldest due Sat 31 Jul 2021
            task t1 find-contact clerk find-contact by find-contact, due Tue 3 Aug 08:30, 1,200.00 owing, 0 failed
            - R5 opened: AUD 1,200.00 is owing, the oldest due Sat 31 Jul 2021
            - R22 task-opened t1: letter-1 has nobody to go to: there is no contact for accounts or administration with an address
            = open; letter-1 no-contact
            """)
        .At("Tue 2021-08-03 10:00").Answers("t1", OutcomeKind.Done)
        .Then("""
            task t1 done: done
            task t2 find-contact clerk find-contact by find-contact, due Wed 4 Aug 08:30, 1,200.00 owing, 0 failed
            - R25 task-done t1: done
            - R22 task-opened t2: letter-1 has nobody to go to: there is no contact for accounts or administration with an address
            = open; letter-1 no-contact
            """)
        .At("Wed 2021-08-04 10:00").HasContact("new@able.example", "02 5550 0001").Answers("t2", OutcomeKind.Done)
        .Then("""
            task t2 done: done
            - R25 task-done t2: done
            - R22 resumed: there is a contact to write to; letter-1 goes on
            = open; letter-1 planned Thu 5 Aug; wakes Thu 5 Aug 08:30
            """);

    [Fact]
    public void R22_ContactThatComesWithTheBooks_EndsTheSearch() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 1200).HasContact(null, null)
        .At("Tue 2021-08-03 06:00").Scans()
        .At("Tue 2021-08-03 10:00").HasContact("new@able.example", null).When(new LedgerChanged())
        .Then("""
            task t1 withdrawn
            letter l2 letter-1 by first-letter, not before Tue 3 Aug 10:00
            - R22 resumed: there is a contact to write to; letter-1 goes on
            - R22 task-withdrawn t1: there is a contact to write to; letter-1 goes on
            - R9 letter-intended l2: letter-1 was due Tue 3 Aug 2021
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R22_ContactThatIsGoneAtTheMomentOfSending_IsATask() => Story.OfAugust()
        .HasContact(null, "02 5550 0001")
        .At("Tue 2021-08-03 08:30").LetterIsReady()
        .Then("""
            letter l1 is withdrawn
            task t2 find-contact clerk find-contact by find-contact, due Tue 3 Aug 08:30, 1,200.00 owing, 0 failed
            - R22 letter-withdrawn l1: letter-1 has nobody to go to: there is no contact for accounts or administration with an address
            - R22 task-opened t2: letter-1 has nobody to go to: there is no contact for accounts or administration with an address
            = open; letter-1 no-contact
            """);

    [Fact]
    public void R23_LetterWhoseTimeHasPassed_WaitsForTheNextCollectionDay() => Story.OfAugust()
        .At("Tue 2021-08-03 17:00").LetterIsReady()
        .Then("""
            letter l1 not before Thu 5 Aug 08:30
            - R23 letter-postponed l1: outside the debtor's office hours: not before Thu 5 Aug 2021
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R23_LetterThatIsReadyTooEarly_Waits() => Story.OfAugust()
        .At("Tue 2021-08-03 08:29").LetterIsReady()
        .Then("""
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R23_CallThatFallsDueAfterHours_IsOpenedOnTheNextOfficeDay() => Story.OfThreeCalls()
        .At("Mon 2021-08-02 17:00").Wakes()
        .Then("""
            = open; call-1 planned Tue 3 Aug; wakes Tue 3 Aug 08:30
            """);

    [Fact]
    public void Doubt_IsAskedOfAPersonOnce_WhoSaysThatItWasSent() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().When(new LetterUnknown("l1-A"))
        .Then("""
            letter l1 is in doubt
            task t2 check-letter clerk letter-1 by check-letter, due Tue 3 Aug 08:30, 1,200.00 owing, 0 failed
            - R21 task-opened t2: letter-1: nobody can tell whether it went, so it is not sent again; a person looks
            = open; letter-1 letter-out
            """)
        .When(new LetterUnknown("l1-A"))
        .Then("""
            - R21 ignored l1: letter l1-A is not on its way
            = open; letter-1 letter-out
            """)
        .At("Wed 2021-08-04 11:00").Answers("t2", OutcomeKind.Sent)
        .Then("""
            task t2 done: sent
            letter l1 is sent
            task t3 call clerk call-1 by call-1, due Wed 4 Aug 11:00, 1,200.00 owing, 0 failed
            - R25 task-done t2: sent
            - R19 letter-sent l1: letter-1 was sent
            - R9 task-opened t3: call-1 was due Wed 4 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void Doubt_PersonSaysThatItWasNotSent_ItIsPlannedAgain() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().When(new LetterUnknown("l1-A"))
        .At("Tue 2021-08-03 11:00").Answers("t2", OutcomeKind.NotSent)
        .Then("""
            task t2 done: not-sent
            letter l1 is withdrawn
            letter l3 letter-1 by first-letter, not before Tue 3 Aug 11:00
            - R25 task-done t2: not-sent
            - R19 letter-withdrawn l1: a person found that letter-1 was not sent
            - R9 letter-intended l3: letter-1 was due Tue 3 Aug 2021
            = open; letter-1 letter-out
            """);

    [Fact]
    public void Doubt_SenderKnowsLaterOn_TheTaskIsWithdrawn() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().When(new LetterUnknown("l1-A"))
        .At("Tue 2021-08-03 09:00").LetterIsSent()
        .Then("""
            letter l1 is sent
            task t2 withdrawn
            - R19 letter-sent l1: letter-1 was sent
            - R19 task-withdrawn t2: letter-1 was sent
            = open; call-1 planned Wed 4 Aug; wakes Wed 4 Aug 08:30
            """);

    [Fact]
    public void LetterReady_Twice_IsAttemptedOnce() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().LetterIsReady()
        .Then("""
            = open; letter-1 letter-out
            """);

    [Fact]
    public void LetterDelayed_BySender_IsAttemptedAtThatMomentAndNotBefore() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").When(new LetterDelayed("l1-A", At0910)).LetterIsReady()
        .At("Tue 2021-08-03 09:10").LetterIsReady()
        .Then("""
            letter l1 goes out
            - R19 letter-attempted l1: letter-1 goes out: AUD 1,200.00 is owing at this moment
            = open; letter-1 letter-out
            """);

    [Fact]
    public void LetterDelayed_BySender_IsNotAttemptedBefore() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").When(new LetterDelayed("l1-A", At0910)).LetterIsReady()
        .Then("""
            = open; letter-1 letter-out
            """);

    [Fact]
    public void LetterDelayed_OnceAttempted_IsIgnored() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady()
        .At("Tue 2021-08-03 08:31").When(new LetterDelayed("l1-A", At0910))
        .Then("""
            - R21 ignored l1: letter l1-A is not on its way
            = open; letter-1 letter-out
            """);

    [Fact]
    public void LetterSent_Twice_IsIgnoredTheSecondTime() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().LetterIsSent().When(new LetterSent("l1-A"))
        .Then("""
            - R21 ignored l1: letter l1-A is not on its way
            = open; call-1 planned Wed 4 Aug; wakes Wed 4 Aug 08:30
            """);

    /// <summary>Tue 3 Aug 2021, 09:10 in Sydney.</summary>
    private static DateTimeOffset At0910 => new(2021, 8, 2, 23, 10, 0, TimeSpan.Zero);

    /// <summary>On Wed 11 Aug the main ladder stands before its fourth letter, and $300 come back at the first step.</summary>
    private static Story AtARejectedDispute() => Story.OfAugust()
        .Disputes("J1", 300)
        .Climbs("call-3", "Wed 2021-08-11 10:00")
        .At("Wed 2021-08-11 11:00").DisputeEnds("d2", "J1", 300, credited: false)
        .ThenIs("open; letter-4 planned Thu 12 Aug and [J1 300.00] letter-1 planned Thu 12 Aug; wakes Thu 12 Aug 08:30");
}
