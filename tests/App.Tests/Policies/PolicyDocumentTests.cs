using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Collections.App.Policies;

namespace Collections.App.Tests.Policies;

/// <summary>What <c>docs/policies.md</c> says must be so.</summary>
public sealed partial class PolicyDocumentTests
{
    private static readonly string Document = File.ReadAllText(DocumentPath());

    [Fact]
    public void Sample_OfTheDocument_LoadsAndFinishes()
    {
        var policy = Samples.Read(Sample());
        Assert.Equal(["letter-1", "call-1", "final-letter", "management-call", "agency"], policy.Steps.Select(step => step.Name));
        Assert.Equal("Ada Byron, Ben Lee", string.Join(", ", policy.Signers));
        Assert.True(PolicyPreview.Of(policy, new DateOnly(2021, 8, 3)).IsFinished);
    }

    [Fact]
    public void Mistake_OfTheDocument_ReadsAsItSays()
    {
        var json = Sample().Replace("stopsSupply", "stopSupply", StringComparison.Ordinal);
        var error = Assert.Throws<PolicyFileException>(() => PolicyFile.Read(new StringReader(json), "two-letters.json"));
        Assert.Contains($"\n{Assert.Single(error.Problems)}\n", Document, StringComparison.Ordinal);
    }

    [Fact]
    public void EverySetting_OfTheReader_IsInTheDocument()
    {
        var reading = new PolicyReading("a.json");
        Assert.NotNull(PolicyFile.Read(new StringReader(Samples.Complete), reading, []));
        var settings = reading.Fields.Values.Where(field => field.Type != "object" && field.Path != "$schema");
        Assert.All(settings.Select(field => field.Path.Split('.')[^1]), name => Assert.Contains($"{name}`", Document, StringComparison.Ordinal));
    }

    private static string Sample() => JsonBlock().Match(Document).Groups["json"].Value;

    private static string DocumentPath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "policies.md");

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonBlock();
}
