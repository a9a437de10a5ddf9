using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Desk;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>Whether the program runs.</summary>
internal sealed record Health(string Status);

/// <summary>Whether the app can do its work.</summary>
/// <param name="Status">Always <c>ok</c>: what can't is a problem document.</param>
/// <param name="LeftOut">The company's own files that were left out at the start, a line each; empty when all were read.</param>
internal sealed record Readiness(string Status, IReadOnlyList<string> LeftOut);

/// <summary>The clock.</summary>
/// <param name="Now">The moment that it shows.</param>
/// <param name="IsVirtual">True if it moves only when it is told to.</param>
/// <param name="TimeZone">The company's time zone.</param>
/// <param name="NextAt">The next moment at which something falls due by itself, or null.</param>
internal sealed record ClockView(DateTimeOffset Now, bool IsVirtual, TimeZoneInfo TimeZone, DateTimeOffset? NextAt);

/// <summary>Health, readiness and the clock.</summary>
internal static class SystemEndpoints
{
    public static void Map(IEndpointRouteBuilder open, IEndpointRouteBuilder clerk, IEndpointRouteBuilder manager)
    {
        open.MapGet("/api/health", () => new Answer(new Health("ok")))
            .Describe("health", "Says that the program runs.")
            .Answers<Health>();

        open.MapGet("/api/ready", ReadyAsync)
            .Describe("ready", "Says whether the store answers and letters can leave, 503 and why if not; and which of the company's own files were left out at the start.")
            .Answers<Readiness>();

        // Clerks read it too: on a virtual clock their worklist's today is not the calendar's.
        clerk.MapGet("/api/clock",
            async (Collector collector, CompanySettings company, TimeProvider clock, CancellationToken cancel) => new Answer(new ClockView(
                clock.GetUtcNow(), clock is VirtualClock, company.Place.TimeZone, await collector.NextDueAsync(cancel))))
            .Describe("get-clock", "What the clock shows.")
            .Answers<ClockView>();

        manager.MapPost("/api/clock",
            async (HttpContext http, ClockDesk clock, HttpOptions options, CancellationToken cancel) =>
            {
                var errors = new FieldErrors();
                var request = ClockRequest.Read(await RequestBody.ReadAsync(http, options, errors));
                errors.ThrowIfAny();
                return new Answer(await clock.MoveAsync(request.To, cancel));
            })
            .Describe("move-clock", "Moves a virtual clock and does all that falls due on the way, in order; 404 on the real one.")
            .Takes<ClockRequest>()
            .Answers<ClockMoved>();
    }

    private static async Task<IResult> ReadyAsync(ICompanyValues values, LetterWatch letters, CompanyFiles files, CancellationToken cancel)
    {
        string? trouble;
        try
        {
            await values.GetAsync("ready", cancel);
            trouble = await letters.TroubleAsync(cancel);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "the store does not answer");
        }

        return trouble is null
            ? new Answer(new Readiness("ok", files.Problems))
            : throw new ProblemException(StatusCodes.Status503ServiceUnavailable, $"no letter can leave: {trouble}");
    }
}
