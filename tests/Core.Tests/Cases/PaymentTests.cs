using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Tests.Cases;

/// <summary>What money does: it comes (R31, R32), and it goes back (R37).</summary>
public sealed class PaymentTests
{
    [Fact]
    public void R31_EverythingPaid_ClosesAndWithdrawsWhatIsOpen() => AtCallOne()
        .Pays(1000, "I1")
        .Then("""
            task t1 withdrawn
            - R31 payment b1: AUD 1,000.00 received, of AUD 1,000.00 owing
            - R31 task-withdrawn t1: the case is closed
            - R31 closed: everything owing is paid
            = closed paid
            """);

    [Fact]
    public void R31_RemainderOfFiveDollars_CountsAsPaid() => AtCallOne()
        .Pays(995, "I1")
        .Then("""
            small balance 5.00
            task t1 withdrawn
            - R31 payment b1: AUD 995.00 received, of AUD 1,000.00 owing
            - R31 task-withdrawn t1: the case is closed
            - R31 closed: all but AUD 5.00 is paid, which counts as paid
            = closed paid
            """);

    [Fact]
    public void R31_RemainderOfACentMore_DoesNot() => AtCallOne()
        .Pays(994.99m, "I1")
        .ThenIs("waiting for part-payment; call-1 planned Mon 2 Aug; wakes Mon 9 Aug 08:30");

    [Fact]
    public void R31_PaidButForADisputedLine_ClosesAsPaid() => AtCallOne()
        .Disputes("I1", 300).Pays(700, "I1")
        .Then("""
            task t1 withdrawn
            - R31 payment b1: AUD 700.00 received, of AUD 700.00 owing
            - R31 task-withdrawn t1: the case is closed
            - R31 closed: everything owing is paid
            = closed paid
            """);

    [Fact]
    public void R31_PaidInTheBooks_ClosesAsPaid()
    {
        var story = AtCallOne();
        story.Books.Allocate("I1", Books.Aud(1000));
        story.When(new LedgerChanged())
            .Then("""
                task t1 withdrawn
                - R31 task-withdrawn t1: the case is closed
                - R31 closed: everything owing is paid
                = closed paid
                """);
    }

    [Fact]
    public void R31_PaymentOnAClosedCase_IsRecordedOnly() => AtCallOne()
        .Pays(1000, "I1").Owes("I2", "2021-08-01", "2021-08-31", 50).Pays(50, "I2")
        .Then("""
            - R31 payment b1: AUD 50.00 received, of AUD 0.00 owing
            = closed paid
            """);

    [Fact]
    public void R32_SmallPart_TheLadderGoesOn() => BeforeCallTwo()
        .At("Tue 2021-08-10 07:00").Pays(50, "I1")
        .Then("""
            - R31 payment b1: AUD 50.00 received, of AUD 1,000.00 owing
            - R32 note: AUD 50.00 is too small a part of AUD 1,000.00 to wait: the ladder goes on
            = open; call-2 planned Wed 11 Aug; wakes Wed 11 Aug 08:30
            """);

    [Fact]
    public void R32_LargePart_SuspendsForAWeek_ThenOnAtTheSameRung() => BeforeCallTwo()
        .At("Tue 2021-08-10 07:00").Pays(600, "I1")
        .Then("""
            - R31 payment b1: AUD 600.00 received, of AUD 1,000.00 owing
            - R32 suspended: AUD 600.00 of AUD 1,000.00 was paid: the ladder waits until Tue 17 Aug 2021
            = waiting for part-payment; call-2 planned Wed 11 Aug; wakes Tue 17 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            task t2 call clerk call-2 by call-2, due Tue 17 Aug 08:30, 400.00 owing, 1 failed
            - R32 resumed: the wait after the part payment ended Tue 17 Aug 2021
            - R9 task-opened t2: call-2 was due Wed 11 Aug 2021
            = open; call-2 task-open
            """);

