using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Tests.Cases;

/// <summary>Promises to pay (R33).</summary>
public sealed class PromiseTests
{
    [Fact]
    public void R33_PromiseKept_Closes() => AtCallOne()
        .Promises("t1", "2021-08-05")
        .At("Wed 2021-08-04 09:00").Pays(1000, "I1")
        .Then("""
            promise p2 of 1,000.00 for Thu 5 Aug kept, 1,000.00 received
            - R31 payment b1: AUD 1,000.00 received, of AUD 1,000.00 owing
            - R33 promise-kept p2: the AUD 1,000.00 promised for Thu 5 Aug 2021 came
            - R31 closed: everything owing is paid
            = closed paid
            """);

    [Fact]
    public void R33_PromiseBroken_GoesOnAtTheNextRung() => AtCallOne()
        .Promises("t1", "2021-08-12")
        .WakesByItself().WakesByItself()
        .Then("""
            promise p2 of 1,000.00 for Thu 12 Aug broken, 0.00 received
            task t3 withdrawn
            task t4 call clerk call-2 by call-2, due Fri 13 Aug 08:30, 1,000.00 owing, 0 failed
            - R33 promise-broken p2: the AUD 1,000.00 promised for Thu 12 Aug 2021 did not come; 1 broken so far
            - R33 task-withdrawn t3: the AUD 1,000.00 promised for Thu 12 Aug 2021 did not come; 1 broken so far
            - R9 task-opened t4: call-2 was due Mon 9 Aug 2021
            = open; call-2 task-open
            """);

    [Fact]
    public void R33_PromiseKeptInPart_IsBroken() => AtCallOne()
        .Promises("t1", "2021-08-05", 800)
        .At("Wed 2021-08-04 09:00").Pays(300, "I1")
        .WakesByItself().WakesByItself()
        .Then("""
            promise p2 of 800.00 for Thu 5 Aug broken, 300.00 received
            task t3 withdrawn
            - R33 promise-broken p2: the AUD 800.00 promised for Thu 5 Aug 2021 did not come; 1 broken so far
            - R33 task-withdrawn t3: the AUD 800.00 promised for Thu 5 Aug 2021 did not come; 1 broken so far
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """);

    [Fact]
    public void R33_RefusedOnThePromisedDay_IsBrokenAtOnce_ButNotCalledTwiceThatDay() => AtCallOne()
        .Promises("t1", "2021-08-09")
        .WakesByItself().At("Mon 2021-08-09 10:00").Answers("t3", OutcomeKind.ReachedRefused)
        .Then("""
            task t3 done: reached-refused
            call t3 reached-refused
            promise p2 of 1,000.00 for Mon 9 Aug broken, 0.00 received
            - R25 call-made t3: reached-refused
            - R33 promise-broken p2: the AUD 1,000.00 promised for Mon 9 Aug 2021 did not come; 1 broken so far
            = open; call-2 planned Tue 10 Aug; wakes Tue 10 Aug 08:30
            """);

    [Fact]
    public void R33_AnotherPromiseBeforeTheDay_MovesIt() => AtCallOne()
        .Promises("t1", "2021-08-09")
        .At("Thu 2021-08-05 09:00").PromisesByMail("2021-08-11")
        .Then("""
            promise p2 of 1,000.00 for Mon 9 Aug lapsed, 0.00 received
            promise p3 of 1,000.00 for Wed 11 Aug live, 0.00 received
            - R33 note p2: the AUD 1,000.00 promised for Mon 9 Aug 2021 no longer counts
            - R33 promise-made p3: AUD 1,000.00 promised for Wed 11 Aug 2021
            - R33 suspended: a promise for Wed 11 Aug 2021 suspends the ladder
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Wed 11 Aug 08:30
            """);

    [Fact]
    public void R33_AnotherPromiseOnTheDay_BreaksTheFirst() => AtCallOne()
        .Promises("t1", "2021-08-09")
        .WakesByItself().At("Mon 2021-08-09 10:00").Promises("t3", "2021-08-11")
        .Then("""
            task t3 done: reached-promise
            call t3 reached-promise
            promise p2 of 1,000.00 for Mon 9 Aug broken, 0.00 received
            promise p4 of 1,000.00 for Wed 11 Aug live, 0.00 received
            - R25 call-made t3: reached-promise
            - R33 promise-broken p2: the AUD 1,000.00 promised for Mon 9 Aug 2021 did not come; 1 broken so far
            - R33 promise-made p4: AUD 1,000.00 promised for Wed 11 Aug 2021
            - R33 suspended: a promise for Wed 11 Aug 2021 suspends the ladder
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Wed 11 Aug 08:30
            """);

