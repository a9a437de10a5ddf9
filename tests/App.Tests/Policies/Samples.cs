using Collections.App.Policies;
using Collections.Core.Policies;

namespace Collections.App.Tests.Policies;

/// <summary>Small policies for the tests, one setting or step a line, so that a problem's line tells it.</summary>
internal static class Samples
{
    /// <summary>A policy that says everything and has every kind of step.</summary>
    public const string Complete = """
        {
          "$schema": "./policy.schema.json",
          "name": "sample",
          "version": 1,
          "description": "A sample.",
          "owing": { "by": "due-date" },
          "scan": "daily",
          "collectionDays": ["tuesday", "thursday"],
          "contactHours": { "from": "08:30", "to": "17:00" },
          "smallBalance": 5,
          "partPayment": { "threshold": 0.5, "suspendDays": 7 },
          "promises": { "maxDays": 14, "maxBroken": 3 },
          "lastLookSeconds": 2, "staleAfterBankingDays": 2,
          "failedCallsBeforeSearch": 5,
          "disputeLookAgainDays": 14,
          "largeShare": 0.05,
          "finalDate": { "postOfficeDays": 4, "graceOfficeDays": 3 },
          "signers": ["Ada", "Ben"],
          "steps": [
            { "name": "reminder", "kind": "letter", "template": "reminder", "stage": "reminder", "from": "due", "days": -2, "largeOrIrregularOnly": true },
            { "name": "letter-1", "kind": "letter", "template": "first-letter", "stage": "enquiry", "from": "opening", "on": "collection" },
            { "name": "call-1", "kind": "call", "script": "call-1", "stage": "pressure", "from": "previous", "days": 7, "daysAfterBrokenPromise": 2, "stopsSupply": true },
            { "name": "hold", "kind": "stop-supply", "stage": "pressure", "from": "previous", "dayOfMonth": 16, "at": "17:00" },
            { "name": "management-call", "kind": "management-call", "script": "management-call", "stage": "management", "from": "previous" },
            { "name": "agency", "kind": "agency", "script": "agency", "stage": "management", "from": "final-date", "days": 1 }
          ],
          "matching": { "applyFrom": 90, "holdFrom": 50, "rounding": 1, "earlyDiscount": 0.02, "earlyDays": 14 }
        }
        """;

    public static Policy Read(string json) => PolicyFile.Read(new StringReader(json), "a.json");

    /// <summary>The sample with one piece of its text replaced, which must be there.</summary>
    public static string With(string piece, string replacement)
    {
        Assert.Contains(piece, Complete, StringComparison.Ordinal);
        return Complete.Replace(piece, replacement, StringComparison.Ordinal);
    }

    /// <summary>A policy by due date with these steps and no other settings than it must have.</summary>
    public static string WithSteps(params IEnumerable<string> steps) => $$"""
        {
          "name": "sample", "version": 1, "description": "A sample.", "owing": { "by": "due-date" }, "scan": "daily",
          "steps": [
            {{string.Join(",\n    ", steps)}}
          ]
        }
        """;
}
