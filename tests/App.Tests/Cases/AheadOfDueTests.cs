using Collections.App.Policies;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Turns;

namespace Collections.App.Tests.Cases;

/// <summary>A case that opens ahead of a due date (R10), where what happens before that date once ended or broke it. Found by replaying a real ledger.</summary>
public sealed class AheadOfDueTests
{
    private static readonly Policy Policy = PolicyBook.Load(null).Default;
    private static readonly TimeZoneInfo Sydney = TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney");
    private static readonly Account Account = new()
    {
        Code = "A1",
        Name = "A1",
        Currency = Currency.Aud,
        Terms = new Terms(TermsKind.Net, 30),
        Place = new Place(Region.NewSouthWales, Sydney),
        Contacts = [new Contact(ContactRole.Accounts, "Accounts", "accounts@a1.example", "1")],
    };

    [Fact]
    public void Scan_AfterACaseThatOpenedAheadAndClosedBeforeItsDueDate_LeavesAloneWhatIsNotOwing()
    {
        // R10: the closed case's due date has not come; what falls due next is small and regular enough to be left alone.
        var opened = Decide(Case.New("A1"), "2021-07-28", Invoices(("I1", "2021-07-30", 100)), share: 1);
        var closed = Decide(opened.Case, "2021-07-29", [], share: 1, new PaymentReceived(new Actor("bank"), "p1", Money.Of(100, Currency.Aud)));
        var scanned = Decide(closed.Case, "2021-07-30", Invoices(("I2", "2021-08-02", 50)), share: 0);

        Assert.Equal(CloseReason.Paid, closed.Case.CloseReason);
        Assert.Equal(ScanVerdict.LeftAlone, scanned.Verdict);
    }

    [Fact]
    public void Open_AheadOfADisputedInvoiceAndAnother_CountsFromTheOneThatIsChased()
    {
        // R4, R10: the disputed line falls due first and is not chased, so it is not what the reminder is about.
        var dispute = new Dispute("d1", "I1", Money.Of(100, Currency.Aud), DisputeKind.Other, null, Day("2021-07-01"), Day("2021-07-15"));
        var opened = Decide(Case.New("A1"), "2021-07-30", Invoices(("I1", "2021-07-31", 100), ("I2", "2021-08-02", 50)), share: 1, disputes: [dispute]);

        Assert.Equal(Day("2021-08-02"), opened.Case.Ladders[0].Anchor);
    }

    [Fact]
    public void Payment_OfTheInvoiceThatACaseOpenedAheadOf_ClosesIt_AndTheNextOneOpensOnItsOwnDay()
    {
        // R10: due Fri 30 Jul is paid; due Mon 2 Aug is reminded of two days before, which is a Saturday: on Fri 30 Jul.
        var opened = Decide(Case.New("A1"), "2021-07-28", Invoices(("I1", "2021-07-30", 100), ("I2", "2021-08-02", 50)), share: 1);
        var paid = Decide(
            opened.Case, "2021-07-29", Invoices(("I2", "2021-08-02", 50)), share: 1, new PaymentReceived(new Actor("bank"), "p1", Money.Of(100, Currency.Aud)));
        var tooEarly = Decide(paid.Case, "2021-07-29", Invoices(("I2", "2021-08-02", 50)), share: 1);
        var next = Decide(paid.Case, "2021-07-30", Invoices(("I2", "2021-08-02", 50)), share: 1);

        Assert.Equal(CloseReason.Paid, paid.Case.CloseReason);
        Assert.Equal(ScanVerdict.LeftAlone, tooEarly.Verdict);
        Assert.Equal((Day("2021-08-02"), Day("2021-07-30")), (next.Case.Ladders[0].Anchor, next.Case.Ladders[0].NextOn));
    }

    private static Decision Decide(
        Case before, string day, IReadOnlyList<Invoice> invoices, decimal share, Happening? happening = null, IReadOnlyList<Dispute>? disputes = null)
    {
        var now = LocalClock.ToInstant(Day(day), new TimeOnly(6, 0), Sydney, GapRule.EndOfGap, OverlapRule.Earlier);
        var position = Position.Of(Day(day), Currency.Aud, invoices, disputes ?? [], Money.Zero(Currency.Aud), Policy.Owing, Policy.LeadDays);
        return Decider.Decide(before, happening ?? new Scanned(Day(day)), new Facts(Account, position, share), Policy, now);
    }

    private static List<Invoice> Invoices(params (string Number, string Due, decimal Amount)[] invoices) => invoices.Select(one => new Invoice
    {
        Number = one.Number,
        Issued = Day(one.Due).AddDays(-30),
        Due = Day(one.Due),
        Amount = Money.Of(one.Amount, Currency.Aud),
        LedgerBalance = Money.Of(one.Amount, Currency.Aud),
    }).ToList();

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
