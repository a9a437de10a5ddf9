using System.Globalization;
using Collections.App.Policies;
using Collections.App.Tests.Letters;
using Collections.Core.Policies;

namespace Collections.App.Tests.Policies;

/// <summary>What <c>policies check</c> prints, word by word and date by date: the dates of the rules, from the decider itself.</summary>
public sealed class PolicyPreviewTests
{
    private static readonly DateOnly Today = new(2021, 8, 3);

    [Theory]
    [InlineData("three-calls")]
    [InlineData("acc-monthly")]
    public void Preview_OfABuiltInPolicy_IsTheApprovedOne(string name)
    {
        var preview = PolicyPreview.Of(BuiltIn(name), Today);
        ApprovedText.Verify($"{name}.txt", preview.ToString());
        Assert.True(preview.IsFinished);
    }

    [Fact]
    public void ThreeCalls_Due31July_FollowsR9ToR13()
    {
        var preview = PolicyPreview.Of(BuiltIn("three-calls"), Today);
        Assert.Equal(
            ["reminder 07-29", "call-1 08-02", "call-2 08-09", "call-3 08-16", "final-letter 08-23", "management-call 08-24", "agency 09-02"],
            Dates(preview));
        Assert.Equal(new DateOnly(2021, 9, 1), preview.FinalDate);
        Assert.Equal(new DateOnly(2021, 9, 2), preview.AgencyDay);
        Assert.Equal(16, preview.SupplyStop?.Day);
    }

    [Fact]
    public void AccMonthly_OfJune_IsScannedOnTuesday3AugustAndHeldAt17Hours()
    {
        var preview = PolicyPreview.Of(BuiltIn("acc-monthly"), Today);
        Assert.Equal(new DateOnly(2021, 8, 3), preview.ScanDay);
        Assert.Equal(new DateTimeOffset(2021, 8, 16, 7, 0, 0, TimeSpan.Zero), preview.SupplyStop);
    }

    [Fact]
    public void AccMonthly_OverEaster_MovesTheLetterAfterGoodFridayPastTheCall_R8()
    {
        var preview = PolicyPreview.Of(BuiltIn("acc-monthly"), Today, issued: new DateOnly(2021, 2, 10));
        Assert.Equal(["letter-1 04-01", "call-1 04-06", "letter-2 04-08"], Dates(preview).Take(3));
        Assert.Contains("moved from Fri 2 Apr 2021, Good Friday (R10)", preview.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reminder_TwoDaysBeforeAMonday_RollsBackToFriday_R10()
    {
        var preview = PolicyPreview.Of(BuiltIn("three-calls"), Today, issued: new DateOnly(2021, 7, 3), due: new DateOnly(2021, 8, 2));
        Assert.Equal("reminder 07-30", Dates(preview)[0]);
    }

    [Fact]
    public void ThreeCalls_OfAnOrdinaryAccount_BeginsWithTheFirstCallOnTheSameDays_R10()
    {
        var policy = BuiltIn("three-calls");
        Assert.Equal(Dates(PolicyPreview.Of(policy, Today)).Skip(1), Dates(PolicyPreview.Of(policy, Today, large: false)));
    }

    [Fact]
    public void Reminder_NotKeptForLargeAccounts_GoesToOrdinaryOnes_R10()
    {
        var policy = Samples.Read(Samples.With("\"largeOrIrregularOnly\": true", "\"largeOrIrregularOnly\": false"));
        Assert.Equal("reminder 07-29", Dates(PolicyPreview.Of(policy, Today, large: false))[0]);
    }

    [Fact]
    public void Preview_OfASingleLetter_EndsWithIt()
    {
        var preview = PolicyPreview.Of(Bare with { SmallBalance = 10_000 }, Today);
        Assert.Equal(["first 08-02"], Dates(preview));
        Assert.True(preview.IsFinished);
        Assert.Contains("supply stops  never", preview.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Preview_OfATimelineThatStops_SaysSo()
    {
        // The reader refuses this policy: a letter after the contact hours never goes.
        var steps = Bare.Steps[0] with { Timing = Bare.Steps[0].Timing with { At = new TimeOnly(20, 0) } };
        var preview = PolicyPreview.Of(Bare with { Steps = [steps] }, Today);
        Assert.False(preview.IsFinished);
        Assert.EndsWith("The timeline stops here: 1 of its 1 steps were not taken.\n", preview.ToString(), StringComparison.Ordinal);
    }

    private static Policy Bare { get; } = PolicyFile.Read(
        new StringReader("""
            { "name": "bare", "version": 1, "description": "One letter.", "owing": { "by": "due-date" }, "scan": "daily",
              "steps": [{ "name": "first", "kind": "letter", "template": "reminder", "stage": "enquiry", "from": "due", "days": 1 }] }
            """),
        "bare.json");

    private static Policy BuiltIn(string name) => PolicyBook.Load(directory: null).Find(name)!;

    private static List<string> Dates(PolicyPreview preview) =>
        preview.Rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Step.Name} {row.At:MM-dd}")).ToList();
}
