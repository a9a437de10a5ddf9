using Collections.Core.Cases;

namespace Collections.Core.Tests.Cases;

/// <summary>A payment that is probably theirs: paid customers are not chased, whether or not anybody has matched the money yet (R20).</summary>
public sealed class LikelyPaymentTests
{
    [Fact]
    public void R20_LikelyPayment_TheQueuedLetterDoesNotGo_AndATaskAsks() => AtALikelyPayment()
        .Then("""
            letter l1 is withdrawn
            task t2 match-payment clerk match-payment by match-payment, due Tue 3 Aug 08:30, 1,200.00 owing, 0 failed
            - R20 note b7: a payment of AUD 1,200.00 is probably theirs: J1 is named
            - R20 letter-withdrawn l1: a payment is probably theirs: contacts wait until somebody has looked at it
            - R20 task-opened t2: a payment of AUD 1,200.00 is probably theirs: J1 is named
            - R20 suspended: a payment is probably theirs: contacts wait until somebody has looked at it
            = waiting for likely-payment; letter-1 planned Tue 3 Aug; wakes Wed 4 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            = waiting for likely-payment; letter-1 planned Tue 3 Aug; wakes Thu 5 Aug 08:30
            """);

    [Fact]
    public void R20_NotTheirs_TheLetterGoesOnTheNextCollectionDay() => AtALikelyPayment()
        .At("Wed 2021-08-04 10:00").LooksAt("b7")
        .Then("""
            task t2 withdrawn
            - R20 note b7: somebody has looked at the payment of AUD 1,200.00 that was probably theirs
            - R20 task-withdrawn t2: no payment is left that is probably theirs
            - R20 resumed: no payment is left that is probably theirs
            = open; letter-1 planned Thu 5 Aug; wakes Thu 5 Aug 08:30
            """);

    [Fact]
    public void R20_Theirs_TheCaseClosesAsPaid() => AtALikelyPayment()
        .At("Wed 2021-08-04 10:00").Pays(1200, "J1")
        .Then("""
            task t2 withdrawn
            - R31 payment b1: AUD 1,200.00 received, of AUD 1,200.00 owing
            - R31 closed: everything owing is paid
            - R20 task-withdrawn t2: nothing is owing that a payment could settle
            = closed paid
            """)
        .LooksAt("b7")
        .Then("""
            - R20 note b7: somebody has looked at the payment of AUD 1,200.00 that was probably theirs
            = closed paid
            """);

    [Fact]
    public void R32_Theirs_ALargePartSuspendsTheLadder() => AtALikelyPayment()
        .At("Wed 2021-08-04 10:00").Pays(700, "J1").LooksAt("b7")
        .ThenIs("waiting for part-payment; letter-1 planned Tue 3 Aug; wakes Wed 11 Aug 08:30");

    [Fact]
    public void R20_TwoLikelyPayments_OneTask_UntilBothAreLookedAt() => AtALikelyPayment()
        .Suspects("b8", 300)
        .Then("""
            - R20 note b8: a payment of AUD 300.00 is probably theirs: J1 is named
            = waiting for likely-payment; letter-1 planned Tue 3 Aug; wakes Wed 4 Aug 08:30
            """)
        .LooksAt("b7")
        .ThenIs("waiting for likely-payment; letter-1 planned Tue 3 Aug; wakes Wed 4 Aug 08:30")
        .LooksAt("b8")
        .Then("""
            task t2 withdrawn
            letter l3 letter-1 by first-letter, not before Tue 3 Aug 08:30
            - R20 note b8: somebody has looked at the payment of AUD 300.00 that was probably theirs
            - R20 task-withdrawn t2: no payment is left that is probably theirs
            - R20 resumed: no payment is left that is probably theirs
            - R9 letter-intended l3: letter-1 was due Tue 3 Aug 2021
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R20_SamePaymentTwice_IsOneSuspicion()
    {
        var story = AtALikelyPayment().Suspects("b7", 1200, "J1 and its amount");
        Assert.Equal("J1 and its amount", Assert.Single(story.Case.Suspected).Why);
    }

    [Fact]
    public void R20_PaymentThatWasNotSuspected_IsIgnored() => Story.OfAugust().LooksAt("b9")
        .Then("""
            - R20 ignored b9: payment b9 is not among those that are probably theirs
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R20_TaskByHand_IsRefusedWhileThePaymentWaits() => AtALikelyPayment().Answers("t2", OutcomeKind.Done)
        .Then("""
            refused R20: payment b7 still waits: allocate it, or say that it is not theirs; the task then ends by itself
            = waiting for likely-payment; letter-1 planned Tue 3 Aug; wakes Wed 4 Aug 08:30
            """);

    [Fact]
    public void R20_NothingIsOwing_NobodyIsAsked_AndACaseThatOpensWaits() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 1200)
        .At("Fri 2021-07-30 10:00").Suspects("b7", 1200)
        .Then("""
            - R20 note b7: a payment of AUD 1,200.00 is probably theirs: J1 is named
            = none none
            """)
        .At("Tue 2021-08-03 06:00").Scans()
        .Then("""
            opened R5: AUD 1,200.00 is owing, the oldest due Sat 31 Jul 2021
            task t1 match-payment clerk match-payment by match-payment, due Tue 3 Aug 08:30, 1,200.00 owing, 0 failed
            - R5 opened: AUD 1,200.00 is owing, the oldest due Sat 31 Jul 2021
            - R20 task-opened t1: a payment of AUD 1,200.00 is probably theirs: J1 is named
            - R20 suspended: a payment is probably theirs: contacts wait until somebody has looked at it
            = waiting for likely-payment; letter-1 planned Tue 3 Aug; wakes Wed 4 Aug 08:30
            """);

