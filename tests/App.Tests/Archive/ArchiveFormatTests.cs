using System.Runtime.CompilerServices;
using System.Text;
using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Tests.Archive;

/// <summary>The format of an archive: what is written is read back, a change of it shows as a difference of the approved file, and damage is found.</summary>
public sealed class ArchiveFormatTests
{
    private static readonly StoredJson Json = new(Regions.BuiltIn);
    private static readonly DateTimeOffset Noon = new(2021, 8, 3, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Write_OfACompanyWithEverything_IsAsApproved() =>
        Letters.ApprovedText.Verify("archive.jsonl", await WriteAsync());

    [Fact]
    public async Task Check_OfWhatWasWritten_CountsIt()
    {
        var figures = await CheckAsync(await WriteAsync());

        Assert.Equal((1, 2, 1, 3), (figures.Lines, figures.Accounts, figures.Items, figures.Payments));
        Assert.Equal((2, 1, 2), (figures.Tasks, figures.Letters, figures.RecordLines));
    }

    [Fact]
    public void Read_OfAnAccountWithEverything_GivesEveryPropertyBack()
    {
        var written = Json.Write(new ArchiveLine { Account = Full() });
        var read = Json.Read<ArchiveLine>(written);

        Assert.Equal(written, Json.Write(read));
        Assert.All(
            typeof(ArchivedAccount).GetProperties(),
            property => Assert.False(property.GetValue(read.Account) is null or "" or 0L or System.Collections.ICollection { Count: 0 }, property.Name));
        Assert.Equal("A100", ArchiveDesk.CodeOf(written));
    }

    [Fact]
    public async Task Read_OfAnArchiveFromBeforePayersWereKnown_LeavesThatEmpty()
    {
        var text = await File.ReadAllTextAsync(OldArchive());

        Assert.Equal(3, (await CheckAsync(text)).Payments);
        var lines = text.Split('\n').Take(2).Select(Json.Read<ArchiveLine>).ToList();
        var account = lines[1].Account!;
        Assert.Empty(account.Payers);
        Assert.All(
            account.Payments.Concat(lines[0].Company!.Payments),
            payment => Assert.Equal((null, 0, false, 0, 0, 0), (payment.Source, payment.Confidence, payment.IsByHand, payment.Reports.Count, payment.Suggestions.Count, payment.Refused.Count)));
    }

    [Fact]
    public async Task Check_OfAFileThatIsCutOffAnywhere_IsRefused()
    {
        var whole = await WriteAsync();
        for (var length = 0; length < whole.Length - 1; length += 37)
        {
            await Assert.ThrowsAsync<ArchiveFormatException>(() => CheckAsync(whole[..length]));
        }
    }

    [Theory]
    [InlineData("Alpha Joinery", "Alpha Joinerz", "was changed after it was written")]
    [InlineData("\"format\":1", "\"format\":2", "line 1: the archive has format 2; this release knows 1")]
    [InlineData("\"format\":1,", "", "line 1: it does not begin as an archive")]
    [InlineData("{\"account\":{\"account\"", "{\"bccount\":{\"account\"", "line 2: it is neither of the company")]
    [InlineData("{\"account\":{\"account\"", "{\"account\":{\"account", "line 2: it is no JSON")]
    [InlineData("\"accounts\":1", "\"accounts\":2", "line 3: 2 lines of accounts were written, 1 are there")]
    public async Task Check_OfAFileThatSomebodyChanged_SaysWhereAndWhy(string was, string now, string why)
    {
        var whole = await WriteAsync();
        Assert.Contains(was, whole, StringComparison.Ordinal);

        var e = await Assert.ThrowsAsync<ArchiveFormatException>(() => CheckAsync(whole.Replace(was, now, StringComparison.Ordinal)));

        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("invoice,account\n", "line 1: it is no JSON")]
    [InlineData("{}\n", "line 1: it does not begin")]
    public async Task Check_OfAnotherFile_SaysThatItIsNone(string text, string why)
    {
        var e = await Assert.ThrowsAsync<ArchiveFormatException>(() => CheckAsync(text));

        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfTwoFilesInOne_IsRefused()
    {
        var whole = await WriteAsync();

        var e = await Assert.ThrowsAsync<ArchiveFormatException>(() => CheckAsync(whole + whole));

        Assert.Contains("line 4: something follows", e.Message, StringComparison.Ordinal);
    }

    // As it was written before: it is never written anew.
    private static string OldArchive([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "Approved", "archive-before-matching.jsonl");

    private static async Task<string> WriteAsync()
    {
        using var stream = new MemoryStream();
        using (var writer = new ArchiveWriter(stream))
        {
            await writer.WriteCompanyAsync(Json.Write(new ArchiveLine { Format = ArchiveLine.Present, Company = Company() }), CancellationToken.None);
            await writer.WriteAccountAsync(Json.Write(new ArchiveLine { Account = Full() }), CancellationToken.None);
            await writer.EndAsync(CancellationToken.None);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static async Task<ArchiveFigures> CheckAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await ArchiveReader.CheckAsync(stream, CancellationToken.None);
    }

    private static ArchivedCompany Company() => new()
    {
        Values = [new ArchivedValue("bank-watch", "speaks")],
        Scans = [new ArchivedScan("three-calls 2021-08-03", Noon)],
        Feeds = [new FeedState("main", Noon, Noon.AddMinutes(1))],
        Tasks = [new ArchivedTask(Task("stale-bank", TaskKind.StaleBank, owing: null), new DateOnly(2021, 8, 3), 1)],
        Payments =
        [
            Payment("x1") with
            {
                State = PaymentState.Unmatched, Unapplied = 5_000, Why = "no invoice has this number", Confidence = 70,
                Suggestions = [new Suggestion("A100", [new Allocation("INV-1", Aud(5_000))], 70, "it owes as much", Holds: true)], Refused = ["B200"], Round = 2,
            },
        ],
    };

    private static ArchivedAccount Full() => new()
    {
        Account = new Account
        {
            Code = "A100", Name = "Alpha Joinery", Currency = Currency.Aud, Terms = TermsOf("net 30"), Place = Sydney, Policy = "three-calls",
            CreditLimit = Aud(500_000), CustomerSince = new DateOnly(2019, 2, 1), Notes = "rings back", SalesRep = "Sam",
            Contacts = [new Contact(ContactRole.Accounts, "Jane O'Neill", "jane@alpha.example", "02 5550 0001", Bounced: true)],
            History = new PaymentHistory(7, 2, 9),
        },
        Branches =
        [
            new ArchivedAccount
            {
                Account = new Account { Code = "A101", Name = "Alpha North", Currency = Currency.Aud, Terms = TermsOf("net 14"), Place = Sydney, BillingAccount = "A100" },
                Version = 2,
            },
        ],
        Version = 17,
        Items =
        [
            new ArchivedItem(
                new Invoice
                {
                    Number = "INV-1", Part = 1, Issued = new DateOnly(2021, 6, 4), Due = new DateOnly(2021, 7, 4), Amount = Aud(90_000), LedgerBalance = Aud(90_000),
                    Allocated = Aud(20_000), Reference = "PO 7", Order = "SO-1",
                },
                Aud(80_000), "A101", new DateOnly(2021, 8, 2)),
        ],
        Disputes = [new Dispute("d-1", "INV-1", Aud(30_000), DisputeKind.Pricing, "Sam", new DateOnly(2021, 8, 1), new DateOnly(2021, 8, 9), Note: "two boxes short")],
        Promises = [new Promise("p-1", new DateOnly(2021, 8, 2), new DateOnly(2021, 8, 11), Aud(60_000), PromiseState.Claimed, Aud(1_000))],
        Payments =
        [
            Payment("b1") with
            {
                Returned = 1_000, ReturnedAt = Noon, Shares = [new ArchivedShare("INV-1", 1, 4_000, 1_000)], PayerAccount = "AU123456", StructuredReference = "RF18",
                EndToEndId = "E-1", BankReference = "B-1", NamedAccount = "A100", Source = "webhook", Reports = [new ArchivedReport("s1", "camt.053")],
                Confidence = 98, IsByHand = true, Awaits = true,
            },
            Payment("b2") with { Kind = ArchivedEntry.Reversal, ReversalOf = "b1", Whole = Aud(6_000), Owner = "B200" },
        ],
        Payers = [new ArchivedRemitter("a:AU123456", "main:b1")],
        Case = """{"v":1,"number":1,"isOpen":true,"nextId":3}""",
        Step = "call-2",
        Stage = "pressure",
        Wake = Noon.AddDays(1),
        Inbox = [new ArchivedHappening("payment:main:b1", Noon, """{"happening":"LedgerChanged"}""")],
        Tasks = [new ArchivedTask(Task("t-A100-1", TaskKind.Call, Aud(70_000)), new DateOnly(2021, 8, 3), 4)],
        Letters =
        [
            new LetterRow(
                "l-A100-2", "A100", "reminder", "reminder", LetterState.Attempted, Noon, Noon.AddHours(1), Noon.AddHours(2), SentAt: null,
                new LetterDraft("l-A100-2", "jane@alpha.example", "Jane O'Neill", "Your account", "Dear Jane", "<p>Dear Jane</p>", Aud(70_000))),
        ],
        Record = [Line(1, "first", 'a'), Line(2, "second", 'b')],
        Events = [new EventPage(1, Noon, "Chris", 2, CaseEventFormat.Write([new Reasoned(new NoteKept("first"), new Why(Because.Note, Text: "first"))]), new string('c', 64))],
        Keys = ["request-1"],
        Look = new ScanLine("three-calls 2021-08-03", "A100", ScanVerdict.Joined, "owes since 4 July (R6)", Aud(70_000)),
        SmallBalances = 120,
    };

    private static Place Sydney { get; } = new(Region.NewSouthWales, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney"));

    private static Terms TermsOf(string text) => Terms.TryParse(text, out var terms) ? terms : throw new FormatException(text);

    private static Money Aud(long minor) => new(minor, Currency.Aud);

    private static SealedLine Line(int seq, string why, char digit) =>
        new(seq, Noon, "Chris", RecordKind.Note, 24, Because.Note, why, "t-A100-1", new string(digit, 64));

    private static ArchivedPayment Payment(string bankId) => new()
    {
        Feed = "main", BankId = bankId, BookedOn = new DateOnly(2021, 8, 2), ReceivedAt = Noon, Amount = Aud(5_000), Reference = "INV-1", Payer = "ALPHA",
        Why = "it names INV-1",
    };

    private static TaskRow Task(string id, TaskKind kind, Money? owing) => new(
        id, kind, Role.Clerk, Account: null, AccountName: null, "call-2", "call-2", "the second call (R9)", Noon, Noon.AddHours(3), owing, Attempts: 1,
        TaskState.Done, "Chris", OutcomeKind.NoAnswer, "rang twice", Noon.AddHours(4));
}
