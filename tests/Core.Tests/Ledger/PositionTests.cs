using Collections.Core.Ledger;
using Collections.Core.Policies;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Ledger;

/// <summary>What an account owes on a day (R1–R4, R10).</summary>
public sealed class PositionTests
{
    private static readonly OwingRule ByMonth = new(OwingBy.InvoiceMonth, 2);
    private static readonly OwingRule ByDueDate = new(OwingBy.DueDate, 0);

    [Theory]
    [InlineData("2021-08-03", "2021-06-01", true)]
    [InlineData("2021-08-03", "2021-06-30", true)]
    [InlineData("2021-08-03", "2021-07-01", false)]
    [InlineData("2021-08-03", "2021-07-03", false)]
    [InlineData("2021-03-02", "2021-01-31", true)]
    public void R1_ByInvoiceMonth_TwoMonthsLater(string scan, string issued, bool isOwing)
    {
        var position = Of(scan, ByMonth, Invoice("1", 100, issued, Terms.EndOfMonth30.DueDate(Day(issued))));
        Assert.Equal(Aud(isOwing ? 100 : 0), position.Owing);
    }

    [Theory]
    [InlineData("2021-07-31", false)]
    [InlineData("2021-08-01", true)]
    public void R1_ByDueDate_FromTheDayAfterIt(string day, bool isOwing) =>
        Assert.Equal(Aud(isOwing ? 100 : 0), Of(day, ByDueDate, Invoice("1", 100, "2021-07-01", Day("2021-07-31"))).Owing);

    [Fact]
    public void R2_DueDateOnTheInvoice_WinsOverTheMonth() =>
        Assert.Equal(Aud(0), Of("2021-08-03", ByMonth, Invoice("1", 100, "2021-06-10", Day("2021-08-20"))).Owing);

    [Fact]
    public void R2_Instalments_FallDueSeparately()
    {
        var position = Of(
            "2021-08-05", ByDueDate,
            Invoice("1", 100, "2021-07-01", Day("2021-07-31")) with { Part = 1 },
            Invoice("1", 100, "2021-07-01", Day("2021-08-31")) with { Part = 2 });
        Assert.Equal((Aud(100), Aud(200), Aud(100)), (position.Owing, position.OpenOf("1"), position.OwingOf("1")));
    }

    [Fact]
    public void R3_CreditNotesAndPartPayments_Net()
    {
        var position = Of(
            "2021-08-05", ByDueDate,
            Invoice("1", 1000, "2021-06-01", Day("2021-07-01")) with { Allocated = Aud(250) },
            Invoice("CN1", -100, "2021-06-10", Day("2021-06-10")));
        Assert.Equal((Aud(750), Aud(100), Aud(650)), (position.GrossOwing, position.UnappliedCredit, position.Owing));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(499, false)]
    public void R3_UnappliedCredit_CoversWhatIsOwing(int unapplied, bool covers)
    {
        var position = Of("2021-08-05", ByDueDate, [Invoice("1", 500, "2021-06-01", Day("2021-07-01"))], unapplied: unapplied);
        Assert.Equal((Aud(500 - unapplied), covers), (position.Owing, position.IsCoveredByCredit));
    }

    [Fact]
    public void R3_MoreCreditThanDebt_IsABalanceInCredit()
    {
        var position = Of("2021-08-05", ByDueDate, [Invoice("1", 500, "2021-06-01", Day("2021-07-01"))], unapplied: 600);
        Assert.Equal((Aud(0), Aud(-100)), (position.Owing, position.Balance));
    }

    [Fact]
    public void R4_DisputedPart_StandsAside()
    {
        var position = Of("2021-08-05", ByDueDate, [Invoice("1", 1200, "2021-06-01", Day("2021-07-01"))], [Dispute("d1", "1", 300)]);
        Assert.Equal((Aud(900), Aud(300), Aud(1200)), (position.Owing, position.DisputedOwing, position.Balance));
    }

    [Fact]
    public void R4_DisputeOfMoreThanIsLeftOpen_HoldsNoMoreThanThat()
    {
        var position = Of(
            "2021-08-05", ByDueDate, [Invoice("1", 1200, "2021-06-01", Day("2021-07-01")) with { Allocated = Aud(1000) }], [Dispute("d1", "1", 300)]);
        Assert.Equal((Aud(0), Aud(200)), (position.Owing, position.DisputedOf("1")));
    }

