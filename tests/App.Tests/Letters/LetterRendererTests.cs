using System.Text.RegularExpressions;
using Collections.App.Company;
using Collections.App.Letters;

namespace Collections.App.Tests.Letters;

/// <summary>What holds for every letter and script, whatever its words.</summary>
public sealed class LetterRendererTests
{
    private static readonly LetterTemplates Templates = new();
    private static readonly LetterRenderer Renderer = new(Templates);
    private static readonly ScriptRenderer Scripts = new(Templates);

    public static TheoryData<string> Letters => new(Templates.Letters);

    public static TheoryData<string> LettersThatAsk => new(Templates.Letters.Except(["thank-you"]));

    public static TheoryData<string> ScriptNames => new(Templates.Scripts);

    [Fact]
    public void Check_BuiltInTemplates_AllWork() => Assert.Empty(Templates.Check());

    [Theory]
    [MemberData(nameof(Letters))]
    public void R41_EveryLetter_SaysHowToPay(string template)
    {
        var letter = Renderer.Render(template, Specimen.Letter);

        string[] ways = [.. Specimen.Letter.Seller.BankLines, Specimen.Letter.Reference, Specimen.Letter.Seller.ReplyTo, "instalments"];
        Assert.All(ways, way => Assert.Contains(way, letter.Text, StringComparison.OrdinalIgnoreCase));
        Assert.All(ways, way => Assert.Contains(way, letter.Html, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Specimen.Letter.CardLink!, letter.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"" + Specimen.Letter.CardLink!.Replace("&", "&amp;", StringComparison.Ordinal), DecodeEquals(letter.Html), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ScriptNames))]
    public void R41_EveryScript_SaysHowToPay(string script)
    {
        var text = Scripts.Render(script, Specimen.Letter);

        string[] ways = [.. Specimen.Letter.Seller.BankLines, Specimen.Letter.Reference, Specimen.Letter.Seller.ReplyTo, "instalments"];
        Assert.All(ways, way => Assert.Contains(way, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(LettersThatAsk))]
    public void R21_LetterThatAsks_ListsEverythingByMonth(string template)
    {
        var letter = Renderer.Render(template, Specimen.Letter);

        foreach (var month in Specimen.Letter.Months)
        {
            foreach (var word in month.Lines.SelectMany(line => new[] { line.Number, line.Issued, line.Due, line.Balance }).Append(month.Label))
            {
                Assert.Contains(word, letter.Text, StringComparison.Ordinal);
                Assert.Contains(word, letter.Html, StringComparison.Ordinal);
            }
        }

        Assert.Contains(Specimen.Letter.TotalOwing, letter.Text, StringComparison.Ordinal);
        Assert.Contains(Specimen.Letter.TotalOwing, letter.Html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void R11_AccountNotOnStop_NoLetterSaysSo(string template)
    {
        var letter = Renderer.Render(template, Specimen.Letter with { OnStop = false });

        Assert.DoesNotContain("on stop", letter.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("on stop", letter.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void R12_FinalLetter_ListsContactsPromisesAndTheLastDate()
    {
        var letter = Renderer.Render("final-letter", Specimen.Letter);

        Assert.All(Specimen.Letter.Contacts, contact => Assert.Matches($"{contact.Date} +{contact.What}", letter.Text));
        Assert.All(Specimen.Letter.BrokenPromises, promise => Assert.Contains($"for {promise.For}. It did not come.", letter.Text, StringComparison.Ordinal));
        Assert.Contains("The last date is Wed 1 Sep 2021.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("The last date is Wed 1 Sep 2021.", letter.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call-2")]
    [InlineData("call-3")]
    [InlineData("promise-check")]
    [InlineData("claim-check")]
    public void R24_LaterCall_BeginsWithNotesAndLastTime(string script)
    {
        var text = Scripts.Render(script, Specimen.Letter);

        var notes = text.IndexOf("Call after ten", StringComparison.Ordinal);
        var lastTime = text.IndexOf("the payment run had slipped to Friday", StringComparison.Ordinal);
        Assert.True(notes > 0 && notes < lastTime && lastTime < text.IndexOf("Good day", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void Render_NamesWithMarkup_AreEncodedInHtmlAndPlainInText(string template)
    {
        const string Name = "<script>alert('x')</script> \"Smith\" & Söhne";

        var letter = Renderer.Render(template, Specimen.Letter with { AccountName = Name, ContactName = Name, Seller = Specimen.Letter.Seller with { Name = Name } });

        Assert.Contains($"Dear {Name},", letter.Text, StringComparison.Ordinal);
        Assert.Contains(Name, letter.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", letter.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Name, System.Net.WebUtility.HtmlDecode(letter.Html), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void Render_TemplateWordsInNames_AreNotFilledIn(string template)
    {
        var letter = Renderer.Render(template, Specimen.Letter with { ContactName = "{{TotalOwing}} {{> footer}}" });

        Assert.Contains("Dear {{TotalOwing}} {{> footer}},", letter.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void Render_LineEndsInNames_LeaveTheSubjectOneLine(string template)
    {
        var seller = Specimen.Letter.Seller with { Name = "Harbour\r\nBcc: everyone@example.com\u0000\u0085x" };

        var subject = Renderer.Render(template, Specimen.Letter with { Seller = seller }).Subject;

        Assert.DoesNotContain(subject, char.IsControl);
        Assert.Contains("Harbour Bcc:", subject, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void Html_LoadsNothingFromElsewhere(string template)
    {
        var html = Renderer.Render(template, Specimen.Letter).Html;

        Assert.DoesNotMatch(@"(?i)\bsrc=|<link|<script|<style|url\(|@import", html);
        Assert.All(Regex.Matches(html, "href=\"(?<address>[^\"]*)\"", RegexOptions.NonBacktracking).Select(match => match.Groups["address"].Value), address =>
            Assert.True(address.StartsWith("mailto:accounts@harbour.example", StringComparison.Ordinal) || address.StartsWith("https://pay.harbour.example/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void Html_EveryElement_IsClosedInOrder(string template)
    {
        var open = new Stack<string>();
        foreach (System.Text.RegularExpressions.Match tag in Regex.Matches(Renderer.Render(template, Specimen.Letter).Html, "<(?<end>/?)(?<name>[a-z0-9]+)[^>]*>", RegexOptions.NonBacktracking))
        {
            if (tag.Groups["name"].Value is "meta" or "br")
            {
                continue;
            }

            if (tag.Groups["end"].Length == 0)
            {
                open.Push(tag.Groups["name"].Value);
            }
            else
            {
                Assert.Equal(open.Pop(), tag.Groups["name"].Value);
            }
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Render_ManyThreads_WriteTheSame()
    {
        var fresh = new LetterRenderer(new LetterTemplates());
        var expected = Renderer.Render("final-letter", Specimen.Letter);

        var letters = Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(8).Select(_ => fresh.Render("final-letter", Specimen.Letter)).ToList();

        Assert.All(letters, letter => Assert.Equal(expected, letter));
    }

    // Handlebars writes an equals sign in an attribute as &#x3D;, which is the same address to a browser.
    private static string DecodeEquals(string html) => html.Replace("&#x3D;", "=", StringComparison.Ordinal);
}
