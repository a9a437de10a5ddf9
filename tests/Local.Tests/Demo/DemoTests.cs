using System.Text.RegularExpressions;
using Collections.Local.Tests.Commands;
using Collections.StoreContract;
using Microsoft.Data.Sqlite;

namespace Collections.Local.Tests.Demo;

public sealed partial class DemoTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Demo_ShowsMonthsInWhichNobodyWasWronglyChased_TheSameEachTime()
    {
        var first = await Cli.RunAsync("demo", "--no-serve", "--data", _cli.Data);
        var verified = await Cli.RunAsync("verify", "--data", _cli.Data);
        var again = Thoroughness.IsFull ? await Cli.RunAsync("demo", "--no-serve", "--data", _cli.Data) : first;

        Assert.True(first.Code == 0, first.Error);
        Assert.StartsWith("all is well: 60 accounts", verified.Output, StringComparison.Ordinal);
        Assert.Equal(Time().Replace(first.Output, ""), Time().Replace(again.Output, ""));

        // Every kind of thing happens, and what must not happen does not.
        Assert.Matches("  that came back +2\n", first.Output);
        Assert.Matches("disputes +[3-9]", first.Output);
        Assert.Matches("promises, kept and broken +[0-9]{2,}, [0-9]{2,} and [1-9]", first.Output);
        Assert.Matches("payments, matched by themselves +(?<all>[0-9]+) of [0-9]+", first.Output);
        Assert.Matches("paid customers chased +0", first.Output);
        Assert.Matches("most letters to an account on one day +1", first.Output);
        Assert.Contains("The list for Tuesday 5 October", first.Output, StringComparison.Ordinal);
        var letters = LetterPath().Matches(first.Output);
        Assert.Equal(3, letters.Count);
        Assert.All(letters, letter => Assert.True(File.Exists(letter.Value.Trim()), letter.Value));

        // R42: two weeks and more of calls and letters come before a final letter, for each invoice that it names.
        var young = Rows(
            """
            SELECT l.letter_id || ' names ' || i.number FROM letters l JOIN letter_drafts d ON d.letter_id = l.id JOIN invoices i ON i.payer_id = l.account_id
            WHERE l.template = 'final-letter' AND l.state = 'sent' AND instr(d.text, i.number) > 0 AND l.attempted_on - i.due < 16
            """);
        Assert.Empty(young);
        Assert.NotEmpty(Rows("SELECT letter_id FROM letters WHERE template = 'final-letter' AND state = 'sent'"));
    }

    private List<string> Rows(string query)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_cli.Data, "collections.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    [Fact]
    public async Task Demo_InTheFolderOfACompany_IsRefusedAndTouchesNothing()
    {
        await Cli.RunAsync("import", "accounts", _cli.File("accounts.csv", "account,name\nA1,Alpha\n"), "--data", _cli.Data);

        var answer = await Cli.RunAsync("demo", "--no-serve", "--data", _cli.Data);

        Assert.Equal(2, answer.Code);
        Assert.Contains("no demo has made", answer.Error, StringComparison.Ordinal);
        Assert.StartsWith("all is well: 1 account,", (await Cli.RunAsync("verify", "--data", _cli.Data)).Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"in \d+\.\d s", RegexOptions.None, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"^  .*\.eml$", RegexOptions.Multiline, 1000)]
    private static partial Regex LetterPath();
}
