using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Collections.Architecture.Tests;

/// <summary>The way of a payment and of a letter through the code, as the docs tell it: every stop is there, and there are no more than a dozen.</summary>
public sealed partial class ArchitectureDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.GetFullPath(Path.Combine(Here(), "../../../docs/architecture.md")));

    private static readonly Dictionary<string, List<string>> Types = Project.All.SelectMany(project => project.Sources())
        .SelectMany(source => TypeName().Matches(source.Text), (source, match) => (Name: match.Groups["name"].Value, source.Text))
        .GroupBy(one => one.Name, one => one.Text, StringComparer.Ordinal).ToDictionary(types => types.Key, types => types.ToList(), StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Quoted().Matches(Document).Select(match => match.Groups["name"].Value).Where(IsOfCode).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_InTheDocument_IsInTheCode(string name)
    {
        var (type, member) = name.Split('.') is [var first, var second] ? (first, second) : (name, null);

        Assert.Contains(type, Types.Keys);
        if (member is not null)
        {
            Assert.Contains(Types[type], source => Regex.IsMatch(source, $@"\b{member}\b", RegexOptions.None, TimeSpan.FromSeconds(10)));
        }
    }

    [Fact]
    public void Ways_HaveNoMoreThanADozenStops() => Assert.Equal([12, 11], Document.Split("## ").Skip(1).Select(part => Stop().Count(part)).Where(stops => stops > 0));

    private static bool IsOfCode(string name) => char.IsAsciiLetterUpper(name[0]);

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("`(?<name>[A-Za-z.]+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum) (?:struct |class )?(?<name>[A-Z]\w+)", RegexOptions.None, 10_000)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^\| \d+ \|", RegexOptions.Multiline, 10_000)]
    private static partial Regex Stop();
}
