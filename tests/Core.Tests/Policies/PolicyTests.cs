using Collections.Core.Calendars;
using Collections.Core.Policies;
using Collections.Core.Tests.Cases;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Policies;

public sealed class PolicyTests
{
    [Fact]
    public void R10_StepsBeforeTheDueDate_AreTakenAheadOfIt()
    {
        Assert.Equal((1, 2 + WorkCalendar.MostClosedDays), (TestPolicies.ThreeCalls.FirstOwingStep, TestPolicies.ThreeCalls.LeadDays));
        Assert.Equal((0, 0), (TestPolicies.AccMonthly.FirstOwingStep, TestPolicies.AccMonthly.LeadDays));
    }

    [Fact]
    public void R18_SeveralStepsBeforeTheDueDate_TheLongestLeadCounts()
    {
        var received = new Step("received", StepKind.Call, new Timing(TimingFrom.Due, -20, StepDays.Office), "received", "received");
        var policy = TestPolicies.ThreeCalls with { Steps = TestPolicies.ThreeCalls.Steps.Insert(0, received) };
        Assert.Equal((2, 20 + WorkCalendar.MostClosedDays), (policy.FirstOwingStep, policy.LeadDays));
    }

    [Fact]
    public void R12_FinalLetter_IsTheLastOneBeforeTheStepThatCountsFromItsDate()
    {
        Assert.Equal("final-letter", TestPolicies.ThreeCalls.Steps[TestPolicies.ThreeCalls.FinalLetterStep].Name);
        Assert.Equal("final-letter", TestPolicies.AccMonthly.Steps[TestPolicies.AccMonthly.FinalLetterStep].Name);
        Assert.Equal(-1, TestPolicies.LettersOnly.FinalLetterStep);
    }

    [Fact]
    public void R12_FinalDate_IsPostAndGraceInOfficeDays() =>
        Assert.Equal(Day("2021-09-01"), new FinalDate(4, 3).For(Day("2021-08-23"), Books.Sydney.Region.Office));

    [Theory]
    [InlineData(OwingBy.InvoiceMonth, "2021-06-30", "2021-07-31", "2021-08-01")]
    [InlineData(OwingBy.InvoiceMonth, "2021-01-31", "2021-02-28", "2021-03-01")]
    [InlineData(OwingBy.InvoiceMonth, "2021-06-10", "2021-08-20", "2021-08-21")]
    [InlineData(OwingBy.DueDate, "2021-06-10", "2021-07-31", "2021-08-01")]
    public void R1_OwingFrom_IsAMonthsFirstOrTheDayAfterTheDueDate(OwingBy by, string issued, string due, string from) =>
        Assert.Equal(Day(from), new OwingRule(by, 2).From(Day(issued), Day(due)));
}
