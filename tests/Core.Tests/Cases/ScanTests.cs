using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Tests.Cases;

/// <summary>Whom a scan opens a case on, and whom it leaves alone and why (R1, R3, R5, R6).</summary>
public sealed class ScanTests
{
    [Fact]
    public void R5_ScanOfTheMonth_OpensACase_AndItsLetterIsIntended() => Story.OfAugust()
        .Then("""
            opened R5: AUD 1,200.00 is owing, the oldest due Sat 31 Jul 2021
            letter l1 letter-1 by first-letter, not before Tue 3 Aug 08:30
            - R5 opened: AUD 1,200.00 is owing, the oldest due Sat 31 Jul 2021
            - R9 letter-intended l1: letter-1 was due Tue 3 Aug 2021
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R5_ScanAgain_OpensNothing() => Story.OfAugust()
        .Scans()
        .Then("""
            left-alone R6: a case is open already, and nothing new is owing
            = open; letter-1 letter-out
            """);

    [Fact]
    public void R1_JulyInvoice_IsNotOwingInAugust() => new Story(TestPolicies.AccMonthly)
        .Owes("J7", "2021-07-01", "2021-07-31", 500)
        .At("Tue 2021-08-03 06:00").Scans()
        .Then("""
            left-alone R1: nothing is owing before Wed 1 Sep 2021
            = none none
            """);

    [Fact]
    public void R1_DueOnTheDayOfTheScan_IsNotOverdue() => new Story(TestPolicies.ThreeCalls)
        .Owes("I1", "2021-07-01", "2021-07-31", 500)
        .At("Sat 2021-07-31 06:00").Scans()
        .Then("""
            left-alone R1: nothing is owing before Sun 1 Aug 2021
            = none none
            """);

    [Fact]
    public void R3_UnappliedCreditThatCoversWhatIsOwing_IsATaskAndNoLetter() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 500).HasUnappliedCredit(500)
        .At("Tue 2021-08-03 09:00").Scans()
        .Then("""
            left-alone R3: unapplied credit of AUD 500.00 covers the AUD 500.00 owing: allocate it
            task t1 allocate clerk allocate by allocate, due Tue 3 Aug 09:00, 500.00 owing, 0 failed
            - R3 task-opened t1: unapplied credit of AUD 500.00 covers the AUD 500.00 owing: allocate it
            = none none
            """)
        .Scans()
        .Then("""
            left-alone R3: unapplied credit of AUD 500.00 covers the AUD 500.00 owing: allocate it
            = none none
            """)
        .HasUnappliedCredit(0).When(new LedgerChanged())
        .Then("""
            task t1 withdrawn
            - R3 task-withdrawn t1: there is no credit left that would cover what is owing
            = none none
            """);

    [Fact]
    public void R3_UnappliedCreditThatCoversAllButASmallRest_IsATaskToo() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 500).HasUnappliedCredit(497)
        .At("Tue 2021-08-03 09:00").Scans()
        .Then("""
            left-alone R3: unapplied credit of AUD 497.00 covers the AUD 500.00 owing: allocate it
            task t1 allocate clerk allocate by allocate, due Tue 3 Aug 09:00, 500.00 owing, 0 failed
            - R3 task-opened t1: unapplied credit of AUD 497.00 covers the AUD 500.00 owing: allocate it
            = none none
            """);

    [Fact]
    public void R3_AccountInCredit_IsLeftAlone() => new Story(TestPolicies.AccMonthly)
        .HasUnappliedCredit(80)
        .At("Tue 2021-08-03 09:00").Scans()
        .Then("""
            left-alone R3: the account is in credit by AUD 80.00
            = none none
            """);

    [Fact]
    public void R3_CreditThatArrivesOnAnOpenCase_ClosesItWithATask() => Story.OfAugust()
        .At("Tue 2021-08-03 08:00").HasUnappliedCredit(1200).When(new LedgerChanged())
        .Then("""
            letter l1 is withdrawn
            task t2 allocate clerk allocate by allocate, due Tue 3 Aug 08:30, 1,200.00 owing, 0 failed
            - R31 letter-withdrawn l1: the case is closed
            - R3 closed: unapplied credit of AUD 1,200.00 covers the AUD 1,200.00 owing: allocate it
            - R3 task-opened t2: unapplied credit of AUD 1,200.00 covers the AUD 1,200.00 owing: allocate it
            = closed covered-by-credit
            """);

    [Fact]
    public void R31_SmallBalance_IsLeftAlone() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 5)
        .At("Tue 2021-08-03 06:00").Scans()
        .Then("""
            left-alone R31: AUD 5.00 is too little to chase
            = none none
            """);

    [Fact]
    public void R6_InvoicesOfTheNextMonth_JoinTheOpenCase() => new Story(TestPolicies.AccMonthly)
        .Owes("J1", "2021-06-10", "2021-07-31", 1200)
        .Owes("J7", "2021-07-15", "2021-08-31", 300)
        .At("Tue 2021-08-03 06:00").Scans()
        .At("Thu 2021-09-02 06:00").Scans()
        .Then("""
            joined R6: invoices that became owing up to Wed 1 Sep 2021 join the case; AUD 1,500.00 is owing now
            - R6 joined: invoices that became owing up to Wed 1 Sep 2021 join the case; AUD 1,500.00 is owing now
            = open; letter-1 letter-out
            """);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R6_ClosedCase_BlocksNoneButAnOpenOneDoes(bool isPaid)
    {
        var story = Story.OfAugust().Owes("J7", "2021-07-15", "2021-08-31", 300);
        _ = isPaid ? story.Pays(1200, "J1") : story;
        story.At("Thu 2021-09-02 06:00").Scans();
        Assert.Equal(isPaid ? 2 : 1, story.Case.Number);
    }

    [Fact]
    public void R13_DebtThatFallsDueAfterTheHandOver_IsChasedOnceTheOldOneIsGone()
    {
        var story = Story.OfThreeCalls()
            .WakesByItself().At("Mon 2021-08-02 10:00").Answers("t1", OutcomeKind.NoAnswer)
            .Climbs("call-3", "Mon 2021-08-16 10:00")
            .WakesByItself().LetterGoes()
            .WakesByItself().ByManager().Answers("t5", OutcomeKind.Done)
            .WakesByItself().Answers("t6", OutcomeKind.Done)
            .Owes("I2", "2021-09-01", "2021-09-30", 400)
            .At("Fri 2021-10-01 06:00").Scans()
            .ThenIs("closed handed-over, on stop");
        story.Pays(1000, "I1").Scans().ThenIs("open, on stop; call-1 planned Tue 5 Oct; wakes Tue 5 Oct 08:30");
    }

    [Fact]
    public void Scan_OfAnAccountInAnotherCurrency_CountsInIt()
    {
        var story = new Story(TestPolicies.ThreeCalls);
        var yen = Currency.Parse("JPY");
        story.Books.Account = story.Books.Account with { Currency = yen };
        story.Books.Unapplied = Money.Zero(yen);
        story.Books.Add(new Invoice
        {
            Number = "I1", Issued = new(2021, 7, 1), Due = new(2021, 7, 31), Amount = new Money(5, yen), LedgerBalance = new Money(5, yen),
        });
        story.At("Sun 2021-08-01 06:00").Scans()
            .Then("""
                left-alone R31: JPY 5 is too little to chase
                = none none
                """);
    }
}
