using Collections.Core.Cases;

namespace Collections.Core.Tests.Cases;

/// <summary>The timeline: which step comes when (R7–R13).</summary>
public sealed class TimelineTests
{
    [Fact]
    public void R7_LetterOnAHoliday_GoesOnTheNextCollectionDay() => new Story(TestPolicies.AccMonthly)
        .Owes("N1", "2020-11-10", "2020-12-31", 500)
        .At("Tue 2021-01-26 06:00").Scans()
        .Then("""
            opened R5: AUD 500.00 is owing, the oldest due Thu 31 Dec 2020
            - R5 opened: AUD 500.00 is owing, the oldest due Thu 31 Dec 2020
            = open; letter-1 planned Thu 28 Jan; wakes Thu 28 Jan 08:30
            """)
        .WakesByItself()
        .Then("""
            letter l1 letter-1 by first-letter, not before Thu 28 Jan 08:30
            - R9 letter-intended l1: letter-1 was due Thu 28 Jan 2021
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R8_CallAfterALetter_IsOnTheNextOfficeDayAndBeforeTheNextLetter() => new Story(TestPolicies.AccMonthly)
        .Owes("F1", "2021-02-10", "2021-03-31", 500)
        .At("Thu 2021-04-01 06:00").Scans()
        .LetterGoes()
        .Then("""
            letter l1 is sent
            - R19 letter-sent l1: letter-1 was sent
            = open; call-1 planned Tue 6 Apr; wakes Tue 6 Apr 08:30
            """)
        .WakesByItself()
        .Then("""
            task t2 call clerk call-1 by call-1, due Tue 6 Apr 08:30, 500.00 owing, 0 failed
            - R9 task-opened t2: call-1 was due Tue 6 Apr 2021
            = open; call-1 task-open
            """)
        .At("Tue 2021-04-06 10:00").Answers("t2", OutcomeKind.NoAnswer)
        .Then("""
            task t2 done: no-answer
            call t2 no-answer
            - R25 call-made t2: no-answer
            = open; letter-2 planned Thu 8 Apr; wakes Thu 8 Apr 08:30
            """);

    [Fact]
    public void R8_CallThatIsMadeLate_MovesTheNextLetterBehindIt() => new Story(TestPolicies.AccMonthly)
        .Owes("F1", "2021-02-10", "2021-03-31", 500)
        .At("Thu 2021-04-01 06:00").Scans().LetterGoes().WakesByItself()
        .At("Thu 2021-04-08 16:00").Answers("t2", OutcomeKind.NoAnswer)
        .Then("""
            task t2 done: no-answer
            call t2 no-answer
            - R25 call-made t2: no-answer
            = open; letter-2 planned Tue 13 Apr; wakes Tue 13 Apr 08:30
            """);

    [Fact]
    public void R9_Ladder_TwoNineSixteenDaysAfterTheDueDate() => Story.OfThreeCalls()
        .Then("""
            opened R5: AUD 1,000.00 is owing, the oldest due Sat 31 Jul 2021
            - R5 opened: AUD 1,000.00 is owing, the oldest due Sat 31 Jul 2021
            = open; call-1 planned Mon 2 Aug; wakes Mon 2 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            task t1 call clerk call-1 by call-1, due Mon 2 Aug 08:30, 1,000.00 owing, 0 failed
            - R9 task-opened t1: call-1 was due Mon 2 Aug 2021
            = open; call-1 task-open
            """)
        .At("Mon 2021-08-02 10:00").Answers("t1", OutcomeKind.NoAnswer)
        .Then("""
            task t1 done: no-answer
            call t1 no-answer
            - R25 call-made t1: no-answer
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """)
        .WakesByItself().At("Mon 2021-08-09 10:00").Answers("t2", OutcomeKind.Voicemail)
        .ThenIs("open; call-3 planned Mon 16 Aug; wakes Mon 16 Aug 08:30")
        .WakesByItself()
        .Then("""
            supply stops
            task t3 call clerk call-3 by call-3, due Mon 16 Aug 08:30, 1,000.00 owing, 2 failed
            - R11 supply-stopped: call-3: supply stops while AUD 1,000.00 is owing
            - R9 task-opened t3: call-3 was due Mon 16 Aug 2021
            = open, on stop; call-3 task-open
            """);

    [Fact]
    public void R9_CallMadeLate_SpacesTheNextFromTheDayOnWhichItWasMade() => Story.OfThreeCalls()
        .WakesByItself()
        .At("Thu 2021-08-05 11:00").Answers("t1", OutcomeKind.NoAnswer)
        .Then("""
            task t1 done: no-answer
            call t1 no-answer
            - R25 call-made t1: no-answer
            = open; call-2 planned Thu 12 Aug; wakes Thu 12 Aug 08:30
            """);

    [Fact]
    public void R9_PromiseOfTheSecondCallBroken_BringsTheThirdForward() => Story.OfThreeCalls()
        .WakesByItself().At("Mon 2021-08-02 10:00").Answers("t1", OutcomeKind.NoAnswer)
        .WakesByItself().At("Mon 2021-08-09 10:00").Promises("t2", "2021-08-09")
        .Then("""
            task t2 done: reached-promise
            call t2 reached-promise
            promise p3 of 1,000.00 for Mon 9 Aug live, 0.00 received
            - R25 call-made t2: reached-promise
            - R33 promise-made p3: AUD 1,000.00 promised for Mon 9 Aug 2021
            - R33 suspended: a promise for Mon 9 Aug 2021 suspends the ladder
            = waiting for promise; call-3 planned Mon 16 Aug; wakes Tue 10 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            promise p3 of 1,000.00 for Mon 9 Aug broken, 0.00 received
            - R33 promise-broken p3: the AUD 1,000.00 promised for Mon 9 Aug 2021 did not come; 1 broken so far
            = open; call-3 planned Wed 11 Aug; wakes Wed 11 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            supply stops
            task t4 call clerk call-3 by call-3, due Wed 11 Aug 08:30, 1,000.00 owing, 0 failed
            - R11 supply-stopped: call-3: supply stops while AUD 1,000.00 is owing
            - R9 task-opened t4: call-3 was due Wed 11 Aug 2021, at once after the broken promise
            = open, on stop; call-3 task-open
            """);

    [Fact]
    public void R9_PromiseOfTheFirstCallBroken_BringsTheThirdForwardButNotBeforeTheSecond() => Story.OfThreeCalls()
        .WakesByItself().At("Mon 2021-08-02 10:00").Promises("t1", "2021-08-09")
        .ThenIs("waiting for promise; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30")
        .WakesByItself().At("Mon 2021-08-09 10:00").Answers("t3", OutcomeKind.NoAnswer)
        .WakesByItself()
        .Then("""
            promise p2 of 1,000.00 for Mon 9 Aug broken, 0.00 received
            task t4 call clerk call-2 by call-2, due Tue 10 Aug 08:30, 1,000.00 owing, 1 failed
            - R33 promise-broken p2: the AUD 1,000.00 promised for Mon 9 Aug 2021 did not come; 1 broken so far
            - R9 task-opened t4: call-2 was due Mon 9 Aug 2021
            = open; call-2 task-open
            """)
        .At("Tue 2021-08-10 10:00").Answers("t4", OutcomeKind.NoAnswer)
        .Then("""
            task t4 done: no-answer
            call t4 no-answer
            - R25 call-made t4: no-answer
            = open; call-3 planned Wed 11 Aug; wakes Wed 11 Aug 08:30
            """);

    [Fact]
    public void R9_BrokenPromise_BringsOneThirdCallForwardOnly()
    {
        var story = Story.OfThreeCalls()
            .WakesByItself().At("Mon 2021-08-02 10:00").Promises("t1", "2021-08-04")
            .WakesByItself().WakesByItself()
            .Climbs("call-2", "Mon 2021-08-09 10:00")
            .ThenIs("open; call-3 planned Tue 10 Aug; wakes Tue 10 Aug 08:30");
        Assert.NotNull(story.Case.BrokenOn);
        story.Climbs("call-3", "Tue 2021-08-10 10:00");
        Assert.Null(story.Case.BrokenOn);
    }

    [Fact]
    public void R9_AfterAnOutage_OneStepAtATimeWithItsSpacing() => Story.OfThreeCalls()
        .At("Sat 2021-09-04 12:00").Wakes()
        .Then("""
            = open; call-1 planned Mon 6 Sep; wakes Mon 6 Sep 08:30
            """)
        .WakesByItself()
        .Then("""
            task t1 call clerk call-1 by call-1, due Mon 6 Sep 08:30, 1,000.00 owing, 0 failed
            - R9 task-opened t1: call-1 was due Mon 6 Sep 2021
            = open; call-1 task-open
            """)
        .At("Mon 2021-09-06 09:00").Answers("t1", OutcomeKind.NoAnswer)
        .ThenIs("open; call-2 planned Mon 13 Sep; wakes Mon 13 Sep 08:30");

    [Fact]
    public void R10_ReminderBeforeTheDueDate_RollsBackToAnOfficeDay() => new Story(TestPolicies.ThreeCalls)
        .Owes("I1", "2021-07-02", "2021-08-02", 1000).IsLarge()
        .At("Thu 2021-07-29 06:00").Scans()
        .Then("""
            left-alone R1: nothing is owing before Tue 3 Aug 2021
            = none none
            """)
        .At("Fri 2021-07-30 06:00").Scans()
        .Then("""
            opened R10: AUD 1,000.00 falls due from Mon 2 Aug 2021, and the account is large or pays irregularly
            letter l1 reminder by reminder, not before Fri 30 Jul 08:30
            - R10 opened: AUD 1,000.00 falls due from Mon 2 Aug 2021, and the account is large or pays irregularly
            - R9 letter-intended l1: reminder was due Fri 30 Jul 2021
            = open; reminder letter-out
            """)
        .LetterGoes()
        .ThenIs("open; call-1 planned Wed 4 Aug; wakes Wed 4 Aug 08:30");

    [Fact]
    public void R10_ReminderBeforeTheDueDate_GoesToNobodySmallAndRegular() => new Story(TestPolicies.ThreeCalls)
        .Owes("I1", "2021-07-02", "2021-08-02", 1000)
        .At("Fri 2021-07-30 06:00").Scans()
        .Then("""
            left-alone R1: nothing is owing before Tue 3 Aug 2021
            = none none
            """);

    [Fact]
    public void R10_ReminderOfAPolicyForEverybody_GoesToEverybody()
    {
        var policy = TestPolicies.ThreeCalls with
        {
            Steps = TestPolicies.ThreeCalls.Steps.SetItem(0, TestPolicies.ThreeCalls.Steps[0] with { LargeOrIrregularOnly = false }),
        };
        new Story(policy).Owes("I1", "2021-07-02", "2021-08-02", 1000)
            .At("Fri 2021-07-30 06:00").Scans()
            .ThenIs("open; reminder letter-out");
    }

    [Fact]
    public void R10_PaidAfterTheReminder_ClosesBeforeAnythingIsOwing() => new Story(TestPolicies.ThreeCalls)
        .Owes("I1", "2021-07-02", "2021-08-02", 1000).IsLarge()
        .At("Fri 2021-07-30 06:00").Scans().LetterGoes()
        .At("Mon 2021-08-02 09:00").Pays(1000, "I1")
        .Then("""
            - R31 payment b1: AUD 1,000.00 received, of AUD 1,000.00 owing
            - R31 closed: everything owing is paid
            = closed paid
            """);

    [Fact]
    public void R10_InvoiceThatTheCaseWasOpenedAheadOf_DoesNotJoinItOnceItIsOwing() => new Story(TestPolicies.ThreeCalls)
        .Owes("I1", "2021-07-02", "2021-08-02", 1000).IsLarge()
        .At("Fri 2021-07-30 06:00").Scans().LetterGoes()
        .At("Tue 2021-08-03 06:00").Scans()
        .Then("""
            left-alone R6: a case is open already, and nothing new is owing
            = open; call-1 planned Wed 4 Aug; wakes Wed 4 Aug 08:30
            """);

    [Fact]
    public void R10_ReminderThatCameLate_IsFollowedByACallOnALaterDay() => new Story(TestPolicies.ThreeCalls)
        .Owes("I1", "2021-07-02", "2021-08-02", 1000).IsLarge()
        .At("Fri 2021-07-30 06:00").Scans()
        .At("Wed 2021-08-04 09:00").LetterIsReady().LetterIsSent()
        .ThenIs("open; call-1 planned Thu 5 Aug; wakes Thu 5 Aug 08:30");

    [Fact]
    public void R11_ThirdCall_StopsSupply_AndMoneyReleasesIt_NotAPromise() => Story.OfThreeCalls()
        .WakesByItself().At("Mon 2021-08-02 10:00").Answers("t1", OutcomeKind.NoAnswer)
        .WakesByItself().At("Mon 2021-08-09 10:00").Answers("t2", OutcomeKind.NoAnswer)
        .WakesByItself()
        .At("Mon 2021-08-16 10:00").Promises("t3", "2021-08-18")
        .ThenIs("waiting for promise, on stop; final-letter planned Mon 23 Aug; wakes Wed 18 Aug 08:30")
        .At("Wed 2021-08-18 07:00").Pays(1000, "I1")
        .Then("""
            promise p4 of 1,000.00 for Wed 18 Aug kept, 1,000.00 received
            supply goes on
            - R31 payment b1: AUD 1,000.00 received, of AUD 1,000.00 owing
            - R33 promise-kept p4: the AUD 1,000.00 promised for Wed 18 Aug 2021 came
            - R31 closed: everything owing is paid
            - R11 supply-released: what was owing is cleared: supply goes on
            = closed paid
            """);

    [Fact]
    public void R11_MonthlyHold_IsAfterFiveOnTheSixteenth() => AtCallFour()
        .ThenIs("open; hold planned Mon 16 Aug; wakes Mon 16 Aug 17:00")
        .At("Mon 2021-08-16 16:59").Wakes().ThenIs("open; hold planned Mon 16 Aug; wakes Mon 16 Aug 17:00")
        .WakesByItself()
        .ThenNowIs("2021-08-16T07:00Z")
        .Then("""
            supply stops
            - R11 supply-stopped: hold: supply stops while AUD 1,200.00 is owing
            = open, on stop; letter-5 planned Tue 17 Aug; wakes Tue 17 Aug 08:30
            """);

    [Fact]
    public void R11_HoldAfterDaylightSavingBegan_IsAnHourEarlierInUtc() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-07-10", "2021-08-31", 1200)
        .At("Thu 2021-09-02 06:00").Scans()
        .Climbs("call-4", "Tue 2021-10-05 10:00")
        .ThenIs("open; hold planned Tue 5 Oct; wakes Tue 5 Oct 17:00")
        .WakesByItself()
        .ThenNowIs("2021-10-05T06:00Z")
        .ThenIs("open, on stop; letter-5 planned Thu 7 Oct; wakes Thu 7 Oct 08:30");

    [Fact]
    public void R12_FinalLetter_AWeekAfterTheThirdCall_GivesAComputedDate() => AtCallThree()
        .ThenIs("open, on stop; final-letter planned Mon 23 Aug; wakes Mon 23 Aug 08:30")
        .WakesByItself()
        .LetterIsReady()
        .Then("""
            letter l4 goes out, last date Wed 1 Sep
            - R19 letter-attempted l4: final-letter goes out: AUD 1,000.00 is owing at this moment
            = open, on stop; final-letter letter-out
            """)
        .LetterIsSent()
        .Then("""
            letter l4 is sent
            - R19 letter-sent l4: final-letter was sent
            = open, on stop; management-call planned Tue 24 Aug; wakes Tue 24 Aug 08:30
            """);

    [Fact]
    public void R13_Agency_NotBeforeTheDayAfterTheLastDateAndTheManagementCall() => AtCallThree()
        .WakesByItself().LetterGoes()
        .WakesByItself()
        .Then("""
            task t5 management-call manager management-call by management-call, due Tue 24 Aug 08:30, 1,000.00 owing, 3 failed
            - R15 task-opened t5: management-call: a manager reviews every step taken, calls, and gives a last date
            = open, on stop; management-call task-open
            """)
        .At("Tue 2021-08-24 11:00").ByManager().Answers("t5", OutcomeKind.Done)
        .ThenIs("open, on stop; agency planned Thu 2 Sep; wakes Thu 2 Sep 08:30")
        .WakesByItself()
        .Then("""
            task t6 agency manager agency by agency, due Thu 2 Sep 08:30, 1,000.00 owing, 3 failed
            - R13 task-opened t6: the last date, Wed 1 Sep 2021, has passed; management has called; no promise is live and nothing is disputed
            = open, on stop; agency task-open
            """)
        .At("Thu 2021-09-02 09:00").ByManager().Answers("t6", OutcomeKind.Done)
        .Then("""
            task t6 done: done
            - R25 task-done t6: done
            - R13 closed: the debt was handed over to the agency
            = closed handed-over, on stop
            """)
        .At("Fri 2021-09-03 06:00").Scans()
        .Then("""
            left-alone R13: the debt was handed over to the agency
            = closed handed-over, on stop
            """);

    [Fact]
    public void R13_Agency_WaitsForADispute() => AtCallThree()
        .WakesByItself().LetterGoes().WakesByItself()
        .At("Tue 2021-08-24 11:00").ByManager().Answers("t5", OutcomeKind.Done)
        .At("Wed 2021-08-25 11:00").Disputes("I1", 300)
        .At("Thu 2021-09-02 08:30").Wakes()
        .Then("""
            - R13 note: not to the agency yet: a line is disputed
            = open, on stop; agency planned Fri 3 Sep; wakes Fri 3 Sep 08:30
            """)
        .WakesByItself()
        .Then("""
            = open, on stop; agency planned Mon 6 Sep; wakes Mon 6 Sep 08:30
            """)
        .At("Fri 2021-09-03 09:00").DisputeEnds("d6", "I1", 300, credited: true)
        .WakesByItself()
        .ThenIs("open, on stop; agency task-open");

    [Fact]
    public void R15_ManagementCallThatReachedNobody_IsNotDone() => AtCallThree()
        .WakesByItself().LetterGoes().WakesByItself()
        .At("Tue 2021-08-24 11:00").ByManager().Answers("t5", OutcomeKind.NoAnswer)
        .Then("""
            call t5 no-answer
            task t5 moves to Wed 25 Aug 08:30
            - R25 call-made t5: no-answer
            - R27 task-moved t5: nobody was reached: call again Wed 25 Aug 2021
            = open, on stop; management-call task-open
            """);

    [Fact]
    public void R15_TimelineThatEndsWithoutAnAgency_AsksManagementAndAsksAgain() => new Story(TestPolicies.LettersOnly)
        .Owes("I1", "2021-07-01", "2021-07-31", 1000)
        .At("Sun 2021-08-01 06:00").Scans().WakesByItself().LetterGoes().WakesByItself().LetterGoes()
        .ThenIs("open; end finished; wakes Mon 9 Aug 08:30")
        .WakesByItself()
        .Then("""
            task t3 management-call manager management-call by management-call, due Mon 9 Aug 08:30, 1,000.00 owing, 0 failed
            - R15 task-opened t3: every step of the timeline is taken and the debt is still there: management decides
            = open; end finished
            """)
        .At("Mon 2021-08-09 11:00").ByManager().Answers("t3", OutcomeKind.Done)
        .ThenIs("open; end finished; wakes Mon 23 Aug 08:30")
        .WakesByItself()
        .ThenIs("open; end finished");

    private static Story AtCallThree() => Story.OfThreeCalls()
        .WakesByItself().At("Mon 2021-08-02 10:00").Answers("t1", OutcomeKind.NoAnswer)
        .WakesByItself().At("Mon 2021-08-09 10:00").Answers("t2", OutcomeKind.NoAnswer)
        .WakesByItself().At("Mon 2021-08-16 10:00").Answers("t3", OutcomeKind.NoAnswer);

    private static Story AtCallFour() => Story.OfAugust().Climbs("call-4", "Fri 2021-08-13 10:00");
}
