using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Tests.Cases;

/// <summary>What comes of a call (R25–R28): each outcome has its next thing.</summary>
public sealed class CallTests
{
    [Fact]
    public void R25_Refused_TheLadderGoesOn() => AtCallOne()
        .Answers("t1", new Outcome(OutcomeKind.ReachedRefused, "will not pay"))
        .Then("""
            task t1 done: reached-refused
            call t1 reached-refused
            - R25 call-made t1: reached-refused: will not pay
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """);

    [Fact]
    public void R25_Dispute_StandsAside_AndTheRestGoesOn() => AtCallOne()
        .Answers("t1", new Outcome(OutcomeKind.ReachedDispute, Dispute: new DisputeDetails("I1", Books.Aud(300), DisputeKind.ReturnedWithoutCredit, "by courier")))
        .Then("""
            task t1 done: reached-dispute
            call t1 reached-dispute
            dispute d2 of I1: 300.00 returned-without-credit, Sam looks again Mon 16 Aug
            task t3 dispute sales d2-A by dispute, due Mon 16 Aug 08:30, 700.00 owing, 0 failed
            - R25 call-made t1: reached-dispute
            - R4 dispute-opened d2: AUD 300.00 of invoice I1 is disputed and stands aside
            - R4 task-opened t3: AUD 300.00 of invoice I1 is disputed and stands aside
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """);

    [Fact]
    public void R25_DisputeOfEverything_LeavesNothingToChase() => AtCallOne()
        .Answers("t1", new Outcome(OutcomeKind.ReachedDispute, Dispute: new DisputeDetails("I1", null, DisputeKind.NotReceived)))
        .Then("""
            task t1 done: reached-dispute
            call t1 reached-dispute
            dispute d2 of I1: 1,000.00 not-received, Sam looks again Mon 16 Aug
            task t3 dispute sales d2-A by dispute, due Mon 16 Aug 08:30, 0.00 owing, 0 failed
            - R25 call-made t1: reached-dispute
            - R4 dispute-opened d2: AUD 1,000.00 of invoice I1 is disputed and stands aside
            - R4 task-opened t3: AUD 1,000.00 of invoice I1 is disputed and stands aside
            - R4 closed: nothing is left but AUD 1,000.00 in dispute
            = closed nothing-owing
            """);

    [Fact]
    public void R25_PlanWanted_WaitsForAManager() => AtCallOne()
        .Answers("t1", OutcomeKind.ReachedPlanWanted)
        .Then("""
            task t1 done: reached-plan-wanted
            call t1 reached-plan-wanted
            task t2 plan manager plan by plan, due Mon 2 Aug 10:00, 1,000.00 owing, 0 failed
            - R25 call-made t1: reached-plan-wanted
            - R34 suspended: they want to pay by instalments: a manager answers
            - R34 task-opened t2: they want to pay by instalments: a manager answers
            = waiting for plan-wanted; call-2 planned Mon 9 Aug
            """)
        .At("Tue 2021-08-10 09:00").ByManager().Answers("t2", OutcomeKind.Done)
        .Then("""
            task t2 done: done
            task t3 call clerk call-2 by call-2, due Tue 10 Aug 09:00, 1,000.00 owing, 0 failed
            - R25 task-done t2: done
            - R25 resumed: a manager has answered about instalments
            - R9 task-opened t3: call-2 was due Mon 9 Aug 2021
            = open; call-2 task-open
            """);

