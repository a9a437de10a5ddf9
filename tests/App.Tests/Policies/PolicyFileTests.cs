using Collections.App.Policies;
using Collections.Core.Calendars;
using Collections.Core.Policies;

namespace Collections.App.Tests.Policies;

public sealed class PolicyFileTests
{
    [Fact]
    public void Read_OnlyWhatIsRequired_GivesTheDefaultsOfTheRules()
    {
        var policy = Samples.Read(Samples.WithSteps("""{ "name": "call-1", "kind": "call", "script": "call-1", "stage": "enquiry", "from": "due", "days": 2 }"""));
        Assert.Equal(new OwingRule(OwingBy.DueDate, 0), policy.Owing);
        Assert.Equal(CollectionDays.TuesdayAndThursday, policy.CollectionDays);
        Assert.Equal(ContactHours.Default, policy.ContactHours);
        Assert.Equal(new PartPaymentRule(0.5m, 7), policy.PartPayment);
        Assert.Equal(new PromiseRule(14, 3), policy.Promises);
        Assert.Equal(new FinalDate(4, 3), policy.FinalDate);
        Assert.Equal(new MatchingRule(90, 50, 1m, 0.02m, 14), policy.Matching);
        Assert.Equal(
            (5m, 2, 5, 14, 0.05m),
            (policy.SmallBalance, policy.StaleAfterBankingDays, policy.FailedCallsBeforeSearch, policy.DisputeLookAgainDays, policy.LargeShare));
        Assert.Empty(policy.Signers);
    }

    [Fact]
    public void Read_EveryKindOfStep_GivesItsStep()
    {
        Step[] expected =
        [
            new("reminder", StepKind.Letter, new Timing(TimingFrom.Due, -2, StepDays.Office), "reminder", "reminder", LargeOrIrregularOnly: true),
            new("letter-1", StepKind.Letter, new Timing(TimingFrom.Opening, 0, StepDays.Collection), "first-letter", "enquiry"),
            new("call-1", StepKind.Call, new Timing(TimingFrom.Previous, 7, StepDays.Office, AfterBrokenPromise: 2), "call-1", "pressure", StopsSupply: true),
            new("hold", StepKind.StopSupply, new Timing(TimingFrom.Previous, 0, StepDays.Office, 16, new TimeOnly(17, 0)), "", "pressure"),
            new("management-call", StepKind.ManagementCall, new Timing(TimingFrom.Previous, 0, StepDays.Office), "management-call", "management"),
            new("agency", StepKind.Agency, new Timing(TimingFrom.FinalDate, 1, StepDays.Office), "agency", "management"),
        ];
        Assert.Equal(expected, Samples.Read(Samples.Complete).Steps);
    }

    [Fact]
    public void Read_RemarksAroundTheSettings_AreAllowed() =>
        Assert.Equal("sample", Samples.Read($"// Ours.\n{Samples.Complete}\n// The end.").Name);

    [Fact]
    public void Read_SeveralMistakes_ReportsThemAllInTheOrderOfTheirLines()
    {
        var json = Samples.With("\"version\": 1", "\"version\": 0")
            .Replace("\"largeShare\": 0.05", "\"largeShare\": 5", StringComparison.Ordinal)
            .Replace("\"dayOfMonth\": 16", "\"dayOfMonth\": 32", StringComparison.Ordinal)
            .Replace("\"scan\"", "\"scn\"", StringComparison.Ordinal);
        var error = Assert.Throws<PolicyFileException>(() => Samples.Read(json));
        Assert.Equal(
            [("scan", 1), ("version", 4), ("scn", 7), ("largeShare", 16), ("steps[3].dayOfMonth", 23)],
            error.Problems.Select(problem => (problem.Path, problem.Line)));
        Assert.Equal("5", error.Problems[3].Value);
    }

