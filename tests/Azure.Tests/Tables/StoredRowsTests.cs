using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.App.Tests.Letters;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables;
using Collections.StoreContract;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Tables;

/// <summary>The rows as they are in storage: a change of keys or properties shows as a difference of the approved file, and needs a migration.</summary>
[NeedsAzurite]
public sealed partial class StoredRowsTests : MatchingFacts<TableHost>
{
    [StoreFact]
    public async Task Rows_OfASmallLedger_AreAsApproved()
    {
        await TellAsync();

        ApprovedText.Verify("rows.txt", await DumpAsync());
    }

    [StoreFact]
    public async Task Rows_TooLargeForOneProperty_AreZippedAndReadBack()
    {
        await AddAccountsAsync("A100");
        var long1 = new string('x', 40_000);
        await CommitAsync(Turn(
            await FileAsync("A100"), OpenCase(), Now, record: new RecordLine(Now, "ann", RecordKind.Note, new Why(Because.Note, Text: long1))));

        Assert.Equal(long1, Assert.Single(await Desk.RecordAsync("A100", None)).Why);
        await AssertSumsAsync();
    }

    // A little of everything: an account with a branch, money, a dispute, letters and tasks, open and ended.
    private async Task TellAsync()
    {
        await Ledger.SaveAccountsAsync([NewAccount("A100") with { CreditLimit = Aud(5000) }, NewAccount("A/1", "A100")], Now, None);
        await Ledger.SaveContactsAsync([new ContactEntry("A100", Accountant())], Now, None);
        await AddAsync(NewInvoice("A100", "1001", 900));
        await AddAsync(NewInvoice("A/1", "1002", 70) with { Disputed = Aud(20) });
        await AddAsync(NewInvoice("A100", "1003", 30));
        await ReceiveAsync(Payment("p1", 100, "1001"), Payment("p2", 30, "1003"), Payment("p3", 5, "what?"), Payment("p4", 7, account: "A100"));
        await ReceiveAsync(
            Says((entry, _) => entry.Id == "p5"
                ? new Match("A100", [], "it is theirs") with { Confidence = 98, Learn = ["a:AU123456"], Awaits = true }
                : Match.None("not certain") with { Confidence = 70, Suggestions = [MayBe("A100", holds: true, Of("1001", 40))] }),
            Payment("p5", 20) with { PayerAccount = "AU123456", Source = "webhook", EndToEndId = "E-1" }, Payment("p6", 40), Payment("q5", 20) with { Source = "camt.053", EndToEndId = "E-1" });
        await StepAsync(
            """
            ,"tasks":[{"id":"t3-A100","step":"call-1","due":"2021-08-03T23:00:00Z"}],
            "letter":{"id":"l5-A100","step":"second-letter","notBefore":"2021-08-04T23:00:00Z"},
            "wakeAt":"2021-08-03T23:00:00Z"
            """,
            Now,
            [new LetterDraft("l1-A100", "ap@example.com", "Accounts", "Your account", "Dear …", "<p>Dear …</p>", Aud(900))],
            new LetterIntended("l1-A100", "first-letter", "first", Now),
            new LetterAttempted("l1-A100", null),
            new LetterDelivered("l1-A100", Now),
            new TaskOpened("t2-A100", TaskKind.Call, Role.Clerk, "call-1", "call-1", Now, new Why(Because.StepDue, Today, Text: "call-1"), Aud(900), 0),
            new TaskClosed("t2-A100", Done: true, new Outcome(OutcomeKind.Voicemail, "left word")),
            new TaskOpened("t3-A100", TaskKind.Call, Role.Clerk, "call-1", "call-1", Later(24), new Why(Because.StepDue, Today, Text: "call-1"), Aud(900), 1),
            new PromiseChanged(new Promise("p4-A100", Today, Day(8, 9), Aud(400), PromiseState.Live, Aud(0))),
            new LetterIntended("l5-A100", "second-letter", "second", Later(48)));
        await Accounts.PostAsync("A100", "note:1", new NoteAdded(new Actor("ann", IsManager: false), "rings back"), Later(2), None);
        await Desk.ClaimAsync("t3-A100", "ann", None);
        await Desk.OpenCompanyTaskAsync("stale-bank", TaskKind.StaleBank, Role.Clerk, "silent since Monday", Now, None);
        await Desk.SetAsync("clock", "2021-08-03T00:00:00Z", None);
        await Desk.EndScanAsync("acc-monthly-2021-08", Now, None);
    }

    private async Task StepAsync(string @case, DateTimeOffset at, IReadOnlyList<LetterDraft> drafts, params Effect[] effects)
    {
        var turn = Turn(
            await FileAsync("A100"), OpenCase(@case), at, effects, Line(RecordKind.Opened, Because.Opened, at), Line(RecordKind.LetterSent, Because.LetterSent, at, "l1-A100"));
        await CommitAsync(turn with
        {
            Drafts = drafts,
            RequestKey = "request:1",
            Step = "call-1",
            Stage = "reminding",
            Look = new ScanLine("acc-monthly-2021-08", "A100", ScanVerdict.Opened, "owing (R6)", Aud(900)),
        });
    }

    private async Task<string> DumpAsync()
    {
        var text = new StringBuilder();
        foreach (var table in TableStore.Tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"table {table}\n");
            await foreach (var row in Host.Table(table).QueryAsync<TableEntity>())
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{row.PartitionKey} | {row.RowKey}\n");
                foreach (var (name, value) in row.Where(property => !IsOfStorage(property.Key)).OrderBy(property => property.Key, StringComparer.Ordinal))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  {name}: {Shown(value)}\n");
                }
            }

            text.Append('\n');
        }

        return Tags().Replace(text.ToString(), "a tag");
    }

    // Storage gives another one each time.
    [System.Text.RegularExpressions.GeneratedRegex("W/\\\\\"datetime'[^']+'\\\\\"", System.Text.RegularExpressions.RegexOptions.None, 10_000)]
    private static partial System.Text.RegularExpressions.Regex Tags();

    private static bool IsOfStorage(string property) => property is "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag";

    private static string Shown(object value) => value switch
    {
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        string { Length: > 0 } json when json[0] == '{' => Indented(json),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Indented(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JToken.ReadFrom(reader).ToString(Formatting.Indented).ReplaceLineEndings("\n  ");
    }
}
