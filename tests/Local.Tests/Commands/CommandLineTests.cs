using Microsoft.Data.Sqlite;

namespace Collections.Local.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Help_Always_NamesEveryCommand()
    {
        var answer = await Cli.RunAsync("--help");

        Assert.Equal(0, answer.Code);
        foreach (var command in (string[])["serve", "demo", "import", "bank", "feeds", "account", "payments", "scan", "replay", "policies", "verify"])
        {
            Assert.Contains($"\n  {command} ", answer.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Did you mean", "imprt")]
    [InlineData("--status 'lost' is none of unmatched, matched, ignored", "payments", "--status", "lost")]
    [InlineData("'INV-1' is not of the form INVOICE=AMOUNT", "payments", "allocate", "bank:1", "INV-1")]
    [InlineData("--as-of 'once' is no instant", "account", "A1", "--as-of", "once")]
    [InlineData("--note", "payments", "set-aside", "bank:1")]
    [InlineData("'tomorrow' is no date of the form 2021-08-03", "scan", "--as-of", "tomorrow")]
    [InlineData("'DOLLAR' is no currency code of ISO 4217", "replay", "x.csv", "--currency", "DOLLAR")]
    [InlineData("--format 'sage' is none of auto, canonical, xero, quickbooks, myob", "import", "invoices", "x.csv", "--format", "sage")]
    [InlineData("'8 o'clock' is no local time of the form 2021-08-03T08:00", "serve", "--clock", "8 o'clock")]
    [InlineData("'Mars/Base' is no IANA time zone", "serve", "--clock", "2021-08-03T08:00", "--timezone", "Mars/Base")]
    [InlineData("--timezone goes with --clock", "serve", "--timezone", "Australia/Sydney")]
    public async Task CommandLine_ThatIsNotRight_SaysWhatIsWrongAndAnswers2(string expected, params string[] args)
    {
        var answer = await Cli.RunAsync(args);

        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Output + answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithBadRows_LoadsTheRestListsThemAndAnswers1()
    {
        var accounts = _cli.File("accounts.csv", "account,name,terms\nA1,Alpha,net 30\nA2,Beta,whenever\nA3,Gamma,cod\n");

        var first = await Cli.RunAsync("import", "accounts", accounts, "--data", _cli.Data);
        var again = await Cli.RunAsync("import", "accounts", accounts, "--data", _cli.Data);

        Assert.Equal((1, 1), (first.Code, again.Code));
        Assert.Contains("accounts.csv: 2 accepted, 0 unchanged, 1 rejected", first.Output, StringComparison.Ordinal);
        Assert.Matches(@"3 +terms +whenever ", first.Output);
        Assert.Contains("accounts.csv: 0 accepted, 2 unchanged, 1 rejected", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feeds_BeforeAndAfterAStatement_SayHowFarPaymentsAreKnown_R20()
    {
        var accounts = _cli.File("accounts.csv", "account,name\nA1,Alpha\n");
        await Cli.RunAsync("import", "accounts", accounts, "--data", _cli.Data);

        var before = await Cli.RunAsync("feeds", "--data", _cli.Data);
        await Cli.RunAsync("bank", _cli.File("july.csv", "booked,amount,currency,reference\n2021-08-02,900.00,AUD,INV-1\n"), "--data", _cli.Data);
        var after = await Cli.RunAsync("feeds", "--data", _cli.Data);

        Assert.Equal((0, 0), (before.Code, after.Code));
        Assert.Contains("payments are not watched", before.Output, StringComparison.Ordinal);
        Assert.Contains("the bank has been silent since 2021-08-0", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_OfWhichNoEventsAreKept_SaysSo()
    {
        await Cli.RunAsync("import", "accounts", _cli.File("accounts.csv", "account,name\nA1,Alpha\n"), "--data", _cli.Data);

        var unknown = await Cli.RunAsync("account", "B1", "--data", _cli.Data);
        var early = await Cli.RunAsync("account", "A1", "--as-of", "2021-08-03T17:00:00+10:00", "--data", _cli.Data);

        Assert.Equal((2, 2), (unknown.Code, early.Code));
        Assert.Contains("there is no account B1", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("nothing is known of account A1 at 2021-08-03T07:00:00Z: no events of it are kept yet", early.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payments_ListedAndAllocated_SayWhoseTheyAre()
    {
        await Cli.RunAsync("import", "invoices", _cli.File("invoices.csv", "invoice,account,issued,amount,currency\nINV-1,A1,2021-07-01,900.00,AUD\n"), "--data", _cli.Data);
        await Cli.RunAsync("bank", _cli.File("july.csv", "id,booked,amount,currency,payer,reference\n7,2021-08-02,1000.00,AUD,Zebra Holdings,thanks\n"), "--data", _cli.Data, "--feed", "anz");
        var waiting = await Cli.RunAsync("payments", "--data", _cli.Data);
        var id = waiting.Output.Split(' ', '\n').First(word => word.StartsWith("anz:", StringComparison.Ordinal));

        var tooMuch = await Cli.RunAsync("payments", "allocate", id, "INV-1=950", "--data", _cli.Data);
        var allocated = await Cli.RunAsync("payments", "allocate", id, "INV-1=900", "--data", _cli.Data, "--by", "Cleo");
        var again = await Cli.RunAsync("payments", "allocate", id, "INV-1=900", "--data", _cli.Data, "--by", "Cleo");
        var listed = await Cli.RunAsync("payments", "--account", "A1", "--json", "--data", _cli.Data);
        var unknown = await Cli.RunAsync("payments", "undo", "anz:nothing", "--data", _cli.Data);

        Assert.Equal((0, 2, 0, 0, 0, 2), (waiting.Code, tooMuch.Code, allocated.Code, again.Code, listed.Code, unknown.Code));
        Assert.Contains("Zebra Holdings", waiting.Output, StringComparison.Ordinal);
        Assert.Contains("1 payment", waiting.Output, StringComparison.Ordinal);
        Assert.Contains("INV-1", tooMuch.Error, StringComparison.Ordinal);
        Assert.Equal($"{id}: A1's; settles AUD 900.00 of INV-1; AUD 100.00 unapplied\n", allocated.Output.ReplaceLineEndings("\n"));
        Assert.Equal(allocated.Output, again.Output);
        var payment = Newtonsoft.Json.Linq.JObject.Parse(listed.Output)["items"]![0]!;
        Assert.Equal(("A1", "matched", id), ((string?)payment["account"], (string?)payment["status"], (string?)payment["id"]));
        Assert.Contains("there is no payment anz:nothing", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bank_WithABadEntry_TakesInTheRestListsItAndAnswers1()
    {
        var statement = _cli.File("july.csv", "booked,amount,currency,reference\n2021-08-02,900.00,AUD,INV-1\n2021-08-02,lots,AUD,INV-2\n");

        var first = await Cli.RunAsync("bank", statement, "--data", _cli.Data);
        var again = await Cli.RunAsync("bank", statement, "--data", _cli.Data, "--json");

        Assert.Equal((1, 1), (first.Code, again.Code));
        Assert.Contains("july.csv: 2 entries, 0 matched, 1 unmatched, 0 known, 0 outgoing, 0 skipped, 1 rejected", first.Output, StringComparison.Ordinal);
        Assert.Matches(@"3 +amount +lots +is no amount", first.Output);
        Assert.Contains("\"duplicates\": 1", again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is no name of a bank feed", "booked,amount\n2021-08-02,1\n", "--feed", "my bank")]
    [InlineData("the file seems to be a PDF", "%PDF-1.7", "--feed", "anz")]
    public async Task Bank_ThatCannotBeLoaded_SaysWhyAndAnswers2(string expected, string text, params string[] more)
    {
        var answer = await Cli.RunAsync(["bank", _cli.File("file", text), "--data", _cli.Data, .. more]);

        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Output + answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAnAccountingSystemsExport_SaysWhatItWasReadAs()
    {
        var export = _cli.File(
            "aging.csv",
            "A/R Aging Detail Report,,,,,,,\n,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n"
            + ",06/15/2021,Invoice,1001,Smith,07/15/2021,\"1,000.00\",800.00\nTOTAL,,,,,,,900.00\n");

        var answer = await Cli.RunAsync("import", "invoices", export, "--data", _cli.Data);
        var asAnother = await Cli.RunAsync("import", "invoices", export, "--data", _cli.Data, "--format", "xero");
        var contacts = await Cli.RunAsync("import", "contacts", export, "--data", _cli.Data, "--format", "quickbooks");

        Assert.Equal((0, 2, 2), (answer.Code, asAnother.Code, contacts.Code));
        Assert.Contains("aging.csv: 1 accepted, 0 unchanged, 0 rejected", answer.Output, StringComparison.Ordinal);
        Assert.Contains("read as quickbooks-aging-detail; 1 account and 0 contacts added, 0 items settled", answer.Output, StringComparison.Ordinal);
        Assert.Contains("note: line 4: the file's total of everything is 900.00, and its rows that were read sum to 800.00", answer.Output, StringComparison.Ordinal);
        Assert.Contains("the file is none of the exports of Xero that are known", asAnother.Error, StringComparison.Ordinal);
        Assert.Contains("the customers and contacts of QuickBooks come with its invoices", contacts.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfSeveralFilesWithAMapAndAFormOfDates_LoadsThemAll()
    {
        var invoices = _cli.File("invoices.csv", "Number;Customer;Date;Total\n001;A1;31.07.2021;10.50\n");
        var more = _cli.File("more.csv", "Number;Customer;Date;Total\n002;A1;01.08.2021;20.00\n");

        var answer = await Cli.RunAsync(
            "import", "invoices", invoices, more, "--data", _cli.Data, "--map", "Number=invoice,Customer=account,Date=issued,Total=amount", "--dates", "dd.MM.yyyy",
            "--currency", "EUR");

        Assert.Equal(0, answer.Code);
        Assert.Contains("more.csv: 1 accepted", answer.Output, StringComparison.Ordinal);
        Assert.Contains("2 invoices", (await Cli.RunAsync("verify", "--data", _cli.Data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAFileThatIsNotThere_SaysSoBeforeItLoadsAnything()
    {
        var accounts = _cli.File("accounts.csv", "account,name\nA1,Alpha\n");

        var answer = await Cli.RunAsync("import", "accounts", accounts, _cli.In("missing.csv"), "--data", _cli.Data);

        Assert.Equal(2, answer.Code);
        Assert.Contains("missing.csv", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Data));
    }

    [Fact]
    public async Task Import_OfAFileWithoutARequiredColumn_NamesTheFileAndTheColumn()
    {
        var answer = await Cli.RunAsync("import", "contacts", _cli.File("contacts.csv", "account,name\nA1,Jane\n"), "--data", _cli.Data);

        Assert.Equal(2, answer.Code);
        Assert.Contains("contacts.csv: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("role", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_DryRun_PrintsWhatEveryAccountWouldGetAndWritesNothing()
    {
        // R5, R6, R39: nobody has signed yet, and the preview says so.
        await Cli.RunAsync("import", "invoices", _cli.File("invoices.csv", "invoice,account,issued,due,amount\n1,A1,2021-06-01,2021-07-01,100.00\n"), "--data", _cli.Data);

        var table = await Cli.RunAsync("scan", "--data", _cli.Data, "--as-of", "2021-08-03", "--dry-run");
        var json = await Cli.RunAsync("scan", "--data", _cli.Data, "--as-of", "2021-08-03", "--dry-run", "--json");

        Assert.Equal((0, 0), (table.Code, json.Code));
        Assert.Matches("A1 +left-alone +AUD 100.00 +policy three-calls version 1 is not signed", table.Output);
        var scan = Newtonsoft.Json.Linq.JObject.Parse(json.Output);
        Assert.Equal((0, 1, true), ((int)scan["opened"]!, (int)scan["leftAlone"]!, (bool)scan["dryRun"]!));
        Assert.Equal(("A1", "left-alone"), ((string?)scan["lines"]![0]!["account"], (string?)scan["lines"]![0]!["decision"]));
        Assert.Contains("0 cases", (await Cli.RunAsync("verify", "--data", _cli.Data)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no policy 'nobody'", "--policy", "nobody")]
    [InlineData("can only be previewed", "--as-of", "2999-01-01")]
    public async Task Scan_ThatMakesNoSense_IsRefused(string expected, params string[] args)
    {
        await Cli.RunAsync("import", "accounts", _cli.File("accounts.csv", "account,name\nA1,Alpha\n"), "--data", _cli.Data);

        var answer = await Cli.RunAsync(["scan", "--data", _cli.Data, .. args]);

        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_Listed_SayWhoHasToSign()
    {
        await Cli.RunAsync("import", "accounts", _cli.File("accounts.csv", "account,name\nA1,Alpha\n"), "--data", _cli.Data);

        var answer = await Cli.RunAsync("policies", "--data", _cli.Data);

        Assert.Equal(0, answer.Code);
        Assert.Matches(@"acc-monthly +1 +to be signed by a manager", answer.Output);
        Assert.Contains("three-calls (default)", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PoliciesCheck_OfABuiltInPolicy_PrintsItsDates()
    {
        // R9: the ladder 2 / 9 / 16 of an invoice due on 31 July 2021.
        var answer = await Cli.RunAsync("policies", "check", "three-calls", "--as-of", "2021-08-03", "--data", _cli.Data);

        Assert.Equal(0, answer.Code);
        foreach (var day in (string[])["Mon 2 Aug 2021", "Mon 9 Aug 2021", "Mon 16 Aug 2021", "Wed 1 Sep 2021"])
        {
            Assert.Contains(day, answer.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PoliciesCheck_OfAFileWithMistakes_ListsThemAndAnswers1()
    {
        var answer = await Cli.RunAsync("policies", "check", _cli.File("ours.json", """{ "name": "ours", "version": 0, "colour": "red" }"""), "--data", _cli.Data);

        Assert.Equal(1, answer.Code);
        Assert.Contains("ours.json, line 1: version = 0", answer.Output, StringComparison.Ordinal);
        Assert.Contains("colour", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfARecordThatSomebodyChanged_FindsIt()
    {
        // R40: the line says another thing now, and its hash does not.
        await Cli.RunAsync(
            "replay", _cli.File("ledger.csv", "invoice,account,issued,due,amount,settled\n1,A1,2021-07-01,2021-07-31,100.00,2021-08-20\n"), "--data", _cli.Data);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(_cli.Data, "collections.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var change = connection.CreateCommand();
            change.CommandText = "DROP TRIGGER record_is_not_changed; UPDATE record SET why = 'reached' WHERE kind = 'call-made'";
            Assert.True(await change.ExecuteNonQueryAsync() > 0);
        }

        var answer = await Cli.RunAsync("verify", "--data", _cli.Data);

        Assert.Equal(1, answer.Code);
        Assert.Contains("A1", answer.Output, StringComparison.Ordinal);
        Assert.Matches("[0-9]+ faults? in 1 account,", answer.Output);
    }

    [Fact]
    public async Task Look_WithoutData_SaysThatThereAreNoneAndMakesNone()
    {
        var verify = await Cli.RunAsync("verify", "--data", _cli.Data);
        var scan = await Cli.RunAsync("scan", "--data", _cli.Data, "--dry-run");
        var policies = await Cli.RunAsync("policies", "--data", _cli.Data);

        Assert.Equal((2, 2, 0), (verify.Code, scan.Code, policies.Code));
        Assert.Contains("there are no data", scan.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Data));
    }
}
