using System.Globalization;
using Collections.App.Policies;
using Collections.Core.Calendars;
using Collections.Core.Policies;
using Newtonsoft.Json.Linq;

namespace Collections.App.Tests.Policies;

/// <summary>Whatever policy the reader accepts, its timeline comes to an end, in order and on the right days. A failure's name is its seed.</summary>
public sealed class PolicyPropertyTests
{
    private static readonly WorkCalendar Office = Region.NewSouthWales.Office;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AcceptedPolicy_OfASeed_FinishesInOrderOnTheRightDays(int seed)
    {
        var random = new Random(seed);
        var policy = Samples.Read(Generate(random).ToString());
        var preview = PolicyPreview.Of(policy, new DateOnly(2021, 1, 1).AddDays(random.Next(700)));
        Assert.True(preview.IsFinished, $"{preview}\n{string.Join("\n", policy.Steps)}");
        Assert.Equal(policy.Steps, preview.Rows.Select(row => row.Step));
        Assert.Equal(preview.Rows.Select(row => row.At).Order(), preview.Rows.Select(row => row.At));
        Assert.All(preview.Rows, row => Assert.True(IsRight(row, policy), $"{row.Step.Name}\n{preview}"));

        var letters = preview.Rows.Where(row => row.Step.Kind == StepKind.Letter).Select(row => row.At.Date).ToList();
        Assert.Equal(letters.Distinct(), letters);
        Assert.True(preview.AgencyDay is null || preview.AgencyDay > preview.FinalDate, preview.ToString());
    }

    private static bool IsRight(PreviewRow row, Policy policy)
    {
        var (day, time) = (DateOnly.FromDateTime(row.At.DateTime), TimeOnly.FromDateTime(row.At.DateTime));
        var onItsDay = row.Step.Timing.On == StepDays.Collection ? policy.CollectionDays.Is(day, Office) : Office.IsOpen(day);
        var inHours = row.Step.Kind == StepKind.StopSupply || policy.ContactHours.Contains(time);

        // A step that was due before the case opened is late, and waits for its time of day no more.
        var onTime = row.Step.Timing.At is not { } at || row.Step.Timing.From != TimingFrom.Previous || time >= at;
        return onItsDay && inHours && onTime;
    }

    private static JObject Generate(Random random)
    {
        var policy = JObject.Parse(Samples.Complete);
        policy["scan"] = Pick(random, "daily", "monthly");
        policy["owing"] = JObject.Parse(random.Next(2) == 0 ? """{ "by": "due-date" }""" : $$"""{ "by": "invoice-month", "months": {{random.Next(1, 5)}} }""");
        policy["collectionDays"] = new JArray(
            new[] { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" }.OrderBy(_ => random.Next()).Take(random.Next(2, 4)));
        policy["steps"] = new JArray(Steps(random));
        if ((string?)policy["steps"]![0]!["name"] == "reminder")
        {
            policy["scan"] = "daily";
            policy["owing"] = JObject.Parse("""{ "by": "due-date" }""");
        }

        return policy;
    }

    private static IEnumerable<JObject> Steps(Random random)
    {
        var reminder = random.Next(4) == 0;
        if (reminder)
        {
            yield return Step("reminder", "letter", "due", -random.Next(1, 6));
        }

        var count = random.Next(1, 9);
        var letters = reminder ? 1 : 0;
        for (var i = 0; i < count; i++)
        {
            var kind = Pick(random, "letter", "letter", "call", "call", "stop-supply");
            var from = i == 0 ? Pick(random, "due", "opening") : "previous";
            var step = Step($"step-{i}", kind, from, random.Next(0, 12));
            step["on"] = Pick(random, "office", "collection");
            letters += kind == "letter" ? 1 : 0;
            Decorate(random, step);
            yield return step;
        }

        if (letters > 0 && random.Next(2) == 0)
        {
            yield return Step("management-call", "management-call", "previous", random.Next(0, 3));
            yield return Step("agency", "agency", "final-date", random.Next(1, 9));
        }
    }

    private static void Decorate(Random random, JObject step)
    {
        if (random.Next(4) == 0)
        {
            step["at"] = string.Create(CultureInfo.InvariantCulture, $"{random.Next(9, 17):00}:{random.Next(60):00}");
        }

        if (random.Next(6) == 0)
        {
            step["dayOfMonth"] = random.Next(1, 32);
        }

        if ((string?)step["kind"] != "stop-supply" && random.Next(6) == 0)
        {
            step["stopsSupply"] = true;
        }
    }

    private static JObject Step(string name, string kind, string from, int days)
    {
        var step = new JObject { ["name"] = name, ["kind"] = kind, ["stage"] = "enquiry", ["from"] = from, ["days"] = days };
        if (kind != "stop-supply")
        {
            step[kind == "letter" ? "template" : "script"] = "any";
        }

        return step;
    }

    private static string Pick(Random random, params ReadOnlySpan<string> words) => words[random.Next(words.Length)];
}