    [Fact]
    public void R4_DisputeOfInstalments_HoldsTheEarliestFirst()
    {
        var position = Of(
            "2021-09-05", ByDueDate,
            [
                Invoice("1", 100, "2021-07-01", Day("2021-07-31")) with { Part = 1 },
                Invoice("1", 100, "2021-07-01", Day("2021-08-31")) with { Part = 2 },
            ],
            [Dispute("d1", "1", 150)]);
        Assert.Equal([Aud(0), Aud(50)], position.Lines.Select(line => line.Chased));
    }

    [Fact]
    public void R4_EndedDispute_HoldsNothing() => Assert.Equal(
        Aud(1200),
        Of("2021-08-05", ByDueDate, [Invoice("1", 1200, "2021-06-01", Day("2021-07-01"))], [Dispute("d1", "1", 300) with { State = DisputeState.Rejected }]).Owing);

    [Fact]
    public void R4_DisputeThatATurnOpensOrEnds_CountsAtOnce()
    {
        var before = Of("2021-08-05", ByDueDate, Invoice("1", 1200, "2021-06-01", Day("2021-07-01")));
        var with = before.With(Dispute("d1", "1", 300));
        var without = with.Without(with.FindDispute("d1")!);
        Assert.Equal((Aud(900), Aud(1200)), (with.Owing, without.Owing));
        Assert.Null(without.FindDispute("d1"));
    }

    [Fact]
    public void R10_Upcoming_IsWhatFallsDueWithinTheLead_ButNotWhatIsDisputed()
    {
        var position = Position.Of(
            Day("2021-07-30"), Currency.Aud,
            [
                Invoice("1", 100, "2021-07-01", Day("2021-07-31")),
                Invoice("2", 200, "2021-07-02", Day("2021-08-02")),
                Invoice("3", 400, "2021-07-03", Day("2021-08-20")),
            ],
            [Dispute("d1", "1", 100)], Aud(0), ByDueDate, leadDays: 6);
        Assert.Equal((Aud(200), Day("2021-08-02")), (position.Upcoming, position.NextDue));
        Assert.Equal((Aud(200), Aud(100)), position.DueBy(Day("2021-08-02")));
        Assert.Equal((Aud(700), Day("2021-08-01")), (position.NotYetOwing, position.NextOwingFrom));
    }

    [Fact]
    public void Lines_AreOrderedByDateAndNumber_AndLeaveOutWhatIsSettled()
    {
        var position = Of(
            "2021-08-05", ByDueDate,
            Invoice("2", 10, "2021-07-01", Day("2021-07-31")),
            Invoice("1", 10, "2021-07-01", Day("2021-07-31")),
            Invoice("9", 10, "2021-06-01", Day("2021-07-01")),
            Invoice("0", 10, "2021-06-01", Day("2021-07-01")) with { Allocated = Aud(10) });
        Assert.Equal(["9", "1", "2"], position.Lines.Select(line => line.Invoice.Number));
        Assert.Equal((Day("2021-07-01"), Day("2021-08-01")), (position.OldestDue, position.LatestOwingFrom));
    }

    [Theory]
    [InlineData(100, 60, 60)]
    [InlineData(100, 30, 60)]
    [InlineData(40, 60, 60)]
    public void Open_BooksAndBankReportTheSamePayments_TheLargerCounts(int settledInBooks, int allocated, int settled)
    {
        var invoice = Invoice("1", 100, "2021-07-01", Day("2021-07-31"));
        var open = (invoice with { LedgerBalance = Aud(100 - Math.Min(settledInBooks, 60)), Allocated = Aud(allocated) }).Open;
        Assert.Equal(Aud(100 - settled), open);
    }

    private static Position Of(string day, OwingRule rule, params Invoice[] invoices) => Of(day, rule, invoices, []);

    private static Position Of(string day, OwingRule rule, Invoice[] invoices, Dispute[]? disputes = null, int unapplied = 0) =>
        Position.Of(Day(day), Currency.Aud, invoices, disputes ?? [], Aud(unapplied), rule, leadDays: 0);

    private static Invoice Invoice(string number, decimal amount, string issued, DateOnly due) => new()
    {
        Number = number, Issued = Day(issued), Due = due, Amount = Aud(amount), LedgerBalance = Aud(amount), Allocated = Aud(0),
    };

    private static Dispute Dispute(string id, string invoice, decimal amount) =>
        new(id, invoice, Aud(amount), DisputeKind.Pricing, "Sam", Day("2021-07-01"), Day("2021-07-15"));

    private static Money Aud(decimal amount) => Money.Of(amount, Currency.Aud);
}
