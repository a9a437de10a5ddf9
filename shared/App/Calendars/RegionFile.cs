using Collections.Core.Calendars;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Calendars;

/// <summary>Reads a region from its JSON file; <c>docs/regions.md</c> describes the format.</summary>
public static class RegionFile
{
    /// <summary>Reads one region, whole or not at all.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="fileName">The name by which problems refer to the file.</param>
    /// <exception cref="RegionFileException">The file has problems; the exception lists all of them.</exception>
    public static Region Read(TextReader json, string fileName)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(fileName);
        var problems = new List<RegionProblem>();
        var root = Parse(json, fileName, problems);
        var region = root is null ? null : ReadRegion(new RegionObject(fileName, root, problems));
        return problems.Count == 0 && region is not null ? region : throw new RegionFileException(problems);
    }

    private static JObject? Parse(TextReader json, string fileName, List<RegionProblem> problems)
    {
        try
        {
            // A field that is given twice is a slip that would otherwise silently drop the first.
            var settings = new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error };
            using var reader = new JsonTextReader(json) { DateParseHandling = DateParseHandling.None, CloseInput = false };
            var root = JToken.Load(reader, settings);
            while (reader.Read())
            {
                // Remarks may follow the object; the reader refuses anything else there.
            }

            if (root is JObject found)
            {
                return found;
            }

            problems.Add(new RegionProblem(fileName, "", Value: null, "must hold one JSON object"));
        }
        catch (JsonException e)
        {
            problems.Add(new RegionProblem(fileName, "", Value: null, $"is not valid JSON: {e.Message}"));
        }

        return null;
    }

    private static Region? ReadRegion(RegionObject root)
    {
        root.AllowOnly("code", "name", "extends", "weekend", "holidays", "bankHolidays");
        var code = root.Text("code");
        var name = root.Text("name");
        if (code is not null && !code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            root.Problem("code", "must have letters, digits and hyphens only, such as AU-VIC");
        }

        var parent = ReadParent(root);
        var weekend = root.Has("weekend") ? root.Weekdays("weekend") : parent?.Office.Weekend ?? [DayOfWeek.Saturday, DayOfWeek.Sunday];
        var holidays = HolidayReader.ReadAll(root, "holidays", required: !root.Has("extends"));
        var bankHolidays = HolidayReader.ReadAll(root, "bankHolidays", required: false);
        if (root.HasProblems)
        {
            return null;
        }

        try
        {
            var office = new WorkCalendar($"{code} office days", weekend, [.. parent?.Office.Holidays ?? [], .. holidays]);
            var banking = new WorkCalendar(
                $"{code} banking days", weekend, [.. parent?.Banking.Holidays ?? [], .. holidays, .. bankHolidays]);
            return new Region(code!, name!, office, banking);
        }
        catch (ArgumentException e)
        {
            root.Problem("holidays", e.Message);
            return null;
        }
    }

    private static Region? ReadParent(RegionObject root)
    {
        if (!root.Has("extends") || root.Text("extends") is not { } code)
        {
            return null;
        }

        if (Regions.BuiltIn.Find(code) is { } parent)
        {
            return parent;
        }

        root.Problem("extends", $"is not a built-in region; those are {string.Join(", ", Regions.BuiltIn.All)}");
        return null;
    }
}