    [Fact]
    public void R33_ThreeBrokenPromises_NoMoreOfThem_Management() => AtCallOne()
        .Promises("t1", "2021-08-03").WakesByItself().WakesByItself()
        .PromisesByMail("2021-08-05").WakesByItself().WakesByItself()
        .PromisesByMail("2021-08-10").WakesByItself()
        .At("Tue 2021-08-10 10:00").Answers("t7", OutcomeKind.NoAnswer).WakesByItself()
        .Then("""
            promise p6 of 1,000.00 for Tue 10 Aug broken, 0.00 received
            task t8 management-call manager management-call by management-call, due Wed 11 Aug 08:30, 1,000.00 owing, 1 failed
            - R33 promise-broken p6: the AUD 1,000.00 promised for Tue 10 Aug 2021 did not come; 3 broken so far
            - R33 suspended: 3 promises were broken: no more promises, management calls
            - R33 task-opened t8: 3 promises were broken: no more promises, management calls
            = waiting for management; call-2 planned Mon 9 Aug
            """)
        .PromisesByMail("2021-08-20")
        .Then("""
            refused R33: 3 promises were broken: no more promises on this case; a manager decides
            = waiting for management; call-2 planned Mon 9 Aug
            """)
        .At("Thu 2021-08-12 10:00").ByManager().Answers("t8", OutcomeKind.ReachedRefused)
        .Then("""
            task t8 done: reached-refused
            call t8 reached-refused
            - R25 call-made t8: reached-refused
            - R25 resumed: management has called
            = open; call-2 planned Fri 13 Aug; wakes Fri 13 Aug 08:30
            """);

    [Fact]
    public void R33_ThirdBrokenPromiseWhileTheManagementCallIsOpen_AsksForNoSecondOne() => AtManagementCall()
        .PromisesByMail("2021-08-25").WakesByItself().WakesByItself()
        .PromisesByMail("2021-08-27").WakesByItself().WakesByItself()
        .PromisesByMail("2021-08-31").WakesByItself().WakesByItself()
        .Then("""
            promise p10 of 1,000.00 for Tue 31 Aug broken, 0.00 received
            task t11 withdrawn
            - R33 promise-broken p10: the AUD 1,000.00 promised for Tue 31 Aug 2021 did not come; 3 broken so far
            - R33 task-withdrawn t11: the AUD 1,000.00 promised for Tue 31 Aug 2021 did not come; 3 broken so far
            - R33 suspended: 3 promises were broken: no more promises, management calls
            = waiting for management, on stop; management-call task-open
            """);

    [Fact]
    public void R33_ClaimThatAnotherPauseHid_IsWaitedForAgain() => AtManagementCall()
        .PromisesByMail("2021-08-25").WakesByItself()
        .At("Wed 2021-08-25 10:00").Answers("t7", OutcomeKind.ReachedPaidClaim)
        .ByManager().Answers("t5", OutcomeKind.ReachedPlanWanted)
        .ThenIs("waiting for plan-wanted, on stop; agency planned Thu 2 Sep")
        .Answers("t8", OutcomeKind.Done)
        .ThenIs("waiting for paid-claim, on stop; agency planned Thu 2 Sep; wakes Thu 26 Aug 08:30");

    [Fact]
    public void R33_PromisedDayThatWasSleptThrough_IsNotCalledOnAfterHours() => AtCallOne()
        .Promises("t1", "2021-08-11")
        .At("Wed 2021-08-11 18:00").Wakes()
        .Then("""
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Thu 12 Aug 08:30
            """);

    [Fact]
    public void R28_PromiseOfAnAbusiveCustomer_IsNotCheckedByAClerk() => AtCallOne()
        .Answers("t1", OutcomeKind.Abusive).Pays(1000, "I1")
        .Owes("I2", "2021-08-01", "2021-08-31", 400)
        .At("Wed 2021-09-01 06:00").Scans().PromisesByMail("2021-09-02").WakesByItself()
        .Then("""
            = waiting for promise; call-1 planned Thu 2 Sep; wakes Fri 3 Sep 08:30
            """)
        .WakesByItself()
        .Then("""
            promise p3 of 400.00 for Thu 2 Sep broken, 0.00 received
            task t4 boss-call manager boss-call by boss-call, due Fri 3 Sep 08:30, 400.00 owing, 0 failed
            - R33 promise-broken p3: the AUD 400.00 promised for Thu 2 Sep 2021 did not come; 1 broken so far
            - R28 suspended: the customer was abusive: no more calls by clerks, the boss calls today; look at the account's history and references
            - R28 task-opened t4: the customer was abusive: no more calls by clerks, the boss calls today; look at the account's history and references
            = waiting for management; call-1 planned Thu 2 Sep
            """);

    [Fact]
    public void R28_AbusiveTwice_OneTaskForTheBoss() => AtManagementCall()
        .PromisesByMail("2021-08-25").WakesByItself()
        .At("Wed 2021-08-25 10:00").Answers("t7", OutcomeKind.Abusive)
        .ByManager().Answers("t5", OutcomeKind.Abusive)
        .Then("""
            task t5 done: abusive
            call t5 abusive
            - R25 call-made t5: abusive
            - R25 resumed: management has called
            - R28 suspended: the customer was abusive: no more calls by clerks, the boss calls today; look at the account's history and references
            = waiting for management, on stop; agency planned Thu 2 Sep
            """);

