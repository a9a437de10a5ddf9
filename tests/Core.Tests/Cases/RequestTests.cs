using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Tests.Cases;

/// <summary>What people ask for outside of calls: disputes (R4), holds (R36), notes; and what is ignored or refused.</summary>
public sealed class RequestTests
{
    [Fact]
    public void R4_DisputedPart_StandsAside_AndTheRestIsChased() => Story.OfAugust()
        .Disputes("J1", 300)
        .Then("""
            dispute d2 of J1: 300.00 pricing, Sam looks again Tue 17 Aug
            task t3 dispute sales d2-A by dispute, due Tue 17 Aug 08:30, 900.00 owing, 0 failed
            - R4 dispute-opened d2: AUD 300.00 of invoice J1 is disputed and stands aside
            - R4 task-opened t3: AUD 300.00 of invoice J1 is disputed and stands aside
            = open; letter-1 letter-out
            """)
        .At("Tue 2021-08-03 08:30").LetterIsReady()
        .Then("""
            letter l1 goes out
            - R19 letter-attempted l1: letter-1 goes out: AUD 900.00 is owing at this moment
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R4_RejectedDispute_ComesBackAtTheFirstStep_BesideTheMainLadder() => Story.OfAugust()
        .Disputes("J1", 300)
        .Climbs("call-2", "Fri 2021-08-06 10:00")
        .At("Mon 2021-08-09 10:00").DisputeEnds("d2", "J1", 300, credited: false)
        .Then("""
            dispute d2 rejected Mon 9 Aug
            task t3 withdrawn
            - R4 dispute-ended d2: the dispute of invoice J1 was rejected: it is chased again, from the first step
            - R4 task-withdrawn t3: the dispute of invoice J1 was rejected: it is chased again, from the first step
            = open; letter-3 planned Tue 10 Aug and [J1 300.00] letter-1 planned Tue 10 Aug; wakes Tue 10 Aug 08:30
            """);

    [Fact]
    public void R4_RejectedDisputeReportedTwice_IsIgnoredTheSecondTime() => Story.OfAugust()
        .Disputes("J1", 300).DisputeEnds("d2", "J1", 300, credited: false).DisputeEnds("d2", "J1", 300, credited: false)
        .Then("""
            - R4 ignored d2: no open dispute d2-A
            = open; letter-1 letter-out and [J1 300.00] letter-1 planned Tue 3 Aug
            """);

    [Fact]
    public void R4_CreditedDispute_Ends() => Story.OfAugust()
        .Disputes("J1", 300).HasUnappliedCredit(300).DisputeEnds("d2", "J1", 300, credited: true)
        .Then("""
            dispute d2 credited Tue 3 Aug
            task t3 withdrawn
            - R4 dispute-ended d2: invoice J1 was credited: its dispute is over
            - R4 task-withdrawn t3: invoice J1 was credited: its dispute is over
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R4_ReturnedPartPaid_ItsLadderStandsAside_AndGoesOnIfThePaymentComesBack() => Story.OfAugust()
        .Owes("J2", "2021-06-20", "2021-07-31", 400).Disputes("J2", 400)
        .Climbs("call-1", "Wed 2021-08-04 10:00").DisputeEnds("d2", "J2", 400, credited: false)
        .ThenIs("open; letter-2 planned Thu 5 Aug and [J2 400.00] letter-1 planned Thu 5 Aug; wakes Thu 5 Aug 08:30")
        .At("Wed 2021-08-04 12:00").Pays(400, "J2")
        .Then("""
            - R31 payment b1: AUD 400.00 received, of AUD 1,600.00 owing
            - R32 note: AUD 400.00 is too small a part of AUD 1,600.00 to wait: the ladder goes on
            - R4 note: J2 is settled: its ladder stands aside
            = open; letter-2 planned Thu 5 Aug and [J2 400.00] letter-1 cleared; wakes Thu 5 Aug 08:30
            """)
        .At("Wed 2021-08-04 13:00").PaymentIsReversed(400, "J2")
        .Then("""
            - R37 payment b1: a payment of AUD 400.00 came back
            - R4 note: J2 is owing again: its ladder goes on where it stood
            = open; letter-2 planned Thu 5 Aug and [J2 400.00] letter-1 planned Thu 5 Aug; wakes Thu 5 Aug 08:30
            """);

    [Fact]
    public void R4_ReturnedPartPaidWhileItsLetterIsOut_TheLetterCounts() => Story.OfAugust()
        .Owes("J2", "2021-06-20", "2021-07-31", 400).Disputes("J2", 400)
        .Climbs("call-1", "Wed 2021-08-04 10:00").DisputeEnds("d2", "J2", 400, credited: false)
        .WakesByItself().LetterGoes().WakesByItself().At("Fri 2021-08-06 10:00").Answers("t6", OutcomeKind.NoAnswer)
        .WakesByItself().LetterIsReady()
        .ThenIs("open; letter-3 planned Tue 10 Aug and [J2 400.00] letter-1 letter-out")
        .Pays(400, "J2")
        .ThenIs("open; letter-3 planned Tue 10 Aug and [J2 400.00] letter-1 letter-out")
        .LetterIsSent()
        .Then("""
            letter l7 is sent
            - R19 letter-sent l7: letter-1 was sent
            - R4 note: J2 is settled: its ladder stands aside
            = open; letter-3 planned Thu 12 Aug and [J2 400.00] call-1 cleared; wakes Thu 12 Aug 08:30
            """);

    [Fact]
    public void R4_EverythingButTheReturnedPartPaid_TheMainLadderStandsAside() => Story.OfAugust()
        .Owes("J2", "2021-06-20", "2021-07-31", 400).Disputes("J2", 400)
        .Climbs("call-1", "Wed 2021-08-04 10:00").DisputeEnds("d2", "J2", 400, credited: false)
        .At("Wed 2021-08-04 12:00").Pays(1200, "J1")
        .Then("""
            - R31 payment b1: AUD 1,200.00 received, of AUD 1,600.00 owing
            - R32 suspended: AUD 1,200.00 of AUD 1,600.00 was paid: the ladder waits until Wed 11 Aug 2021
            - R4 note: the rest is settled: its ladder stands aside
            = waiting for part-payment; letter-2 cleared and [J2 400.00] letter-1 planned Thu 5 Aug; wakes Wed 11 Aug 08:30
            """)
        .At("Wed 2021-08-11 08:30").Wakes()
        .ThenIs("open; letter-2 cleared and [J2 400.00] letter-1 planned Thu 12 Aug; wakes Thu 12 Aug 08:30");

    [Fact]
    public void R4_RejectedDisputeWithoutACase_WaitsForTheNextScan() => Story.OfThreeCalls()
        .Disputes("I1", 1000).ThenIs("closed nothing-owing")
        .DisputeEnds("d1", "I1", 1000, credited: false)
        .Then("""
            dispute d1 rejected Sun 1 Aug
            task t2 withdrawn
            - R4 dispute-ended d1: the dispute of invoice I1 was rejected: it is chased again, from the first step
            - R4 task-withdrawn t2: the dispute of invoice I1 was rejected: it is chased again, from the first step
            = closed nothing-owing
            """)
        .At("Mon 2021-08-02 06:00").Scans()
        .ThenIs("open; call-1 task-open");

    [Fact]
    public void R4_DisputeThatSomebodyLookedAt_IsLookedAtAgain() => Story.OfAugust()
        .Disputes("J1", 300)
        .At("Tue 2021-08-17 10:00").Answers("t3", OutcomeKind.Done)
        .Then("""
            task t3 done: done
            task t4 dispute sales d2-A by dispute, due Tue 31 Aug 08:30, 900.00 owing, 0 failed
            - R25 task-done t3: done
            - R4 task-opened t4: the dispute goes on: look again Tue 31 Aug 2021
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R4_SecondDisputeOfAnInvoice_IsOfWhatIsLeft() => Story.OfAugust()
        .Disputes("J1", 300).Disputes("J1", 901)
        .Then("""
            refused R4: the disputed amount AUD 901.00 is not between nothing and the AUD 900.00 open on invoice J1
            = open; letter-1 letter-out
            """);

    [Theory]
    [InlineData("J9", 10, "R4: invoice J9 is not open on this account")]
    [InlineData("J1", 1200.01, "R4: the disputed amount AUD 1,200.01 is not between nothing and the AUD 1,200.00 open on invoice J1")]
    [InlineData("J1", 0, "R4: the disputed amount AUD 0.00 is not between nothing and the AUD 1,200.00 open on invoice J1")]
    public void R4_DisputeOfWhatIsNotOpen_IsRefused(string invoice, double amount, string why) => Story.OfAugust()
        .Disputes(invoice, (decimal)amount)
        .Then($"""
            refused {why}
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R4_DisputeInAnotherCurrency_IsRefused() => Story.OfAugust()
        .When(new DisputeRaised(new Actor("Cleo"), new DisputeDetails("J1", Money.Of(10, Currency.Parse("USD")), DisputeKind.Other)))
        .Then("""
            refused R40: the account trades in AUD, so USD 10.00 is no amount of its own
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R36_Hold_StopsWhatIsUnderWay_AndEndsByItself() => AtCallOne()
        .IsHeld("2021-08-12")
        .Then("""
            task t1 withdrawn
            - R36 task-withdrawn t1: the case is held
            - R36 held h2: held until Thu 12 Aug 2021: asked to wait
            = held; call-1 planned Mon 2 Aug; wakes Thu 12 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            task t3 call clerk call-1 by call-1, due Thu 12 Aug 08:30, 1,000.00 owing, 0 failed
            - R36 hold-ended h2: the hold ended Thu 12 Aug 2021
            - R9 task-opened t3: call-1 was due Mon 2 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void R36_HoldDuringAPromise_ThePromiseIsWatchedAfterwards() => AtCallOne()
        .Promises("t1", "2021-08-05").IsHeld("2021-08-12")
        .ThenIs("held for promise; call-2 planned Mon 9 Aug; wakes Thu 12 Aug 08:30")
        .WakesByItself()
        .Then("""
            promise p2 of 1,000.00 for Thu 5 Aug broken, 0.00 received
            task t4 call clerk call-2 by call-2, due Thu 12 Aug 08:30, 1,000.00 owing, 0 failed
            - R36 hold-ended h3: the hold ended Thu 12 Aug 2021
            - R33 promise-broken p2: the AUD 1,000.00 promised for Thu 5 Aug 2021 did not come; 1 broken so far
            - R9 task-opened t4: call-2 was due Mon 9 Aug 2021
            = open; call-2 task-open
            """);

    [Fact]
    public void R36_HoldThatIsLifted_IsOver() => AtCallOne()
        .IsHeld("2021-08-12").When(new HoldLifted(new Actor("Cleo"), "h2-A"))
        .Then("""
            task t3 call clerk call-1 by call-1, due Mon 2 Aug 10:00, 1,000.00 owing, 0 failed
            - R36 hold-ended h2: the hold was lifted
            - R9 task-opened t3: call-1 was due Mon 2 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void R36_SecondHold_TakesThePlaceOfTheFirst() => AtCallOne()
        .IsHeld("2021-08-12").IsHeld("2021-08-20", "new facts")
        .Then("""
            - R36 hold-ended h2: another hold took its place
            - R36 held h3: held until Fri 20 Aug 2021: new facts
            = held; call-1 planned Mon 2 Aug; wakes Fri 20 Aug 08:30
            """)
        .When(new HoldLifted(new Actor("Cleo"), "h2-A"))
        .Then("""
            - R36 ignored h2: no hold h2-A
            = held; call-1 planned Mon 2 Aug; wakes Fri 20 Aug 08:30
            """);

    [Fact]
    public void R36_HoldWhileALetterIsOut_ItIsNotTriedAgain() => Story.OfAugust()
        .At("Tue 2021-08-03 08:30").LetterIsReady().IsHeld("2021-08-12").LetterFails(permanently: false)
        .Then("""
            letter l1 is withdrawn
            - R19 letter-failed l1: the sender could not take the letter: 550 no such user
            - R19 letter-withdrawn l1: the sender could not take the letter: 550 no such user
            = held; letter-1 planned Tue 3 Aug; wakes Thu 12 Aug 08:30
            """);

    [Theory]
    [InlineData("2021-08-02", "R36: the hold's last day Mon 2 Aug 2021 is not after today")]
    [InlineData("9999-12-31", "R40: Fri 31 Dec 9999 is further ahead than the calendars reach")]
    public void R36_HoldUntilADayThatIsNone_IsRefused(string until, string why) => AtCallOne()
        .IsHeld(until)
        .Then($"""
            refused {why}
            = open; call-1 task-open
            """);

    [Fact]
    public void R36_HoldWithoutACase_IsRefused() => AtCallOne()
        .Pays(1000, "I1").IsHeld("2021-08-12")
        .Then("""
            refused R40: no case is open on the account
            = closed paid
            """);

    [Fact]
    public void Note_IsKept() => AtCallOne()
        .When(new NoteAdded(new Actor("Cleo"), "ask for Ann"))
        .Then("""
            note ask for Ann
            - R40 note: ask for Ann
            = open; call-1 task-open
            """);

    private static Story AtCallOne() => Story.OfThreeCalls().WakesByItself().At("Mon 2021-08-02 10:00");
}