    [Fact]
    public void R32_LargePartWhileACallIsOpen_WithdrawsIt_AndItComesBack() => AtCallOne()
        .Pays(600, "I1")
        .Then("""
            task t1 withdrawn
            - R31 payment b1: AUD 600.00 received, of AUD 1,000.00 owing
            - R32 task-withdrawn t1: AUD 600.00 of AUD 1,000.00 was paid: the ladder waits until Mon 9 Aug 2021
            - R32 suspended: AUD 600.00 of AUD 1,000.00 was paid: the ladder waits until Mon 9 Aug 2021
            = waiting for part-payment; call-1 planned Mon 2 Aug; wakes Mon 9 Aug 08:30
            """)
        .WakesByItself()
        .Then("""
            task t2 call clerk call-1 by call-1, due Mon 9 Aug 08:30, 400.00 owing, 0 failed
            - R32 resumed: the wait after the part payment ended Mon 9 Aug 2021
            - R9 task-opened t2: call-1 was due Mon 2 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void R32_PartPaymentDuringAPromise_CountsTowardsIt() => AtCallOne()
        .Promises("t1", "2021-08-11", 800)
        .At("Thu 2021-08-05 09:00").Pays(300, "I1")
        .Then("""
            promise p2 of 800.00 for Wed 11 Aug live, 300.00 received
            - R31 payment b1: AUD 300.00 received, of AUD 1,000.00 owing
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Wed 11 Aug 08:30
            """)
        .At("Fri 2021-08-06 09:00").Pays(500, "I1")
        .Then("""
            promise p2 of 800.00 for Wed 11 Aug kept, 800.00 received
            - R31 payment b1: AUD 500.00 received, of AUD 700.00 owing
            - R33 promise-kept p2: the AUD 800.00 promised for Wed 11 Aug 2021 came
            - R32 suspended: AUD 500.00 of AUD 700.00 was paid: the ladder waits until Fri 13 Aug 2021
            = waiting for part-payment; call-2 planned Mon 9 Aug; wakes Fri 13 Aug 08:30
            """);

    [Fact]
    public void R32_PaymentInAnotherCurrency_IsRecordedAndWeighsNothing() => AtCallOne()
        .When(new PaymentReceived(new Actor("bank"), "b1", Money.Of(600, Currency.Parse("NZD"))))
        .Then("""
            - R31 payment b1: NZD 600.00 received, of AUD 1,000.00 owing
            = open; call-1 task-open
            """);

    [Fact]
    public void R37_PaymentThatIsReversed_OpensTheCaseWhereItStood() => AtCallOne()
        .Answers("t1", OutcomeKind.NoAnswer)
        .At("Wed 2021-08-04 09:00").Pays(1000, "I1").ThenIs("closed paid")
        .At("Fri 2021-08-06 09:00").PaymentIsReversed(1000, "I1")
        .Then("""
            - R37 reopened b1: a payment of AUD 1,000.00 came back: the case goes on where it stood
            = open; call-2 planned Mon 9 Aug; wakes Mon 9 Aug 08:30
            """);

    [Fact]
    public void R37_ReversalAfterTheStopWasReleased_StopsAgain() => AtCallOne()
        .Answers("t1", OutcomeKind.NoAnswer).Climbs("call-3", "Mon 2021-08-16 10:00")
        .At("Tue 2021-08-17 09:00").Pays(1000, "I1").ThenIs("closed paid")
        .At("Thu 2021-08-19 09:00").PaymentIsReversed(1000, "I1")
        .Then("""
            supply stops
            - R37 reopened b1: a payment of AUD 1,000.00 came back: the case goes on where it stood
            - R11 supply-stopped: the money that had released supply came back: it stops again while AUD 1,000.00 is owing
            = open, on stop; final-letter planned Mon 23 Aug; wakes Mon 23 Aug 08:30
            """);

    [Fact]
    public void R37_ReversalWhileAFindContactTaskWasOpen_AsksForTheContactAgain() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 1200).HasContact(null, "02 5550 0001")
        .At("Tue 2021-08-03 06:00").Scans().Pays(1200, "J1").ThenIs("closed paid")
        .At("Thu 2021-08-05 09:00").PaymentIsReversed(1200, "J1")
        .Then("""
            task t2 find-contact clerk find-contact by find-contact, due Thu 5 Aug 09:00, 1,200.00 owing, 0 failed
            - R37 reopened b1: a payment of AUD 1,200.00 came back: the case goes on where it stood
            - R22 task-opened t2: letter-1 has nobody to go to: there is no contact for accounts or administration with an address
            = open; letter-1 no-contact
            """);

    [Fact]
    public void R37_ReversalOnAnOpenCase_IsRecordedAndTakenOffThePromise() => AtCallOne()
        .Promises("t1", "2021-08-11")
        .At("Thu 2021-08-05 09:00").Pays(300, "I1")
        .At("Fri 2021-08-06 09:00").PaymentIsReversed(300, "I1")
        .Then("""
            promise p2 of 1,000.00 for Wed 11 Aug live, 0.00 received
            - R37 payment b1: a payment of AUD 300.00 came back
            = waiting for promise; call-2 planned Mon 9 Aug; wakes Wed 11 Aug 08:30
            """);

    [Fact]
    public void R37_ReversalOfThePartThatSuspendedTheLadder_ResumesIt() => AtCallOne()
        .Pays(600, "I1")
        .ThenIs("waiting for part-payment; call-1 planned Mon 2 Aug; wakes Mon 9 Aug 08:30")
        .At("Wed 2021-08-04 09:00").PaymentIsReversed(600, "I1")
        .Then("""
            task t2 call clerk call-1 by call-1, due Wed 4 Aug 09:00, 1,000.00 owing, 0 failed
            - R37 payment b1: a payment of AUD 600.00 came back
            - R37 resumed: a payment of AUD 600.00 came back
            - R9 task-opened t2: call-1 was due Mon 2 Aug 2021
            = open; call-1 task-open
            """);

    [Fact]
    public void R37_ReversalOfASmallPart_LeavesTheLadderWaiting() => AtCallOne()
        .Pays(100, "I1").Pays(500, "I1")
        .At("Wed 2021-08-04 09:00").PaymentIsReversed(100, "I1")
        .ThenIs("waiting for part-payment; call-1 planned Mon 2 Aug; wakes Mon 9 Aug 08:30");

    [Fact]
    public void R37_ReversalOnceOnlyNewerDebtIsOwing_IsLeftToTheScan() => AtCallOne()
        .Pays(1000, "I1").Owes("I2", "2021-08-01", "2021-08-31", 50).Owes("I3", "2021-09-01", "2021-10-31", 70)
        .At("Wed 2021-09-01 05:00").Pays(70, "I3").PaymentIsReversed(70, "I3")
        .Then("""
            - R37 payment b1: a payment of AUD 70.00 came back
            = closed paid
            """);

    [Fact]
    public void R11_PaidButForADisputedLine_ReleasesSupply_ADisputeAloneDoesNot()
    {
        var story = AtCallOne().Answers("t1", OutcomeKind.NoAnswer).Climbs("call-3", "Mon 2021-08-16 10:00").Disputes("I1", 1000);
        story.ThenIs("closed nothing-owing, on stop");
        story.DisputeEnds("d4", "I1", 1000, credited: false).Pays(1000, "I1").ThenIs("closed nothing-owing");
    }

    [Fact]
    public void R11_PaidButForAPartInDispute_ReleasesSupply() => AtCallOne()
        .Answers("t1", OutcomeKind.NoAnswer).Climbs("call-3", "Mon 2021-08-16 10:00")
        .Disputes("I1", 300).ThenIs("open, on stop; final-letter planned Mon 23 Aug; wakes Mon 23 Aug 08:30")
        .Pays(700, "I1")
        .ThenIs("closed paid");

    [Fact]
    public void R37_ReversalInALaterCaseThatNeverStopped_StopsNothing() => AtCallOne()
        .Answers("t1", OutcomeKind.NoAnswer).Climbs("call-3", "Mon 2021-08-16 10:00").Pays(1000, "I1")
        .Owes("I2", "2021-08-01", "2021-08-31", 400)
        .At("Wed 2021-09-01 06:00").Scans()
        .At("Thu 2021-09-02 07:00").Pays(400, "I2").PaymentIsReversed(400, "I2")
        .ThenIs("open; call-1 task-open");

    [Fact]
    public void R32_WhatIsOwingAfterAChangeInTheBooks_IsWhatALaterPartIsMeasuredAgainst()
    {
        var story = BeforeCallTwo();
        story.Books.Allocate("I1", Books.Aud(300));
        story.When(new LedgerChanged());
        Assert.Equal(Books.Aud(700), story.Case.Owing);
        story.At("Tue 2021-08-10 07:00").Pays(350, "I1")
            .ThenIs("waiting for part-payment; call-2 planned Wed 11 Aug; wakes Tue 17 Aug 08:30");
    }

    [Fact]
    public void R11_StopByAManager_IsNotReleasedByMoney() => AtCallOne()
        .ByManager().When(new SupplySet(new Actor("Mara", IsManager: true), Stop: true))
        .Then("""
            supply stops
            - R11 supply-stopped: supply was stopped by hand
            = open, on stop; call-1 task-open
            """)
        .Pays(1000, "I1")
        .ThenIs("closed paid, on stop");

    [Fact]
    public void R11_StopByAClerk_IsRefused() => AtCallOne()
        .When(new SupplySet(new Actor("Cleo"), Stop: true))
        .Then("""
            refused R40: only a manager may stop or release supply by hand
            = open; call-1 task-open
            """);

    private static Story AtCallOne() => Story.OfThreeCalls().WakesByItself().At("Mon 2021-08-02 10:00");

    /// <summary>Call 1 was made late, on Wed 4 Aug; call 2 is planned for Wed 11 Aug.</summary>
    private static Story BeforeCallTwo() => Story.OfThreeCalls().WakesByItself()
        .At("Wed 2021-08-04 10:00").Answers("t1", OutcomeKind.NoAnswer)
        .ThenIs("open; call-2 planned Wed 11 Aug; wakes Wed 11 Aug 08:30");
}
