using Collections.Core.Policies;

namespace Collections.App.Policies;

/// <summary>Reads one rung of the timeline.</summary>
internal static class StepReader
{
    public static Step Read(PolicyObject json)
    {
        var kind = json.Choice<StepKind>("kind");
        var step = new Step(
            json.Name("name"), kind ?? default, ReadTiming(json), ReadText(json, kind), json.Name("stage"), json.Flag("stopsSupply"), json.Flag("largeOrIrregularOnly"));
        if (kind == StepKind.StopSupply && json.Has("stopsSupply"))
        {
            json.Problem("stopsSupply", "is for letters, calls and the agency; a stop-supply step stops supply anyway");
        }

        json.Close();
        return step;
    }

    private static Timing ReadTiming(PolicyObject json) => new(
        json.Choice<TimingFrom>("from") ?? default,
        json.Whole("days", -60, 365, otherwise: 0),
        json.Choice<StepDays>("on", StepDays.Office) ?? default,
        json.WholeOrNone("dayOfMonth", 1, 31),
        json.Time("at"),
        json.WholeOrNone("daysAfterBrokenPromise", 1, 60));

    private static string ReadText(PolicyObject json, StepKind? kind)
    {
        var template = json.Name("template", otherwise: "");
        var script = json.Name("script", otherwise: "");
        return kind switch
        {
            StepKind.Letter => Only("template", template, "script", "a letter has a template"),
            StepKind.StopSupply => Neither(),
            null => "",
            _ => Only("script", script, "template", "a call or a task has a script"),
        };

        string Only(string wanted, string text, string other, string because)
        {
            if (json.Has(other))
            {
                json.Problem(other, $"{because}, not a {other}");
            }
            else if (!json.Has(wanted))
            {
                json.Problem(wanted, $"is missing: {because}");
            }

            return text;
        }

        string Neither()
        {
            foreach (var name in new[] { "template", "script" }.Where(json.Has))
            {
                json.Problem(name, "a stop-supply step writes to nobody and calls nobody");
            }

            return "";
        }
    }
}