    [Theory]
    [InlineData("", "a.json: is not valid JSON: ")]
    [InlineData("{ \"name\":\n", "a.json, line 2: is not valid JSON: ")]
    [InlineData("{ \"name\": \"a\",\n \"name\": \"b\" }", "a.json, line 2: is not valid JSON: ")]
    [InlineData("{} {}", "a.json, line 1: is not valid JSON: ")]
    [InlineData("[]", "a.json, line 1: must hold one JSON object")]
    public void Read_TextThatIsNoJsonObject_SaysSoAndWhere(string json, string expected) =>
        Assert.StartsWith(expected, Refused(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"name\": \"sample\"", "\"name\": \"Sample One\"", 3,
        "name = \"Sample One\": must be a name of small letters, digits and hyphens, at most 40 of them, such as call-1")]
    [InlineData("\"name\": \"sample\",", "", 1, "name: is missing; it must be a name of small letters, digits and hyphens, at most 40 of them, such as call-1")]
    [InlineData("\"version\": 1", "\"version\": 1.5", 4, "version = 1.5: must be a whole number from 1 to 1000000")]
    [InlineData("\"version\": 1", "\"version\": 99999999999999999999", 4, "version = 99999999999999999999: must be a whole number from 1 to 1000000")]
    [InlineData("\"version\": 1,", "", 1, "version: is missing; it must be a whole number from 1 to 1000000")]
    [InlineData("\"A sample.\"", "\" \"", 5, "description = \" \": must be a text of 1 to 400 characters")]
    [InlineData("{ \"by\": \"due-date\" }", "\"due-date\"", 6, "owing = \"due-date\": must be an object: settings in braces")]
    [InlineData("\"owing\": { \"by\": \"due-date\" },", "", 1, "owing: is missing; it must be an object: settings in braces")]
    [InlineData("\"by\": \"due-date\"", "\"by\": \"month\", \"months\": 2", 6, "owing.by = \"month\": must be one of due-date, invoice-month")]
    [InlineData("\"by\": \"due-date\"", "\"by\": \"due-date\", \"months\": 2", 6,
        "owing.months = 2: counts only by invoice-month; by due-date an invoice is owing from the day after")]
    [InlineData("\"by\": \"due-date\"", "\"by\": \"due-date\", \"month\": 2", 6, "owing.month = 2: is not a setting here; did you mean months?")]
    [InlineData("\"by\": \"due-date\"", "\"by\": \"invoice-month\"", 6, "owing = {\"by\":\"invoice-month\"}: a step before the due date needs \"by\": \"due-date\"")]
    [InlineData("\"scan\": \"daily\"", "\"scan\": \"Monthly\"", 7, "scan = \"Monthly\": must be one of daily, monthly; did you mean monthly?")]
    [InlineData("\"scan\": \"daily\"", "\"scan\": \"monthly\"", 7, "scan = \"monthly\": a step before the due date needs a daily scan")]
    [InlineData("\"tuesday\", \"thursday\"", "\"tuesday\", \"thrusday\"", 8,
        "collectionDays[1] = \"thrusday\": must be one of sunday, monday, tuesday, wednesday, thursday, friday, saturday; did you mean thursday?")]
    [InlineData("\"tuesday\", \"thursday\"", "\"tuesday\", \"tuesday\"", 8, "collectionDays[1] = \"tuesday\": is there twice")]
    [InlineData("[\"tuesday\", \"thursday\"]", "[]", 8, "collectionDays = []: must be a list of 1 or more, in square brackets")]
    [InlineData("[\"tuesday\", \"thursday\"]", "\"tuesday\"", 8, "collectionDays = \"tuesday\": must be a list of 1 or more, in square brackets")]
    [InlineData("\"tuesday\", \"thursday\"", "\"saturday\", \"sunday\"", 8,
        "collectionDays = [\"saturday\",\"sunday\"]: no office works on these weekdays in AU-NSW, so its letters would never go")]
    [InlineData("\"08:30\"", "\"8.30\"", 9, "contactHours.from = \"8.30\": must be a time of day from \"00:00\" to \"23:59\", such as \"08:30\"")]
    [InlineData("\"to\": \"17:00\"", "\"to\": \"24:00\"", 9, "contactHours.to = \"24:00\": must be a time of day from \"00:00\" to \"23:59\", such as \"08:30\"")]
    [InlineData("\"to\": \"17:00\"", "\"to\": \"08:30\"", 9, "contactHours.to = \"08:30\": the hours must begin before they end, within one day")]
    [InlineData("\"smallBalance\": 5", "\"smallBalance\": -1", 10, "smallBalance = -1: must be a number from 0 to 10000")]
    [InlineData("\"smallBalance\": 5", "\"smallBalance\": \"5\"", 10, "smallBalance = \"5\": must be a number from 0 to 10000")]
    [InlineData("\"threshold\": 0.5", "\"threshold\": 50", 11, "partPayment.threshold = 50: must be a number from 0 to 1")]
    [InlineData("\"suspendDays\"", "\"suspend_days\"", 11, "partPayment.suspend_days = 7: is not a setting here; did you mean suspendDays?")]
    [InlineData("\"maxBroken\": 3", "\"maxBroken\": 0", 12, "promises.maxBroken = 0: must be a whole number from 1 to 50")]
    [InlineData("\"maxDays\": 14", "\"maxDays\": null", 12, "promises.maxDays = null: must be a whole number from 0 to 365")]
    [InlineData("\"graceOfficeDays\"", "\"tea\"", 17, "finalDate.tea = 3: is not a setting here; there are postOfficeDays, graceOfficeDays")]
    [InlineData("\"Ada\", \"Ben\"", "\"Ada\", \"ada\"", 18, "signers[1] = \"ada\": is there twice")]
    [InlineData("\"Ada\", \"Ben\"", "\"Ada\", \"\"", 18, "signers[1] = \"\": must be a text of 1 to 100 characters")]
    [InlineData("\"kind\": \"stop-supply\"", "\"kind\": \"stop\"", 23,
        "steps[3].kind = \"stop\": must be one of letter, call, stop-supply, management-call, agency")]
    [InlineData("\"dayOfMonth\": 16", "\"dayOfMonth\": 0", 23, "steps[3].dayOfMonth = 0: must be a whole number from 1 to 31")]
    [InlineData("\"at\": \"17:00\"", "\"at\": \"5pm\"", 23, "steps[3].at = \"5pm\": must be a time of day from \"00:00\" to \"23:59\", such as \"08:30\"")]
    [InlineData("\"stopsSupply\": true", "\"stopsSupply\": \"yes\"", 22, "steps[2].stopsSupply = \"yes\": must be true or false")]
    [InlineData("\"from\": \"opening\"", "\"from\": \"open\"", 21, "steps[1].from = \"open\": must be one of due, previous, opening, final-date")]
    [InlineData("\"template\": \"first-letter\"", "\"script\": \"first-letter\"", 21, "steps[1].script = \"first-letter\": a letter has a template, not a script")]
    [InlineData("\"template\": \"first-letter\", ", "", 21, "steps[1].template: is missing: a letter has a template")]
    [InlineData("\"script\": \"call-1\"", "\"template\": \"call-1\"", 22, "steps[2].template = \"call-1\": a call or a task has a script, not a template")]
    [InlineData("\"dayOfMonth\": 16", "\"script\": \"hold\"", 23, "steps[3].script = \"hold\": a stop-supply step writes to nobody and calls nobody")]
    [InlineData("\"dayOfMonth\": 16", "\"stopsSupply\": true", 23,
        "steps[3].stopsSupply = true: is for letters, calls and the agency; a stop-supply step stops supply anyway")]
    public void Read_AWrongSetting_SaysWhereWhatAndWhy(string piece, string replacement, int line, string expected) =>
        Assert.Equal($"a.json, line {line}: {expected}", Refused(Samples.With(piece, replacement)));

