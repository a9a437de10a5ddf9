using Newtonsoft.Json.Linq;

namespace Collections.Local.Tests.Commands;

/// <summary>A ledger with settlement dates, replayed by the command; what a kill does to it is tested in <c>Crash</c>.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Header = "invoice,account,issued,due,amount,disputed,settled\n";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("three-calls")]
    [InlineData("acc-monthly")]
    public async Task Replay_OfALateInvoice_ChasesItUntilTheDayOfItsPayment(string policy)
    {
        // R19, R21: due on 31 July, paid on 20 September; nothing goes out on that day or after it.
        var ledger = _cli.File("ledger.csv", $"{Header}1,A1,2021-07-01,2021-07-31,100.00,no,2021-09-20\n2,A2,2021-07-01,2021-07-31,50.00,no,2021-07-20\n");

        var figures = await ReplayAsync(ledger, "--policy", policy, "--data", _cli.Data);

        Assert.Equal((2, 2, 1, 1, 0), (figures["accounts"], figures["invoices"], figures["cases"], figures["casesClosedPaid"], figures["casesOpen"]));
        Assert.Equal((2, 0, 1), (figures["paymentsApplied"], figures["remindersAfterPayment"], figures["lettersPerDayMax"]));
        Assert.Equal(figures["letters"], Directory.GetFiles(Path.Combine(_cli.Data, "outbox"), "*.eml").Length);
        Assert.True(figures["letters"] > 0 && figures["calls"] > 0);
        Assert.StartsWith("all is well", (await Cli.RunAsync("verify", "--data", _cli.Data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_AgainInItsFolder_ChangesNothing()
    {
        var ledger = _cli.File("ledger.csv", $"{Header}1,A1,2021-07-01,2021-07-31,100.00,no,2021-09-20\n");

        var first = await ReplayAsync(ledger, "--data", _cli.Data);
        var again = await ReplayAsync(ledger, "--data", _cli.Data);

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Replay_OfAPartOfTheDaysAndThenOfAll_GoesOnWhereItStood()
    {
        var ledger = _cli.File("ledger.csv", $"{Header}1,A1,2021-07-01,2021-07-31,100.00,no,2021-09-20\n");

        var part = await ReplayAsync(ledger, "--data", _cli.Data, "--to", "2021-08-20");
        var all = await ReplayAsync(ledger, "--data", _cli.Data);
        var atOnce = await ReplayAsync(ledger);

        Assert.Equal((1, 0), (part["casesOpen"], part["paymentsApplied"]));
        Assert.Equal(atOnce, all);
    }

    [Fact]
    public async Task Replay_OfADisputedInvoice_LetsItStandAsideUntilItIsSettled()
    {
        // R4: the disputed invoice is never chased, the other is.
        var ledger = _cli.File("ledger.csv", $"{Header}1,A1,2021-07-01,2021-07-31,100.00,yes,2021-09-20\n2,A2,2021-07-01,2021-07-31,100.00,no,2021-09-20\n");

        var figures = await ReplayAsync(ledger, "--data", _cli.Data);

        Assert.Equal((1, 1, 1), (figures["disputes"], figures["cases"], figures["casesClosedPaid"]));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_cli.Data, "outbox")), file => file.EndsWith("-A1.eml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replay_FromALaterDay_BeginsWithWhatWasOpenThen()
    {
        var ledger = _cli.File(
            "ledger.csv", $"{Header}1,A1,2021-01-01,2021-01-31,10.00,no,2021-02-20\n2,A1,2021-06-01,2021-07-01,20.00,no,2021-08-20\n3,A1,2021-08-02,2021-09-01,30.00,no,2021-08-30\n");

        var figures = await ReplayAsync(ledger, "--data", _cli.Data, "--from", "2021-08-01");

        Assert.Equal((3, 2, 1, 1), (figures["invoices"], figures["paymentsApplied"], figures["cases"], figures["casesClosedPaid"]));
    }

    [Fact]
    public async Task Replay_OfRowsThatCanNotBe_LeavesThemOutAndAnswers1()
    {
        var ledger = _cli.File(
            "ledger.csv", $"{Header}1,A1,2021-07-01,2021-07-31,100.00,no,2021-08-20\n1,A1,2021-07-01,2021-07-31,100.00,no,2021-08-20\n"
            + "3,A1,2021-07-02,2021-07-31,5.00,no,2021-07-01\n4,A1,2021-07-02,2021-07-31,5.00,no,\n4,A1,2021-07-02,2021-07-31,6.00,no,\n");

        var answer = await Cli.RunAsync("replay", ledger);

        Assert.Equal(1, answer.Code);
        Assert.Matches("3 +invoice +1 +stands on line 2 already", answer.Output);
        Assert.Matches("5 +invoice +4 +stands on 2 rows that differ", answer.Output);
        Assert.Matches("4 +settled +2021-07-01 +is before the day of issue", answer.Output);
        Assert.Contains("accounts@….example", answer.Output, StringComparison.Ordinal);
        Assert.Matches("paid customers chased +0", answer.Output);
    }

    [Fact]
    public async Task Replay_IntoAFolderOfSomethingElse_IsRefused()
    {
        var ledger = _cli.File("ledger.csv", $"{Header}1,A1,2021-07-01,2021-07-31,100.00,no,2021-08-20\n");
        var company = _cli.In("company");
        await Cli.RunAsync("import", "invoices", ledger, "--data", company);
        await ReplayAsync(ledger, "--data", _cli.Data);

        var intoACompany = await Cli.RunAsync("replay", ledger, "--data", company);
        var intoAnother = await Cli.RunAsync("replay", ledger, "--data", _cli.Data, "--policy", "acc-monthly");

        Assert.Equal((2, 2), (intoACompany.Code, intoAnother.Code));
        Assert.Contains("holds a ledger of its own", intoACompany.Error, StringComparison.Ordinal);
        Assert.Contains("holds another replay", intoAnother.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no policy 'nobody'", "--policy", "nobody")]
    [InlineData("before it begins", "--to", "2021-06-30")]
    [InlineData("not of the form theirs=ours", "--map", "invoice")]
    public async Task Replay_ThatMakesNoSense_IsRefused(string expected, params string[] args)
    {
        var answer = await Cli.RunAsync(["replay", _cli.File("ledger.csv", $"{Header}1,A1,2021-07-01,2021-07-31,100.00,no,\n"), .. args]);

        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [RealDataTheory]
    [InlineData("three-calls")]
    [InlineData("acc-monthly")]
    public async Task Replay_OfARealLedger_EndsWithEveryCaseClosedAsPaidAndNobodyChasedAfterPaying(string policy)
    {
        string[] options =
        [
            Path.Combine(RealDataTheoryAttribute.Folder!, "ledger", "ibm_accounts_receivable.csv"), "--policy", policy,
            "--map", "invoiceNumber=invoice,customerID=account,InvoiceDate=issued,DueDate=due,InvoiceAmount=amount,Disputed=disputed,SettledDate=settled",
            "--dates", "M/d/yyyy", "--currency", "USD",
        ];

        var first = await ReplayAsync(options);
        var again = await ReplayAsync(options);

        Assert.Equal((100, 2466, 2466), (first["accounts"], first["invoices"], first["paymentsApplied"]));
        Assert.Equal((first["cases"], 0), (first["casesClosedPaid"], first["casesOpen"]));
        Assert.Equal((0, 1), (first["remindersAfterPayment"], first["lettersPerDayMax"]));
        Assert.True(first["cases"] > 50);
        Assert.Equal(first, again);
    }

    // The figures that are whole numbers; how long it took is none of them.
    private static async Task<Dictionary<string, int>> ReplayAsync(params string[] args)
    {
        var answer = await Cli.RunAsync(["replay", .. args, "--json"]);
        Assert.True(answer.Code == 0, answer.Error);
        return JObject.Parse(answer.Output).Properties()
            .Where(figure => figure.Value.Type == JTokenType.Integer)
            .ToDictionary(figure => figure.Name, figure => figure.Value.ToObject<int>(), StringComparer.Ordinal);
    }

    /// <summary>A test that needs the folder of real data that <c>COLLECTIONS_REAL_DATA</c> names, and is skipped without it.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class RealDataTheoryAttribute : TheoryAttribute
    {
        public RealDataTheoryAttribute()
        {
            if (Folder is null)
            {
                Skip = "COLLECTIONS_REAL_DATA names no folder of real data";
            }
        }

        public static string? Folder => Environment.GetEnvironmentVariable("COLLECTIONS_REAL_DATA") is { Length: > 0 } folder ? folder : null;
    }
}
