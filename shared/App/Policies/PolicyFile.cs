using System.Collections.Immutable;
using Collections.App.Calendars;
using Collections.Core.Calendars;
using Collections.Core.Policies;

namespace Collections.App.Policies;

/// <summary>Reads a policy from its JSON file; <c>docs/policies.md</c> describes the format, <see cref="Schema"/> defines it.</summary>
public static class PolicyFile
{
    private const int MostSteps = 50;

    /// <summary>The file format's definition, JSON Schema draft 2020-12: editors help with it while a policy is written.</summary>
    public static string Schema { get; } = BuiltInFiles.Text("policy.schema.json");

    /// <summary>Reads one policy, whole or not at all.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="fileName">The name by which problems refer to the file.</param>
    /// <param name="regions">The regions in which the policy is to run: its collection days must fit each of them. The built-in ones unless told.</param>
    /// <exception cref="PolicyFileException">The file has problems; the exception lists all of them.</exception>
    public static Policy Read(TextReader json, string fileName, IEnumerable<Region>? regions = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(fileName);
        var reading = new PolicyReading(fileName);
        var policy = Read(json, reading, regions ?? Regions.BuiltIn.All);
        return policy is not null && reading.ProblemCount == 0 ? policy : throw new PolicyFileException(reading.Problems);
    }

    /// <summary>Reads a policy; it is right only if the reading has no problems.</summary>
    internal static Policy? Read(TextReader json, PolicyReading reading, IEnumerable<Region> regions)
    {
        if (reading.Parse(json) is not { } parsed)
        {
            return null;
        }

        var root = PolicyObject.Root(reading, parsed);
        root.Text("$schema", longest: 400, otherwise: "");
        var policy = new Policy
        {
            Name = root.Name("name"),
            Version = root.Whole("version", 1, 1_000_000),
            Description = root.Text("description", longest: 400),
            Owing = ReadOwing(root.Section("owing", required: true)),
            Scan = root.Choice<ScanRhythm>("scan") ?? default,
            CollectionDays = new CollectionDays([.. root.Choices("collectionDays", DayOfWeek.Tuesday, DayOfWeek.Thursday)]),
            ContactHours = ReadContactHours(root.Section("contactHours")),
            SmallBalance = root.Number("smallBalance", 0, 10_000, otherwise: 5),
            PartPayment = ReadPartPayment(root.Section("partPayment")),
            Promises = ReadPromises(root.Section("promises")),
            LastLookSeconds = root.Whole("lastLookSeconds", 1, 60, otherwise: 2),
            StaleAfterBankingDays = root.Whole("staleAfterBankingDays", 0, 60, otherwise: 2),
            FailedCallsBeforeSearch = root.Whole("failedCallsBeforeSearch", 1, 50, otherwise: 5),
            DisputeLookAgainDays = root.Whole("disputeLookAgainDays", 1, 365, otherwise: 14),
            LargeShare = root.Number("largeShare", 0, 1, otherwise: 0.05m),
            FinalDate = ReadFinalDate(root.Section("finalDate")),
            Matching = ReadMatching(root.Section("matching")),
            Signers = [.. root.Texts("signers", longest: 100)],
            Steps = [],
        };
        policy = policy with { Steps = ReadSteps(root, reading, policy.ContactHours) };
        CheckCollectionDays(root, policy, regions);
        CheckReminder(root, policy);
        root.Close();
        return policy;
    }

    private static MatchingRule ReadMatching(PolicyObject section)
    {
        var usual = MatchingRule.Default;
        var rule = new MatchingRule(
            section.Whole("applyFrom", 51, 100, otherwise: usual.ApplyFrom),
            section.Whole("holdFrom", 1, 100, otherwise: usual.HoldFrom),
            section.Number("rounding", 0, 1_000, otherwise: usual.Rounding),
            section.Number("earlyDiscount", 0, 0.2m, otherwise: usual.EarlyDiscount),
            section.Whole("earlyDays", 0, 366, otherwise: usual.EarlyDays));
        section.Close();
        return rule;
    }

    private static OwingRule ReadOwing(PolicyObject section)
    {
        var by = section.Choice<OwingBy>("by");
        var months = section.Whole("months", 1, 12, otherwise: 2);
        if (by == OwingBy.DueDate && section.Has("months"))
        {
            section.Problem("months", "counts only by invoice-month; by due-date an invoice is owing from the day after");
        }

        section.Close();
        return new OwingRule(by ?? default, by == OwingBy.InvoiceMonth ? months : 0);
    }

    private static ContactHours ReadContactHours(PolicyObject section)
    {
        var from = section.Time("from", ContactHours.Default.From)!.Value;
        var to = section.Time("to", ContactHours.Default.To)!.Value;
        section.Close();
        if (from < to)
        {
            return new ContactHours(from, to);
        }

        section.Problem(section.Has("to") ? "to" : "from", "the hours must begin before they end, within one day");
        return ContactHours.Default;
    }

    private static PartPaymentRule ReadPartPayment(PolicyObject section)
    {
        var rule = new PartPaymentRule(section.Number("threshold", 0, 1, otherwise: 0.5m), section.Whole("suspendDays", 0, 365, otherwise: 7));
        section.Close();
        return rule;
    }

    private static PromiseRule ReadPromises(PolicyObject section)
    {
        var rule = new PromiseRule(section.Whole("maxDays", 0, 365, otherwise: 14), section.Whole("maxBroken", 1, 50, otherwise: 3));
        section.Close();
        return rule;
    }

    private static FinalDate ReadFinalDate(PolicyObject section)
    {
        var rule = new FinalDate(section.Whole("postOfficeDays", 0, 60, otherwise: 4), section.Whole("graceOfficeDays", 0, 60, otherwise: 3));
        section.Close();
        return rule;
    }

    private static ImmutableArray<Step> ReadSteps(PolicyObject root, PolicyReading reading, ContactHours hours)
    {
        var before = reading.ProblemCount;
        var objects = root.Objects("steps", MostSteps);
        var steps = objects.Select(StepReader.Read).ToImmutableArray();

        // The order is judged only of steps that say what they mean; a slip in one would make others look wrong.
        if (reading.ProblemCount == before)
        {
            new StepOrder(objects, steps, hours).Check();
        }

        return steps;
    }

    private static void CheckCollectionDays(PolicyObject root, Policy policy, IEnumerable<Region> regions)
    {
        if (policy.Scan != ScanRhythm.Monthly && !policy.Steps.Any(step => step.Timing.On == StepDays.Collection))
        {
            return;
        }

        foreach (var region in regions.Where(region => !policy.CollectionDays.Fit(region.Office)))
        {
            root.Problem("collectionDays", $"no office works on these weekdays in {region}, so its letters would never go");
        }
    }

    // Between a due date and the month in which it makes an invoice owing there is nothing to chase, and a scan of once a month comes too late.
    private static void CheckReminder(PolicyObject root, Policy policy)
    {
        if (policy.LeadDays > 0 && policy.Owing.By == OwingBy.InvoiceMonth)
        {
            root.Problem("owing", "a step before the due date needs \"by\": \"due-date\"");
        }

        if (policy.LeadDays > 0 && policy.Scan == ScanRhythm.Monthly)
        {
            root.Problem("scan", "a step before the due date needs a daily scan");
        }
    }
}