    [Theory]
    [InlineData("\"name\": \"letter-1\"", "\"name\": \"reminder\"", 21,
        "steps[1].name = \"reminder\": is already the name of step 1; records and letters could not tell the two apart")]
    [InlineData("\"from\": \"due\", \"days\": -2, \"largeOrIrregularOnly\": true", "\"from\": \"previous\"", 20,
        "steps[0].from = \"previous\": the first step has none before it; count it from due or opening")]
    [InlineData("\"from\": \"opening\"", "\"from\": \"previous\"", 21,
        "steps[1].from = \"previous\": most accounts get no reminder and begin with this step; count it from due or opening")]
    [InlineData("\"from\": \"due\", \"days\": -2, \"largeOrIrregularOnly\": true", "\"from\": \"final-date\"", 20,
        "steps[0].from = \"final-date\": a final letter gives the final date, and no letter comes before this step")]
    [InlineData("\"from\": \"due\", \"days\": -2", "\"from\": \"due\", \"days\": 2", 20,
        "steps[0].largeOrIrregularOnly = true: only a first step before the due date may pass accounts over")]
    [InlineData("\"stopsSupply\": true", "\"largeOrIrregularOnly\": true", 22,
        "steps[2].largeOrIrregularOnly = true: only a first step before the due date may pass accounts over")]
    [InlineData("\"from\": \"due\", \"days\": -2", "\"from\": \"due\", \"days\": -2, \"on\": \"collection\"", 20,
        "steps[0].on = \"collection\": a step before the due date goes on the office day before it, not on a collection day")]
    [InlineData("\"kind\": \"letter\", \"template\": \"reminder\"", "\"kind\": \"call\", \"script\": \"reminder\"", 20,
        "steps[0].kind = \"call\": a step before the due date is a letter: nothing is owing yet")]
    [InlineData("\"from\": \"opening\"", "\"from\": \"due\", \"days\": -1", 21, "steps[1].days = -1: only the first step may come before the due date")]
    [InlineData("\"days\": 7", "\"days\": -7", 22, "steps[2].days = -7: only a step counted from the due date may come before its day")]
    [InlineData("\"stopsSupply\": true", "\"at\": \"17:00\"", 22, "steps[2].at = \"17:00\": lies outside the contact hours, 08:30–17:00, so it would never happen")]
    [InlineData("\"from\": \"final-date\", \"days\": 1", "\"from\": \"final-date\"", 25,
        "steps[5].from = \"final-date\": the agency comes a day or more after the final date: \"from\": \"final-date\", \"days\": 1")]
    [InlineData("\"kind\": \"management-call\"", "\"kind\": \"call\"", 25, "steps[5].kind = \"agency\": a management-call must come before the agency")]
    public void Read_StepsThatMakeNoSenseTogether_SaysWhereAndWhy(string piece, string replacement, int line, string expected) =>
        Assert.Equal($"a.json, line {line}: {expected}", Refused(Samples.With(piece, replacement)));

