using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.Core.Policies;

namespace Collections.App.Tests.Letters;

/// <summary>Templates that a customer edits, and languages.</summary>
public sealed class LetterTemplatesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("templates").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void BuiltInPolicies_NameOnlyTemplatesThatExist()
    {
        var templates = new LetterTemplates();
        var steps = PolicyBook.Load(directory: null).All.SelectMany(policy => policy.Steps).ToList();

        Assert.NotEmpty(steps);
        Assert.All(steps.Where(step => step.Kind == StepKind.Letter), step => Assert.Contains(step.Template, templates.Letters));
        Assert.All(steps.Where(step => step.Kind is not (StepKind.Letter or StepKind.StopSupply)), step => Assert.Contains(step.Template, templates.Scripts));
    }

    [Fact]
    public void Override_ReplacesOneTemplate_AndLeavesTheOthers()
    {
        Write("en/first-letter.text.hbs", "Hello {{AccountName}}\r\n{{> footer}}");

        var letter = Render("first-letter");

        Assert.StartsWith("Hello Smith & Sons\nKind regards", letter.Text, StringComparison.Ordinal);
        Assert.Equal(new LetterRenderer(new LetterTemplates()).Render("first-letter", Specimen.Letter).Html, letter.Html);
    }

    [Fact]
    public void Override_OfAPartial_ShowsInEveryLetter()
    {
        Write("en/partials/footer.text.hbs", "Yours, the boss\n");

        Assert.All(new LetterTemplates(folder).Letters, name => Assert.EndsWith("Yours, the boss\n", Render(name).Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Language_LacksATemplate_TakesItFromTheNextLanguage()
    {
        Write("de/first-letter.subject.hbs", "Ihr Konto bei {{Seller.Name}}");
        Write("de/partials/footer.text.hbs", "Mit freundlichen Grüßen\n");
        Write("de-AT/partials/stop.text.hbs", "Gesperrt.\n");

        var letter = Render("first-letter", "de-AT");

        Assert.Equal("Ihr Konto bei Harbour Supplies Pty Ltd", letter.Subject);
        Assert.Contains("these invoices have passed", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Gesperrt.", letter.Text, StringComparison.Ordinal);
        Assert.EndsWith("Mit freundlichen Grüßen\n", letter.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fr")]
    [InlineData("../../en")]
    public void Language_ThatIsNotThere_IsWrittenInEnglish(string language) => Assert.Equal(Render("first-letter"), Render("first-letter", language));

    [Fact]
    public void Render_TemplateThatIsNotThere_SaysItsName()
    {
        var fault = Assert.Throws<LetterTemplateException>(() => Render("sixth-letter"));

        Assert.Contains("'sixth-letter.subject.hbs'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en/first-letter.text.hbs", "Dear\n{{#if ContactName}}x", 2, "before block expression 'if' was closed")]
    [InlineData("en/first-letter.text.hbs", "Dear\n{{Contact Name", 1, "")]
    [InlineData("en/first-letter.html.hbs", "\n\nDear {{ContactNam}}", 3, "ContactNam is undefined")]
    [InlineData("en/partials/header.text.hbs", "Dear\n{{ContactNam}}", 2, "ContactNam is undefined")]
    [InlineData("en/partials/header.html.hbs", "Dear\n\n\n{{/if}}", 4, "'/if'")]
    [InlineData("en/scripts/call-1.text.hbs", "\n{{> nothing-like-it}}", 2, "'nothing-like-it'")]
    [InlineData("en/scripts/call-1.text.hbs", "\n{{left AccountName}}", 2, "'left' and 'right' need a value and a width")]
    [InlineData("en/first-letter.text.hbs", "\n\n{{#tone \"Angry\"}}x{{/tone}}", 3, "'tone' takes")]
    [InlineData("en/first-letter.text.hbs", "{{#each Months}}{{#tone \"Notice\"}}x{{/tone}}{{/each}}", 1, "'tone' takes")]
    [InlineData("fr/first-letter.subject.hbs", "{{Seller.Nom}}", 1, "Nom is undefined")]
    public void Check_EditedTemplateThatDoesNotWork_NamesFileAndLine(string file, string text, int line, string why)
    {
        Write(file, text);

        var faults = new LetterTemplates(folder).Check();

        Assert.All(faults, fault => Assert.StartsWith($"{Path.Combine(folder, file)}:{line}: ", fault, StringComparison.Ordinal));
        Assert.Contains(why, Assert.Single(faults), StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private RenderedLetter Render(string template, string language = "en") =>
        new LetterRenderer(new LetterTemplates(folder)).Render(template, Specimen.Letter with { Language = language });
}
