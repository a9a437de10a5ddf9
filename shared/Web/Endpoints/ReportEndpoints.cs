using Collections.App.Company;
using Collections.App.Desk;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>Reports: figures as JSON, or as CSV for callers that accept <c>text/csv</c>.</summary>
internal static class ReportEndpoints
{
    /// <summary>The activity report shows so many days before its last one unless told.</summary>
    private const int ActivityDays = 30;

    private static readonly string[] AgingColumns =
        ["account", "name", "currency", "notDue", "days1To30", "days31To60", "days61To90", "over90", "disputed", "unapplied", "balance"];

    private static readonly string[] ActivityColumns = ["day", "kind", "count"];

    public static void Map(IEndpointRouteBuilder clerk)
    {
        clerk.MapGet("/api/reports/aging",
            async (HttpContext http, string? asOf, Reports reports, LongAnswers answers, CompanySettings company, TimeProvider clock, CancellationToken cancel) =>
            {
                var parameters = new Parameters();
                var day = parameters.Date("asOf", asOf) ?? Today(company, clock);
                parameters.Check();
                return await answers.DrawUpAsync(
                    async () =>
                    {
                        var report = await reports.AgingAsync(day, cancel);
                        return Csv.IsAsked(http) ? new Csv(AgingColumns, report.Rows.Select(Cells)) : (IWritten)new Answer(report);
                    },
                    cancel);
            })
            .Describe("report-aging", "What every account owes, by days past due; JSON, or CSV by Accept: text/csv.")
            .Answers<AgingReport>();

        clerk.MapGet("/api/reports/activity",
            async (HttpContext http, string? asOf, string? from, Reports reports, LongAnswers answers, CompanySettings company, TimeProvider clock,
                CancellationToken cancel) =>
            {
                var parameters = new Parameters();
                var last = parameters.Date("asOf", asOf) ?? Today(company, clock);
                var first = parameters.Date("from", from) ?? last.AddDays(-ActivityDays);
                if (first > last)
                {
                    parameters.Errors.Add("from", "is after asOf");
                }

                parameters.Check();
                return await answers.DrawUpAsync(
                    async () =>
                    {
                        var report = await reports.ActivityAsync(first, last, cancel);
                        return Csv.IsAsked(http) ? new Csv(ActivityColumns, report.Rows.Select(Cells)) : (IWritten)new Answer(report);
                    },
                    cancel);
            })
            .Describe("report-activity", "How often each kind of thing was done, day by day; JSON, or CSV by Accept: text/csv.")
            .Answers<ActivityReport>();
    }

    private static DateOnly Today(CompanySettings company, TimeProvider clock) => LocalClock.DateAt(clock.GetUtcNow(), company.Place.TimeZone);

    private static object[] Cells(AgingRow row) =>
    [
        row.Account, row.Name, row.NotDue.Currency.Code, row.NotDue, row.Days1To30, row.Days31To60, row.Days61To90, row.Over90, row.Disputed, row.Unapplied,
        row.Balance,
    ];

    private static object[] Cells(ActivityRow row) => [row.Day, Words.Of(row.Kind), row.Count];
}