    [Fact]
    public void Read_MoreMonthsThanAYear_AreRefused() => Assert.Equal(
        "a.json, line 2: owing.months = 13: must be a whole number from 1 to 12",
        Refused(Samples.WithSteps("""{ "name": "call-1", "kind": "call", "script": "call-1", "stage": "enquiry", "from": "opening" }""")
            .Replace("\"due-date\"", "\"invoice-month\", \"months\": 13", StringComparison.Ordinal)));

    [Fact]
    public void Read_NoSteps_IsRefused() =>
        Assert.Equal("a.json, line 3: steps = []: must be a list of 1 to 50, in square brackets", Refused(Samples.WithSteps()));

    [Fact]
    public void Read_MoreStepsThanFifty_IsRefused() =>
        Assert.EndsWith(
            "must be a list of 1 to 50, in square brackets",
            Refused(Samples.WithSteps(Enumerable.Range(1, 51).Select(i => $$"""{ "name": "s{{i}}" }"""))), StringComparison.Ordinal);

    [Fact]
    public void Read_AStepCountedBackBeforeItsPredecessor_IsRefused() => Assert.Equal(
        "a.json, line 5: steps[1].days = 1: comes before late, which stands before it; put the steps in the order of their days",
        Refused(Samples.WithSteps(
            """{ "name": "late", "kind": "call", "script": "call-1", "stage": "enquiry", "from": "due", "days": 9 }""",
            """{ "name": "early", "kind": "call", "script": "call-2", "stage": "enquiry", "from": "due", "days": 1 }""")));

    [Fact]
    public void Read_AStepAfterTheAgency_IsRefused() => Assert.Equal(
        "a.json, line 25: steps[5].kind = \"agency\": the agency is the last step: the case ends with it",
        Refused(Samples.With(
            "\"from\": \"final-date\", \"days\": 1 }",
            "\"from\": \"final-date\", \"days\": 1 },\n{ \"name\": \"more\", \"kind\": \"call\", \"script\": \"call-1\", \"stage\": \"more\", \"from\": \"previous\" }")));

    [Fact]
    public void Read_AStepThatIsNoObject_IsRefused() =>
        Assert.Equal("a.json, line 4: steps[0] = \"call\": must be an object: settings in braces", Refused(Samples.WithSteps("\"call\"")));

    [Fact]
    public void Read_WeekendCollectionDaysWhereNothingUsesThem_AreAllowed()
    {
        var json = Samples.WithSteps("""{ "name": "call-1", "kind": "call", "script": "call-1", "stage": "enquiry", "from": "due", "days": 2 }""")
            .Replace("\"scan\": \"daily\",", "\"scan\": \"daily\", \"collectionDays\": [\"sunday\"],", StringComparison.Ordinal);
        Assert.Equal([DayOfWeek.Sunday], Samples.Read(json).CollectionDays.Weekdays);
    }

    private static string Refused(string json) => Assert.Single(Assert.Throws<PolicyFileException>(() => Samples.Read(json)).Problems).ToString();
}
