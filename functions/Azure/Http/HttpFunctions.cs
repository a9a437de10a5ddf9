using Collections.Functions.Waking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Collections.Functions.Http;

/// <summary>The doors to <see cref="Front"/>. Some paths have a function of their own so that they are scaled, watched and switched off by themselves.</summary>
/// <remarks>
/// <para>The Functions host lets everybody in; the app asks for tokens, and for signatures of banks.</para>
/// <para>
/// The host tries routes in the order of the functions' names and takes the first that matches, however narrow another is. So the names sort with the wide
/// ones last, <c>Rest</c> and then <c>Web</c>; a test looks at it.
/// </para>
/// </remarks>
public sealed class HttpFunctions(Front front, DurableLine line)
{
    /// <summary>What banks deliver.</summary>
    [Function("Bank")]
    public Task<IActionResult> BankAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/bank/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient durable) =>
        AnswerAsync(request, durable);

    /// <summary>Imports.</summary>
    [Function("Ledger")]
    public Task<IActionResult> LedgerAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/ledger/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient durable) =>
        AnswerAsync(request, durable);

    /// <summary>What became of letters.</summary>
    [Function("EmailReports")]
    public Task<IActionResult> EmailReportsAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/email/reports")] HttpRequest request, [DurableClient] DurableTaskClient durable) =>
        AnswerAsync(request, durable);

    /// <summary>Everything else that programs call.</summary>
    [Function("Rest")]
    public Task<IActionResult> ApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/{*rest}")] HttpRequest request, [DurableClient] DurableTaskClient durable) =>
        AnswerAsync(request, durable);

    /// <summary>The console, and the description of the interface.</summary>
    [Function("Web")]
    public Task<IActionResult> ConsoleAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) => AnswerAsync(request, durable: null);

    // The answer is written by then; the worker only wants to hear that there is one.
    private async Task<IActionResult> AnswerAsync(HttpRequest request, DurableTaskClient? durable)
    {
        line.Client = durable ?? line.Client;
        await front.AnswerAsync(request.HttpContext);
        return new EmptyResult();
    }
}
