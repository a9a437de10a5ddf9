using Collections.App.Letters;

namespace Collections.App.Tests.Letters;

/// <summary>Every letter and script, word by word.</summary>
public sealed class ApprovedLetterTests
{
    private static readonly LetterTemplates Templates = new();

    public static TheoryData<string> Letters => new(Templates.Letters);

    public static TheoryData<string> Scripts => new(Templates.Scripts);

    [Theory]
    [MemberData(nameof(Letters))]
    public void Letter_OfTheSpecimen_ReadsAsApproved(string template)
    {
        var letter = new LetterRenderer(Templates).Render(template, Specimen.Letter);

        ApprovedText.Verify($"{template}.txt", $"Subject: {letter.Subject}\n\n{letter.Text}");
        ApprovedText.Verify($"{template}.html", letter.Html);
    }

    [Theory]
    [InlineData("first-letter", LetterTone.Pressure)]
    [InlineData("third-letter", LetterTone.Notice)]
    public void R16_LetterInAnotherTone_ReadsAsApproved(string template, LetterTone tone)
    {
        var letter = new LetterRenderer(Templates).Render(template, Specimen.Letter with { Tone = tone });

        ApprovedText.Verify($"{template}-{tone.ToString().ToLowerInvariant()}.txt", letter.Text);
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void Letter_OfAnAccountWithTheLeastKnown_ReadsAsApproved(string template)
    {
        var letter = new LetterRenderer(Templates).Render(template, Specimens.Least);

        ApprovedText.Verify($"{template}-least.txt", letter.Text);
    }

    [Theory]
    [InlineData("call-2")]
    [InlineData("claim-check")]
    [InlineData("management-call")]
    public void Script_OfAnAccountWithTheLeastKnown_ReadsAsApproved(string script) =>
        ApprovedText.Verify($"script-{script}-least.txt", new ScriptRenderer(Templates).Render(script, Specimens.Least));

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_OfTheSpecimen_ReadsAsApproved(string script) =>
        ApprovedText.Verify($"script-{script}.txt", new ScriptRenderer(Templates).Render(script, Specimen.Letter));
}