    [Fact]
    public void R20_LikelyPayment_TheCallIsTakenBack_AndNoPromiseIsCalledBroken() => Story.OfThreeCalls()
        .WakesByItself().At("Mon 2021-08-02 10:00").Promises("t1", "2021-08-04")
        .At("Tue 2021-08-03 10:00").Suspects("b7", 1000)
        .ThenIs("waiting for promise; call-2 planned Mon 9 Aug; wakes Wed 4 Aug 08:30")
        .At("Thu 2021-08-05 08:30").Wakes()
        .Then("""
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Fri 6 Aug 08:30
            """)
        .At("Thu 2021-08-05 12:00").LooksAt("b7")
        .Then("""
            task t3 withdrawn
            promise p2 of 1,000.00 for Wed 4 Aug broken, 0.00 received
            - R20 note b7: somebody has looked at the payment of AUD 1,000.00 that was probably theirs
            - R20 task-withdrawn t3: no payment is left that is probably theirs
            - R33 promise-broken p2: the AUD 1,000.00 promised for Wed 4 Aug 2021 did not come; 1 broken so far
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """);

    [Fact]
    public void R26_LikelyPayment_NoClaimIsDoubted() => Story.OfThreeCalls()
        .WakesByItself().At("Mon 2021-08-02 10:00").Answers("t1", OutcomeKind.ReachedPaidClaim)
        .Suspects("b7", 1000)
        .At("Tue 2021-08-03 08:30").Wakes()
        .ThenIs("waiting for paid-claim; call-2 planned Mon 9 Aug; wakes Wed 4 Aug 08:30");

    [Fact]
    public void R20_SilentBank_HidesALikelyPayment_WhichHoldsOn() => Story.OfAugust()
        .BankIsSilentSince("2021-07-29")
        .At("Tue 2021-08-03 08:30").LetterIsReady().Suspects("b7", 1200)
        .ThenIs("waiting for likely-payment; letter-1 planned Tue 3 Aug; wakes Wed 4 Aug 08:30")
        .BankIsSilentSince(null).At("Thu 2021-08-05 08:30").Wakes()
        .Then("""
            = waiting for likely-payment; letter-1 planned Tue 3 Aug; wakes Fri 6 Aug 08:30
            """);

    [Fact]
    public void R13_LikelyPayment_TakesTheHandOverBack_AndItComesAgain() => Story.OfThreeCalls()
        .Climbs("call-3", "Mon 2021-08-16 10:00").WakesByItself().LetterGoes().WakesByItself()
        .At("Tue 2021-08-24 11:00").ByManager().Answers("t5", OutcomeKind.Done).WakesByItself()
        .ThenIs("open, on stop; agency task-open")
        .Suspects("b7", 1000)
        .ThenIs("waiting for likely-payment, on stop; agency planned Thu 2 Sep; wakes Fri 3 Sep 08:30")
        .LooksAt("b7")
        .ThenIs("open, on stop; agency task-open");

    [Fact]
    public void R37_ReversalWhileAnotherPaymentIsLikely_SupplyStopsOnlyOnceItIsLookedAt() => Story.OfThreeCalls()
        .Climbs("call-3", "Mon 2021-08-16 10:00")
        .At("Mon 2021-08-16 11:00").Pays(1000, "I1")
        .At("Mon 2021-08-16 12:00").Suspects("b7", 1000).PaymentIsReversed(1000, "I1")
        .ThenIs("waiting for likely-payment; final-letter planned Mon 23 Aug; wakes Tue 17 Aug 08:30")
        .LooksAt("b7")
        .ThenIs("open, on stop; final-letter planned Mon 23 Aug; wakes Mon 23 Aug 08:30");

    private static Story AtALikelyPayment() => Story.OfAugust().At("Tue 2021-08-03 08:30").Suspects("b7", 1200);
}
