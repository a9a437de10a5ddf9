using System.Collections.Immutable;
using Collections.Core.Calendars;
using Collections.Core.Policies;

namespace Collections.Core.Tests.Cases;

/// <summary>The two built-in policies of the worked examples, in code.</summary>
internal static class TestPolicies
{
    public static readonly Policy ThreeCalls = Build(
        "three-calls",
        new OwingRule(OwingBy.DueDate, 0),
        ScanRhythm.Daily,
        new CollectionDays(DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday),
        [
            Letter("reminder", "reminder", TimingFrom.Due, -2, StepDays.Office) with { LargeOrIrregularOnly = true },
            Call("call-1", TimingFrom.Due, 2),
            Call("call-2", TimingFrom.Previous, 7),
            new Step("call-3", StepKind.Call, new Timing(TimingFrom.Previous, 7, StepDays.Office, AfterBrokenPromise: 2), "call-3", "pressure", StopsSupply: true),
            Letter("final-letter", "final-letter", TimingFrom.Previous, 7, StepDays.Office),
            Management(),
            Agency(),
        ]);

    public static readonly Policy AccMonthly = Build(
        "acc-monthly",
        new OwingRule(OwingBy.InvoiceMonth, 2),
        ScanRhythm.Monthly,
        CollectionDays.TuesdayAndThursday,
        [
            Letter("letter-1", "first-letter", TimingFrom.Opening, 0, StepDays.Collection),
            Call("call-1", TimingFrom.Previous, 1),
            Letter("letter-2", "second-letter", TimingFrom.Previous, 1, StepDays.Collection),
            Call("call-2", TimingFrom.Previous, 1),
            Letter("letter-3", "third-letter", TimingFrom.Previous, 1, StepDays.Collection),
            Call("call-3", TimingFrom.Previous, 1),
            Letter("letter-4", "fourth-letter", TimingFrom.Previous, 1, StepDays.Collection),
            Call("call-4", TimingFrom.Previous, 1),
            new Step("hold", StepKind.StopSupply, new Timing(TimingFrom.Previous, 0, StepDays.Office, DayOfMonth: 16, At: new TimeOnly(17, 0)), "", "pressure"),
            Letter("letter-5", "fifth-letter", TimingFrom.Previous, 1, StepDays.Collection),
            Call("call-5", TimingFrom.Previous, 1),
            Letter("final-letter", "final-letter", TimingFrom.Previous, 7, StepDays.Collection),
            Management(),
            Agency(),
        ]);

    /// <summary>Letters only, with nobody to hand the debt to at the end; the second letter follows within a week.</summary>
    public static readonly Policy LettersOnly = ThreeCalls with
    {
        Name = "letters-only",
        Steps =
        [
            Letter("letter-1", "first-letter", TimingFrom.Due, 1, StepDays.Office),
            Letter("letter-2", "second-letter", TimingFrom.Previous, 4, StepDays.Office),
        ],
    };

    private static Policy Build(string name, OwingRule owing, ScanRhythm scan, CollectionDays days, ImmutableArray<Step> steps) => new()
    {
        Name = name,
        Version = 1,
        Owing = owing,
        Scan = scan,
        CollectionDays = days,
        ContactHours = ContactHours.Default,
        Steps = steps,
        FinalDate = new FinalDate(4, 3),
        PartPayment = new PartPaymentRule(0.5m, 7),
        Promises = new PromiseRule(14, 3),
        SmallBalance = 5,
        StaleAfterBankingDays = 2,
        FailedCallsBeforeSearch = 5,
        DisputeLookAgainDays = 14,
        LargeShare = 0.05m,
    };

    private static Step Letter(string name, string template, TimingFrom from, int days, StepDays on) =>
        new(name, StepKind.Letter, new Timing(from, days, on), template, "enquiry");

    private static Step Call(string name, TimingFrom from, int days) =>
        new(name, StepKind.Call, new Timing(from, days, StepDays.Office), name, "enquiry");

    private static Step Management() =>
        new("management-call", StepKind.ManagementCall, new Timing(TimingFrom.Previous, 1, StepDays.Office), "management-call", "management");

    private static Step Agency() =>
        new("agency", StepKind.Agency, new Timing(TimingFrom.FinalDate, 1, StepDays.Office), "agency", "management");
}