    [Fact]
    public void R33_PromiseBeyondFourteenDays_NeedsAManager() => AtCallOne()
        .Promises("t1", "2021-08-17")
        .Then("""
            refused R33: the promised day Tue 17 Aug 2021 is more than 14 days ahead: a manager must agree
            = open; call-1 task-open
            """)
        .ByManager().Promises("t1", "2021-08-17")
        .ThenIs("waiting for promise; call-2 planned Mon 9 Aug; wakes Tue 17 Aug 08:30");

    [Fact]
    public void R33_PromiseOfFourteenDays_IsAClerksToTake() => AtCallOne()
        .Promises("t1", "2021-08-16")
        .ThenIs("waiting for promise; call-2 planned Mon 9 Aug; wakes Mon 16 Aug 08:30");

    [Fact]
    public void R33_PromiseForAWeekend_IsWatchedOnTheNextOfficeDay() => AtCallOne()
        .Promises("t1", "2021-08-07")
        .ThenIs("waiting for promise; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30");

    [Fact]
    public void R33_PromiseGivenOutsideOfACall_WithdrawsTheCall_AndItsRungIsTheNext() => AtCallOne()
        .PromisesByMail("2021-08-04")
        .Then("""
            promise p2 of 1,000.00 for Wed 4 Aug live, 0.00 received
            task t1 withdrawn
            - R33 promise-made p2: AUD 1,000.00 promised for Wed 4 Aug 2021
            - R33 task-withdrawn t1: a promise for Wed 4 Aug 2021 suspends the ladder
            - R33 suspended: a promise for Wed 4 Aug 2021 suspends the ladder
            = waiting for promise; call-1 planned Mon 2 Aug; wakes Wed 4 Aug 08:30
            """);

    [Theory]
    [InlineData("2021-08-01", null, "R33: the promised day Sun 1 Aug 2021 is past")]
    [InlineData("2021-08-04", 1000.01, "R33: the promised amount AUD 1,000.01 is not between nothing and the AUD 1,000.00 owing")]
    [InlineData("2021-08-04", 0.0, "R33: the promised amount AUD 0.00 is not between nothing and the AUD 1,000.00 owing")]
    public void R33_PromiseThatIsNone_IsRefused(string day, double? amount, string why) => AtCallOne()
        .PromisesByMail(day, (decimal?)amount)
        .Then($"""
            refused {why}
            = open; call-1 task-open
            """);

    [Fact]
    public void R33_PromiseInAnotherCurrency_IsRefused() => AtCallOne()
        .When(new PromiseGiven(new Actor("Cleo"), new(2021, 8, 4), Money.Of(10, Currency.Parse("USD"))))
        .Then("""
            refused R40: the account trades in AUD, so USD 10.00 is no amount of its own
            = open; call-1 task-open
            """);

    [Fact]
    public void R33_PromiseByAManagerBeyondTheCalendars_IsRefused() => AtCallOne()
        .ByManager().PromisesByMail("9999-12-31")
        .Then("""
            refused R40: Fri 31 Dec 9999 is further ahead than the calendars reach
            = open; call-1 task-open
            """);

    [Fact]
    public void R33_PromiseWhileNothingIsOwing_IsRefused() => AtCallOne()
        .Pays(1000, "I1").PromisesByMail("2021-08-04")
        .Then("""
            refused R33: nothing is owing that could be promised
            = closed paid
            """);

    [Fact]
    public void R33_CallThatReachedAPromiseWithoutADay_IsRefused() => AtCallOne()
        .Answers("t1", OutcomeKind.ReachedPromise)
        .Then("""
            refused R33: the promised day is missing (promise.date)
            = open; call-1 task-open
            """);

    [Fact]
    public void R33_DisputeOfEverythingThatWasPromised_LetsThePromiseLapse() => AtCallOne()
        .Promises("t1", "2021-08-05").Disputes("I1", 1000)
        .Then("""
            dispute d3 of I1: 1,000.00 pricing, Sam looks again Mon 16 Aug
            task t4 dispute sales d3-A by dispute, due Mon 16 Aug 08:30, 0.00 owing, 0 failed
            promise p2 of 1,000.00 for Thu 5 Aug lapsed, 0.00 received
            - R4 dispute-opened d3: AUD 1,000.00 of invoice I1 is disputed and stands aside
            - R4 task-opened t4: AUD 1,000.00 of invoice I1 is disputed and stands aside
            - R33 note p2: the AUD 1,000.00 promised for Thu 5 Aug 2021 no longer counts
            - R4 closed: nothing is left but AUD 1,000.00 in dispute
            = closed nothing-owing
            """);

    private static Story AtManagementCall() => AtCallOne().Answers("t1", OutcomeKind.NoAnswer)
        .Climbs("call-3", "Mon 2021-08-16 10:00")
        .WakesByItself().LetterGoes().WakesByItself()
        .ThenIs("open, on stop; management-call task-open");

    private static Story AtCallOne() => Story.OfThreeCalls().WakesByItself().At("Mon 2021-08-02 10:00");
}
