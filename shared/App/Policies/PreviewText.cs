using System.Globalization;
using System.Text;
using Collections.Core.Cases;
using Collections.Core.Policies;

namespace Collections.App.Policies;

/// <summary>A preview as people read it: what <c>policies check FILE</c> prints.</summary>
internal static class PreviewText
{
    private const string Day = "ddd d MMM yyyy";
    private const string Moment = "ddd d MMM yyyy HH:mm";

    public static string Of(PolicyPreview preview)
    {
        var (policy, text) = (preview.Policy, new StringBuilder());
        Line(text, $"{policy.Name}, version {policy.Version}: {policy.Description}");
        Line(text, $"A sample invoice of {Of(preview.Issued)}, due {Of(preview.Due)}, never paid; {preview.Place.Region.Name}, {preview.Place.TimeZone.Id}.");
        Line(text, $"");
        AppendTable(text, [["step", "what", "when", "why"], .. preview.Rows.Select((row, i) => Cells(preview, i))]);
        Line(text, $"");
        Line(text, $"case opens    {Or(preview.ScanDay)}, by the {Words.Of(policy.Scan)} scan");
        Line(text, $"supply stops  {(preview.SupplyStop is { } stop ? stop.ToString(Moment, CultureInfo.InvariantCulture) : "never")}");
        Line(text, $"final date    {Or(preview.FinalDate)}");
        Line(text, $"agency        {(preview.AgencyDay is { } agency ? $"{Of(agency)} at the earliest" : "never")}");
        if (!preview.IsFinished)
        {
            Line(text, $"The timeline stops here: {policy.Steps.Length - preview.Rows.Count} of its {policy.Steps.Length} steps were not taken.");
        }

        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            Line(text, $"{string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()}");
        }
    }

    private static string[] Cells(PolicyPreview preview, int i)
    {
        var row = preview.Rows[i];
        return [row.Step.Name, Words.Of(row.Step.Kind), row.At.ToString(Moment, CultureInfo.InvariantCulture), Why(preview, i)];
    }

    /// <summary>The step's timing in words, with the rules that it follows.</summary>
    private static string Why(PolicyPreview preview, int i)
    {
        var step = preview.Rows[i].Step;
        List<string> parts = [$"{Counted(step.Timing)} ({Rule(preview, i)})"];
        if (Moved(preview, i) is { } moved)
        {
            parts.Add(moved);
        }

        if (step.Timing.DayOfMonth > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"not before day {step.Timing.DayOfMonth} of the month"));
        }

        if (step.Timing.On == StepDays.Collection)
        {
            parts.Add("on a collection day (R7)");
        }

        if (step.Timing.AfterBrokenPromise > 0)
        {
            parts.Add($"or {Days(step.Timing.AfterBrokenPromise)} after a broken promise (R9)");
        }

        if (step.StopsSupply)
        {
            parts.Add("stops supply (R11)");
        }

        if (step.LargeOrIrregularOnly)
        {
            parts.Add("large or irregular accounts only (R10)");
        }

        return string.Join(", ", parts);
    }

    private static string Counted(Timing timing)
    {
        var day = timing.From switch
        {
            TimingFrom.Due => "the due date",
            TimingFrom.Opening => "the scan",
            TimingFrom.FinalDate => "the final date",
            _ => "the step before",
        };
        return timing.Days switch
        {
            0 when timing.From == TimingFrom.Previous => $"after {day}",
            0 => $"on the day of {day}",
            < 0 => $"{Days(-timing.Days)} before {day}",
            _ => $"{Days(timing.Days)} after {day}",
        };
    }

    private static string Rule(PolicyPreview preview, int i)
    {
        var step = preview.Rows[i].Step;
        return step.Kind switch
        {
            StepKind.Agency => "R13",
            StepKind.ManagementCall => "R15",
            StepKind.StopSupply => "R11",
            StepKind.Letter when IsFinal(preview, i) => "R12",
            StepKind.Letter when step.Timing.Days < 0 => "R10",
            StepKind.Call when i > 0 && preview.Rows[i - 1].Step.Kind == StepKind.Letter && step.Timing.From == TimingFrom.Previous => "R8",
            _ => step.Timing.From == TimingFrom.Opening ? "R5" : "R9",
        };
    }

    // The final letter is the last one before the first step that is counted from its date.
    private static bool IsFinal(PolicyPreview preview, int i)
    {
        var later = preview.Rows.Skip(i + 1).Select(row => row.Step);
        return later.TakeWhile(step => step.Kind != StepKind.Letter).Any(step => step.Timing.From == TimingFrom.FinalDate)
            && !preview.Rows.Take(i).Any(row => row.Step.Timing.From == TimingFrom.FinalDate);
    }

    // A weekend or a holiday has moved a step to another office day (R10).
    private static string? Moved(PolicyPreview preview, int i)
    {
        var (step, office) = (preview.Rows[i].Step, preview.Place.Region.Office);
        DateOnly? from = step.Timing.From switch
        {
            TimingFrom.Due => preview.Due,
            TimingFrom.Opening => preview.ScanDay,
            TimingFrom.FinalDate => preview.FinalDate,
            _ => i > 0 ? Date(preview.Rows[i - 1]) : null,
        };
        var counted = from?.AddDays(step.Timing.Days);
        return step.Timing.On == StepDays.Office && counted is { } day && !office.IsOpen(day) && Date(preview.Rows[i]) != day
            ? $"moved from {Of(day)}{(office.HolidayName(day) is { } holiday ? $", {holiday}" : "")} (R10)"
            : null;
    }

    private static DateOnly Date(PreviewRow row) => DateOnly.FromDateTime(row.At.DateTime);

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    private static string Or(DateOnly? day) => day is { } known ? Of(known) : "never";

    private static string Of(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
