using System.Globalization;
using System.Text.RegularExpressions;
using Collections.Core.Cases;

namespace Collections.App.Tests.Cases;

/// <summary>The number of a rule that people read in a record must lead somewhere: <c>docs/rules.md</c> has a heading with an anchor for it.</summary>
public sealed partial class RuleDocumentTests
{
    [Fact]
    public void RuleOfEveryReason_HasAHeadingInTheDocument()
    {
        var rules = Heading().Matches(File.ReadAllText(DocumentPath()))
            .Select(heading => int.Parse(heading.Groups["rule"].Value, CultureInfo.InvariantCulture))
            .ToList();
        Assert.All(Enum.GetValues<Because>().Where(code => code != Because.None), code => Assert.Contains(new Why(code).Rule, rules));
    }

    private static string DocumentPath()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "docs", "rules.md")))
        {
            directory = directory.Parent ?? throw new FileNotFoundException("No directory above the tests has docs/rules.md.");
        }

        return Path.Combine(directory.FullName, "docs", "rules.md");
    }

    [GeneratedRegex("""<a id="r(?<rule>[0-9]+)"></a>\n\n### R\k<rule> """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
