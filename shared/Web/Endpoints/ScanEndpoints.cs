using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>What a scan came to (R6).</summary>
/// <param name="Id">The scan's id: the policy and its month or day.</param>
/// <param name="AsOf">The day as of which it looked.</param>
/// <param name="DryRun">True if nothing was written.</param>
/// <param name="Opened">Cases opened.</param>
/// <param name="Joined">Cases that new invoices joined.</param>
/// <param name="LeftAlone">Accounts left alone.</param>
/// <param name="Lines">A line for every account that was looked at.</param>
internal sealed record ScanAnswer(string Id, DateOnly AsOf, bool DryRun, int Opened, int Joined, int LeftAlone, IReadOnlyList<ScanAnswerLine> Lines);

/// <summary>What a scan said of an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Decision">Opened, joined or left alone.</param>
/// <param name="Why">Why, with its rule.</param>
/// <param name="Owing">What is owing.</param>
internal sealed record ScanAnswerLine(string Account, ScanVerdict Decision, string Why, Money Owing)
{
    public static ScanAnswerLine Of(ScanLine line) => new(line.Account, line.Verdict, line.Why, line.Owing);
}

/// <summary>Scans that people ask for.</summary>
internal static class ScanEndpoints
{
    public static void Map(IEndpointRouteBuilder manager) =>
        manager.MapPost("/api/scans",
            async (HttpContext http, Scanner scanner, Collector collector, PolicyBook policies, CompanySettings company, TimeProvider clock, HttpOptions options,
                IWorkSignal signal, LongAnswers answers, CancellationToken cancel) =>
            {
                var errors = new FieldErrors();
                var request = ScanRequest.Read(await RequestBody.ReadAsync(http, options, errors));
                var policy = PolicyOf(request, policies, errors);
                var today = LocalClock.DateAt(clock.GetUtcNow(), company.Place.TimeZone);
                var (asOf, dryRun) = (request.AsOf ?? today, request.DryRun ?? false);
                errors.ThrowIfAny();
                if (asOf > today && !dryRun)
                {
                    errors.Add("asOf", $"is after today, {today:yyyy-MM-dd}: a day that has not come can only be previewed, with dryRun");
                    errors.ThrowIfAny(StatusCodes.Status422UnprocessableEntity);
                }

                var report = await scanner.RunAsync(policy, asOf, dryRun, keepLines: true, await collector.BankAsync(cancel), cancel);
                if (!dryRun)
                {
                    await signal.SignalAsync([], cancel);
                }

                var answer = new ScanAnswer(
                    report.Id, report.AsOf, dryRun, report.Opened, report.Joined, report.LeftAlone, [.. report.Lines.Select(ScanAnswerLine.Of)]);
                return await answers.DrawUpAsync(() => Task.FromResult(new Answer(answer)), cancel);
            })
            .Describe("scan", "Opens cases on accounts that owe, once (R5, R6); or previews the same decisions and writes nothing.")
            .MayTake<ScanRequest>()
            .Answers<ScanAnswer>();

    private static Policy PolicyOf(ScanRequest request, PolicyBook policies, FieldErrors errors)
    {
        var policy = request.Policy is null ? policies.Default : policies.Find(request.Policy);
        if (policy is null)
        {
            errors.Add("policy", $"is no policy that is known; known are {string.Join(", ", policies.All.Select(known => known.Name))}");
        }

        return policy ?? policies.Default;
    }
}