    [Fact]
    public void R25_WrongNumber_IsNoStep_AndTheCallIsMadeOnceThereIsANumber() => AtCallOne()
        .Answers("t1", OutcomeKind.WrongNumber)
        .Then("""
            task t1 done: wrong-number
            call t1 wrong-number
            task t2 find-number clerk find-number by find-number, due Mon 2 Aug 10:00, 1,000.00 owing, 0 failed
            - R25 call-made t1: wrong-number
            - R27 task-opened t2: 02 5550 0001 is somebody else's number: find the right one
            = open; call-1 no-number
            """)
        .At("Mon 2021-08-02 15:00").HasContact("ann@able.example", "02 5550 0002").When(new LedgerChanged())
        .Then("""
            task t2 withdrawn
            task t3 call clerk call-1 by call-1, due Mon 2 Aug 15:00, 1,000.00 owing, 0 failed
            - R27 resumed: there is a number to call; call-1 goes on
            - R27 task-withdrawn t2: there is a number to call; call-1 goes on
            - R9 task-opened t3: call-1 was due Mon 2 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void R25_WrongNumberThatWhoeverLookedFoundRight_IsCalledAgain() => AtCallOne()
        .Answers("t1", OutcomeKind.WrongNumber)
        .At("Mon 2021-08-02 14:00").When(new LedgerChanged())
        .ThenIs("open; call-1 no-number")
        .At("Tue 2021-08-03 10:00").Answers("t2", OutcomeKind.Done)
        .Then("""
            task t2 done: done
            task t3 call clerk call-1 by call-1, due Tue 3 Aug 10:00, 1,000.00 owing, 0 failed
            - R25 task-done t2: done
            - R27 resumed: there is a number to call; call-1 goes on
            - R9 task-opened t3: call-1 was due Tue 3 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void R25_NoNumberAtAll_IsATaskThatComesBack() => Story.OfThreeCalls().HasContact("ann@able.example", null)
        .WakesByItself()
        .Then("""
            task t1 find-number clerk find-number by find-number, due Mon 2 Aug 08:30, 1,000.00 owing, 0 failed
            - R27 task-opened t1: call-1 has no number to call
            = open; call-1 no-number
            """)
        .At("Mon 2021-08-02 10:00").Answers("t1", OutcomeKind.Done)
        .Then("""
            task t1 done: done
            task t2 find-number clerk find-number by find-number, due Tue 3 Aug 08:30, 1,000.00 owing, 0 failed
            - R25 task-done t1: done
            - R27 task-opened t2: call-1 has no number to call
            = open; call-1 no-number
            """);

    [Theory]
    [InlineData(OutcomeKind.Done, "a call ends with one of the call outcomes, not with 'done'")]
    [InlineData(OutcomeKind.Sent, "'sent' and 'not-sent' answer a check-letter task only")]
    public void R25_OutcomeThatIsNone_IsRefusedAndNothingChanges(OutcomeKind outcome, string why) => AtCallOne()
        .Answers("t1", outcome)
        .Then($"""
            refused R25: {why}
            = open; call-1 task-open
            """);

    [Fact]
    public void R25_TaskThatIsNotOpen_IsIgnored() => AtCallOne()
        .Answers("t1", OutcomeKind.NoAnswer).Answers("t1", OutcomeKind.NoAnswer)
        .Then("""
            - R40 ignored t1: task t1-A is not open
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """);

    [Fact]
    public void R26_CallOnThePromisedDay_AndOnTheNextBankingDayAfterAClaim() => Story.OfThreeCalls()
        .BankIsKnownTo("Thu 2021-08-12 07:00")
        .WakesByItself().At("Mon 2021-08-02 10:00").Promises("t1", "2021-08-11")
        .Then("""
            task t1 done: reached-promise
            call t1 reached-promise
            promise p2 of 1,000.00 for Wed 11 Aug live, 0.00 received
            - R25 call-made t1: reached-promise
            - R33 promise-made p2: AUD 1,000.00 promised for Wed 11 Aug 2021
            - R33 suspended: a promise for Wed 11 Aug 2021 suspends the ladder
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Wed 11 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            task t3 call clerk promise by promise-check, due Wed 11 Aug 08:30, 1,000.00 owing, 0 failed
            - R26 task-opened t3: AUD 1,000.00 was promised for today, Wed 11 Aug 2021: is it on its way?
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Thu 12 Aug 08:30
            """)
        .At("Wed 2021-08-11 10:00").Answers("t3", OutcomeKind.ReachedPaidClaim)
        .Then("""
            task t3 done: reached-paid-claim
            call t3 reached-paid-claim
            promise p2 of 1,000.00 for Wed 11 Aug claimed, 0.00 received
            - R25 call-made t3: reached-paid-claim
            - R26 claimed p2: they say it is paid: the bank's entries of Thu 12 Aug 2021 will tell
            = waiting for paid-claim; call-2 planned Mon 9 Aug; wakes Thu 12 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            promise p2 of 1,000.00 for Wed 11 Aug broken, 0.00 received
            task t4 call clerk claim by claim-check, due Thu 12 Aug 08:30, 1,000.00 owing, 0 failed
            - R26 resumed: they said it was paid, and after the bank's entries up to Thu 12 Aug 2021 07:00 AUD 1,000.00 is still owing: call again
            - R33 promise-broken p2: the AUD 1,000.00 promised for Wed 11 Aug 2021 did not come with the bank's entries up to Thu 12 Aug 2021 07:00; 1 broken so far
            - R26 task-opened t4: they said it was paid, and after the bank's entries up to Thu 12 Aug 2021 07:00 AUD 1,000.00 is still owing: call again
            = open; call-2 planned Mon 9 Aug
            """);

    [Fact]
    public void R26_PromiseBeforeABankHoliday_IsLookedAtWhenBanksPostAgain() => OfJuly()
        .Promises("t1", "2021-07-30")
        .ThenIs("waiting for promise; call-2 planned Tue 3 Aug; wakes Fri 30 Jul 08:30")
        .WakesByItself()
        .ThenIs("waiting for promise; call-2 planned Tue 3 Aug; wakes Tue 3 Aug 08:30");

    [Fact]
    public void R26_ClaimBeforeABankHoliday_IsLookedAtWhenBanksPostAgain() => OfJuly()
        .Promises("t1", "2021-07-30").WakesByItself()
        .At("Fri 2021-07-30 10:00").Answers("t3", OutcomeKind.ReachedPaidClaim)
        .ThenIs("waiting for paid-claim; call-2 planned Tue 3 Aug; wakes Tue 3 Aug 08:30");

    [Fact]
    public void R26_ClaimWithoutAPromise_IsBelievedUntilTheBankSpeaks() => AtCallOne()
        .BankIsKnownTo("Tue 2021-08-03 07:00")
        .Answers("t1", OutcomeKind.ReachedPaidClaim)
        .Then("""
            task t1 done: reached-paid-claim
            call t1 reached-paid-claim
            - R25 call-made t1: reached-paid-claim
            - R26 claimed: they say it is paid: the bank's entries of Tue 3 Aug 2021 will tell
            = waiting for paid-claim; call-2 planned Mon 9 Aug; wakes Tue 3 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            task t2 call clerk claim by claim-check, due Tue 3 Aug 08:30, 1,000.00 owing, 0 failed
            - R26 resumed: they said it was paid, and after the bank's entries up to Tue 3 Aug 2021 07:00 AUD 1,000.00 is still owing: call again
            - R26 task-opened t2: they said it was paid, and after the bank's entries up to Tue 3 Aug 2021 07:00 AUD 1,000.00 is still owing: call again
            = open; call-2 planned Mon 9 Aug
            """);

    [Fact]
    public void R26_ClaimThatWasTrue_Closes() => AtCallOne()
        .Answers("t1", OutcomeKind.ReachedPaidClaim)
        .At("Tue 2021-08-03 07:00").Pays(1000, "I1")
        .Then("""
            - R31 payment b1: AUD 1,000.00 received, of AUD 1,000.00 owing
            - R31 closed: everything owing is paid
            = closed paid
            """);

    [Fact]
    public void R27_FiveFailures_OneTask_AndASixthAddsNone() => Story.OfAugust()
        .LetterGoes().WakesByItself()
        .At("Wed 2021-08-04 10:00").Answers("t2", OutcomeKind.NoAnswer)
        .WakesByItself().LetterGoes().WakesByItself()
        .At("Fri 2021-08-06 10:00").Answers("t4", OutcomeKind.Voicemail)
        .WakesByItself().LetterGoes().WakesByItself()
        .At("Wed 2021-08-11 10:00").Answers("t6", OutcomeKind.Disconnected)
        .WakesByItself().LetterGoes().WakesByItself()
        .At("Fri 2021-08-13 10:00").Answers("t8", OutcomeKind.NoAnswer)
        .Then("""
            task t8 done: no-answer
            call t8 no-answer
            - R25 call-made t8: no-answer
            = open; hold planned Mon 16 Aug; wakes Mon 16 Aug 17:00
            """)
        .WakesByItself().WakesByItself().LetterGoes().WakesByItself()
        .At("Wed 2021-08-18 10:00").Answers("t10", OutcomeKind.NoAnswer)
        .Then("""
            task t10 done: no-answer
            call t10 no-answer
            task t11 find-number clerk find-number by find-number, due Wed 18 Aug 10:00, 1,200.00 owing, 5 failed
            - R25 call-made t10: no-answer
            - R27 task-opened t11: 5 calls reached nobody: ask the salesperson for another number, then search the web
            = open, on stop; final-letter planned Thu 26 Aug; wakes Thu 26 Aug 08:30
            """)
        .PromisesByMail("2021-08-19").WakesByItself()
        .At("Thu 2021-08-19 10:00").Answers("t13", OutcomeKind.NoAnswer)
        .Then("""
            task t13 done: no-answer
            call t13 no-answer
            - R25 call-made t13: no-answer
            = waiting for promise, on stop; final-letter planned Thu 26 Aug; wakes Fri 20 Aug 08:30
            """);

    [Fact]
    public void R27_Gatekeeper_BooksACallbackAndDoesNotCount() => AtCallOne()
        .Answers("t1", new Outcome(OutcomeKind.Gatekeeper, CallbackAt: Story.Moment("Mon 2021-08-02 14:00")))
        .Then("""
            call t1 gatekeeper
            task t1 moves to Mon 2 Aug 14:00
            - R25 call-made t1: gatekeeper
            - R27 task-moved t1: accounts were not in: call back Mon 2 Aug 2021 at 14:00
            = open; call-1 task-open
            """)
        .At("Mon 2021-08-02 14:05").Answers("t1", OutcomeKind.NoAnswer)
        .ThenIs("open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30");

    [Theory]
    [InlineData("Mon 2021-08-02 19:00", "Tue 3 Aug 08:30")]
    [InlineData("Sat 2021-08-07 11:00", "Mon 9 Aug 08:30")]
    public void R23_CallbackOutsideTheOfficeHours_IsTheNextOpening(string wanted, string booked)
    {
        var story = AtCallOne().Answers("t1", new Outcome(OutcomeKind.Gatekeeper, CallbackAt: Story.Moment(wanted)));
        Assert.Equal(booked, Told.At(story.Case.Tasks.Single().Due));
    }

    [Theory]
    [InlineData("2021-08-01T00:00Z")]
    [InlineData("9999-12-31T23:59Z")]
    public void R27_CallbackInThePastOrBeyondTheCalendars_IsRefused(string at)
    {
        var story = AtCallOne();
        var before = story.Case;
        story.Answers("t1", new Outcome(OutcomeKind.Gatekeeper, CallbackAt: Calendars.Dates.Moment(at)));
        Assert.Same(before, story.Case);
    }

    [Fact]
    public void R27_SomebodyReached_BeginsTheCountAnew() => AtCallOne()
        .Answers("t1", OutcomeKind.NoAnswer)
        .ThenHasFailed(1)
        .WakesByItself().At("Mon 2021-08-09 10:00").Answers("t2", OutcomeKind.ReachedRefused)
        .ThenHasFailed(0);

    [Fact]
    public void R28_Abusive_BlocksClerksAndCallsTheBoss() => AtCallOne()
        .Answers("t1", OutcomeKind.Abusive)
        .Then("""
            task t1 done: abusive
            call t1 abusive
            task t2 boss-call manager boss-call by boss-call, due Mon 2 Aug 10:00, 1,000.00 owing, 0 failed
            - R25 call-made t1: abusive
            - R28 suspended: the customer was abusive: no more calls by clerks, the boss calls today; look at the account's history and references
            - R28 task-opened t2: the customer was abusive: no more calls by clerks, the boss calls today; look at the account's history and references
            = waiting for management; call-2 planned Mon 9 Aug
            """)
        .At("Mon 2021-08-02 15:00").ByManager().Answers("t2", new Outcome(OutcomeKind.Done, "apologised"))
        .Then("""
            task t2 done: done
            call t2 done
            - R25 call-made t2: done: apologised
            - R25 resumed: the boss has called
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """);

    [Fact]
    public void R28_PromiseWhileTheBossIsToCall_WaitsForTheBoss() => AtCallOne()
        .Answers("t1", OutcomeKind.Abusive)
        .PromisesByMail("2021-08-05")
        .Then("""
            promise p3 of 1,000.00 for Thu 5 Aug live, 0.00 received
            - R33 promise-made p3: AUD 1,000.00 promised for Thu 5 Aug 2021
            = waiting for management; call-2 planned Mon 9 Aug
            """)
        .At("Tue 2021-08-03 15:00").ByManager().Answers("t2", OutcomeKind.Done)
        .ThenIs("waiting for promise; call-2 planned Mon 9 Aug; wakes Thu 5 Aug 08:30");

    [Fact]
    public void R28_AbusiveCustomerOfTheLastCase_IsCalledByTheBossAgain() => AtCallOne()
        .Answers("t1", OutcomeKind.Abusive)
        .Pays(1000, "I1")
        .Then("""
            task t2 withdrawn
            - R31 payment b1: AUD 1,000.00 received, of AUD 1,000.00 owing
            - R31 task-withdrawn t2: the case is closed
            - R31 closed: everything owing is paid
            = closed paid
            """)
        .Owes("I2", "2021-08-01", "2021-08-31", 400)
        .At("Wed 2021-09-01 06:00").Scans().WakesByItself()
        .Then("""
            task t3 boss-call manager boss-call by boss-call, due Thu 2 Sep 08:30, 400.00 owing, 0 failed
            - R28 suspended: the customer was abusive: no more calls by clerks, the boss calls today; look at the account's history and references
            - R28 task-opened t3: the customer was abusive: no more calls by clerks, the boss calls today; look at the account's history and references
            = waiting for management; call-1 planned Thu 2 Sep
            """);

    [Fact]
    public void Calls_OfTwoLaddersOnOneDay_AreOne() => Story.OfThreeCalls()
        .Owes("I2", "2021-07-01", "2021-07-31", 500).Disputes("I2", 500)
        .WakesByItself().At("Mon 2021-08-02 10:00").Answers("t3", OutcomeKind.NoAnswer)
        .At("Sat 2021-08-07 10:00").DisputeEnds("d1", "I2", 500, credited: false)
        .ThenIs("open; call-2 planned Mon 9 Aug and [I2 500.00] call-1 planned Mon 9 Aug; wakes Mon 9 Aug 08:30")
        .WakesByItself().At("Mon 2021-08-09 10:00").Answers("t4", OutcomeKind.NoAnswer)
        .ThenIs("open; call-3 planned Mon 16 Aug and [I2 500.00] call-1 planned Tue 10 Aug; wakes Tue 10 Aug 08:30");

    private static Story AtCallOne() => Story.OfThreeCalls().WakesByItself().At("Mon 2021-08-02 10:00");

    private static Story OfJuly() => new Story(TestPolicies.ThreeCalls)
        .Owes("I1", "2021-06-24", "2021-07-24", 1000)
        .At("Tue 2021-07-27 08:30").Scans();
}
