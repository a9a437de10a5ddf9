using System.Text.RegularExpressions;

namespace Collections.Architecture.Tests;

/// <summary>Both stores pass one suite of tests, and what both must say is said once, in Core or beside the ports: a sentence that stands in both is a rule that was written twice.</summary>
public sealed partial class SentenceTests
{
    [Fact]
    public void Stores_ShareNoSentence()
    {
        var (local, azure) = (SentencesOf("Collections.Local", "Sqlite"), SentencesOf("Collections.Functions", "Tables"));

        Assert.NotEmpty(local);
        Assert.NotEmpty(azure);
        Assert.Empty(local.Intersect(azure, StringComparer.Ordinal));
    }

    [Fact]
    public void Sentence_WithValues_IsTheSameWhateverTheyAreCalled()
    {
        Assert.Equal(["there is no account {} at all"], Sentences("throw new X($\"there is no account {code} at all\");"));
        Assert.Equal(["there is no account {} at all"], Sentences("var why = $\"there is no account {payer.Code} at all\";"));
        Assert.Equal(["What stands aside is not chased until somebody says so"], Sentences("    // What stands aside is not chased until somebody says so"));
        Assert.Empty(Sentences("db[\"SELECT code, name FROM accounts WHERE id = ?\"]"));
    }

    private static HashSet<string> SentencesOf(string project, string folder) => Project.All.Single(one => one.Name == project).Sources()
        .Where(source => source.Path.StartsWith(folder, StringComparison.Ordinal)).SelectMany(source => Sentences(source.Text)).ToHashSet(StringComparer.Ordinal);

    // What is written to be read: texts of some length, but for statements of SQL, and comments.
    private static IEnumerable<string> Sentences(string source) =>
        Texts().Matches(source).Select(match => Values().Replace(match.Groups["text"].Value, "{}"))
            .Where(text => text.Contains(' ', StringComparison.Ordinal) && !Statements().IsMatch(text))
            .Concat(Comments().Matches(source).Select(match => match.Groups["text"].Value.Trim()));

    [GeneratedRegex("\\$?\"(?<text>(?:[^\"\\\\\n]|\\\\.){20,})\"", RegexOptions.None, 10_000)]
    private static partial Regex Texts();

    [GeneratedRegex("""(?:///|//) (?:<summary>)?(?<text>[^<\n]{40,})""", RegexOptions.None, 10_000)]
    private static partial Regex Comments();

    [GeneratedRegex("""\{[^}]*\}""", RegexOptions.None, 10_000)]
    private static partial Regex Values();

    [GeneratedRegex("""^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE)\b""", RegexOptions.None, 10_000)]
    private static partial Regex Statements();
}
