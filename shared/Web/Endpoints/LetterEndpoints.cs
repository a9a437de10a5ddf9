using Collections.App.Desk;
using Collections.App.Letters;
using Collections.App.Stores;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>A letter as it would be written now.</summary>
/// <param name="Account">The account.</param>
/// <param name="Template">The template.</param>
/// <param name="To">Where it would go, or null where nobody can be written to.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Html">The HTML.</param>
/// <param name="Text">The plain text.</param>
internal sealed record LetterPreview(string Account, string Template, string? To, string Subject, string Html, string Text);

/// <summary>Letters.</summary>
internal static class LetterEndpoints
{
    public static void Map(IEndpointRouteBuilder clerk)
    {
        clerk.MapGet("/api/letters",
            async (string? account, string? status, string? cursor, string? limit, ILetterList letterList, CancellationToken cancel) =>
            {
                var parameters = new Parameters();
                var (code, state) = (parameters.Text("account", account), parameters.Word<LetterState>("status", status));
                var (from, most) = (parameters.Text("cursor", cursor), parameters.Limit(limit));
                parameters.Check();
                var page = await letterList.LettersAsync(code, state, from, most, cancel);
                return new Answer(new Page<LetterSummary>([.. page.Items.Select(LetterSummary.Of)], page.Next));
            })
            .Describe("list-letters", "Letters, newest first.")
            .Answers<Page<LetterSummary>>();

        clerk.MapGet("/api/letters/preview", PreviewAsync)
            .Describe("preview-letter", "A letter as it would be written now; nothing is sent.")
            .Answers<LetterPreview>();

        clerk.MapGet("/api/letters/{id}",
            async (string id, ILetterList letterList, CancellationToken cancel) =>
                await letterList.LetterAsync(id, cancel) is { } letter
                    ? new Answer(LetterView.Of(letter))
                    : throw new ProblemException(StatusCodes.Status404NotFound, $"there is no letter {id}"))
            .Describe("get-letter", "A letter, word by word.")
            .Answers<LetterView>();
    }

    private static async Task<IResult> PreviewAsync(
        string? account, string? template, AccountViews views, LetterDesk letters, LetterTemplates templates, TimeProvider clock, CancellationToken cancel)
    {
        var parameters = new Parameters();
        var (code, name) = (parameters.Text("account", account), parameters.Text("template", template));
        if (code is null)
        {
            parameters.Errors.AddLack("account");
        }

        if (name is null || !templates.Letters.Contains(name))
        {
            parameters.Errors.Add("template", $"is not one of {string.Join(", ", templates.Letters)}");
        }

        parameters.Check();
        var standing = await views.StandingAsync(code!, cancel);
        try
        {
            var letter = await letters.PreviewAsync(standing.File, standing.Position, name!, clock.GetUtcNow(), cancel);
            return new Answer(new LetterPreview(
                standing.File.Account.Code, name!, standing.File.Account.ContactFor()?.Email, letter.Subject, letter.Html, letter.Text));
        }
        catch (LetterTemplateException broken)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, broken.Message);
        }
    }
}
