using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Desk;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Web.Answers;
using Collections.Web.Doors;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>The worklist, and what people do of it.</summary>
internal static class TaskEndpoints
{
    /// <summary>Which tasks a list has.</summary>
    private enum Listed
    {
        /// <summary>Those to be done.</summary>
        Open,

        /// <summary>Those done or withdrawn.</summary>
        Closed,
    }

    public static void Map(IEndpointRouteBuilder clerk)
    {
        clerk.MapGet("/api/tasks",
            async (string? status, string? dueBy, string? role, string? account, string? cursor, string? limit, Worklist worklist, CompanySettings company,
                CancellationToken cancel) =>
            {
                var parameters = new Parameters();
                var filter = new TaskFilter(
                    parameters.Word<Listed>("status", status) is null or Listed.Open, parameters.InstantOrDay("dueBy", dueBy, company),
                    parameters.Word<Role>("role", role), parameters.Text("account", account), HideCalls: false, parameters.Text("cursor", cursor),
                    parameters.Limit(limit));
                parameters.Check();
                return new Answer(await worklist.PageAsync(filter, cancel));
            })
            .Describe("list-tasks", "The ranked worklist, with all that the doer needs (R24).",
                "`status` is open, unless told, or closed; `dueBy` an instant, or a date, whose end counts. While the bank is silent calls are left out, and the "
                + "stale-bank task says why (R20).")
            .Answers<Page<WorkItem>>();

        clerk.MapGet("/api/tasks/{id}", async (string id, TaskDesk tasks, CancellationToken cancel) => new Answer(await tasks.AnswerAsync(id, cancel)))
            .Describe("get-task", "A task with all that its doer needs, the case and what comes next.")
            .Answers<TaskAnswer>();

        MapStep(clerk, "claim", "claim-task", "Claims a task; 409 if somebody else holds it.", (tasks, id, by, cancel) => tasks.ClaimAsync(id, by, cancel));
        MapStep(clerk, "release", "release-task", "Gives a claimed task back; 409 if somebody else holds it.", (tasks, id, by, cancel) => tasks.ReleaseAsync(id, by, cancel));

        clerk.MapPost("/api/tasks/{id}/complete",
            async (HttpContext http, string id, TaskDesk tasks, AccountViews views, CompanySettings company, HttpOptions options, IWorkSignal signal, CancellationToken cancel) =>
            {
                var request = CompletionRequest.Read(await RequestBody.ReadAsync(http, options, new FieldErrors()));
                var task = await tasks.FindAsync(id, cancel);
                var currency = task.Account is { } account ? (await views.StandingAsync(account, cancel)).File.Account.Currency : company.Currency;
                await tasks.CompleteAsync(id, request.ToCompletion(currency), http.Caller().Actor, cancel);
                await signal.SignalAsync(task.Account is { } changed ? [changed] : [], cancel);
                return new Answer(await tasks.AnswerAsync(id, cancel));
            })
            .Describe("complete-task", "Says what came of a task (R25); answers with what comes next and when.",
                "422 names what the outcome lacks; a repeat with the same body is 200 and changes nothing; other words about a task that is done are 409.")
            .Takes<CompletionRequest>()
            .Answers<TaskAnswer>();
    }

    private static void MapStep(
        IEndpointRouteBuilder clerk, string word, string name, string summary, Func<TaskDesk, string, Actor, CancellationToken, Task> step) =>
        clerk.MapPost($"/api/tasks/{{id}}/{word}",
            async (HttpContext http, string id, TaskDesk tasks, CancellationToken cancel) =>
            {
                await step(tasks, id, http.Caller().Actor, cancel);
                return new Answer(await tasks.AnswerAsync(id, cancel));
            })
            .Describe(name, summary)
            .Answers<TaskAnswer>();
}
