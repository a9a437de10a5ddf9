using System.Globalization;
using Collections.App;
using Collections.App.Archive;
using Collections.App.Stores;
using Collections.Web.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Collections.Web;

/// <summary>
/// Stands around everything: headers that every answer has, and a problem document for whatever goes wrong. Bad input never becomes a 5xx, and a
/// mistake of ours never shows its insides.
/// </summary>
internal sealed partial class Guard(RequestDelegate next, ILogger<Guard> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
            {
                await WriteAsync(http, http.Response.StatusCode, DetailOf(http, http.Response.StatusCode));
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; nobody reads an answer.
        }
        catch (Exception problem) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, problem);
        }
    }

    private Task AnswerAsync(HttpContext http, Exception problem)
    {
        switch (problem)
        {
            case ProblemException e:
                return WriteAsync(http, e.Status, e.Message, e.Errors, e.Rule);
            case RefusalException e:
                var errors = e.Field is null ? null : new Dictionary<string, IReadOnlyList<string>> { [e.Field] = [e.Message] };
                return WriteAsync(http, StatusOf(e.Kind), e.Message, errors, e.Rule == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"R{e.Rule}"));
            case ArchiveRefusedException e:
                return WriteAsync(http, StatusCodes.Status409Conflict, e.Message);
            case ArgumentException { ParamName: "cursor" }:
                return WriteAsync(http, 400, "the cursor is none", new Dictionary<string, IReadOnlyList<string>> { ["cursor"] = ["is none that a page of this list gave"] });
            case BadHttpRequestException e:
                return WriteAsync(http, e.StatusCode, DetailOf(http, e.StatusCode));
            case StoreUnavailableException e:
                LogOutage(e, http.Request.Method, http.Request.Path);
                return WriteAsync(http, StatusCodes.Status503ServiceUnavailable, $"{e.Message}; nothing was refused, so ask again a little later");
            default:
                var trace = http.TraceIdentifier;
                LogFailure(problem, http.Request.Method, http.Request.Path, trace);
                return Answer.WriteProblemAsync(
                    http, Problem.Of(500, $"this is our mistake; the log tells of it under {trace}", http.Request.Path, traceId: trace));
        }
    }

    private static Task WriteAsync(
        HttpContext http, int status, string detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null, string? rule = null)
    {
        // Whatever can't be answered now may be asked again, and who asks is told when (RFC 9110, 15.6.4).
        if (status == StatusCodes.Status503ServiceUnavailable && http.Response.Headers.RetryAfter.Count == 0)
        {
            http.Response.Headers.RetryAfter = ((int)StoreUnavailableException.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return Answer.WriteProblemAsync(http, Problem.Of(status, detail, http.Request.Path, errors, rule));
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string DetailOf(HttpContext http, int status) => status switch
    {
        StatusCodes.Status404NotFound => "there is nothing at this address",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not possible here; possible: {http.Response.Headers.Allow}",
        StatusCodes.Status408RequestTimeout => "the body did not arrive in time",
        StatusCodes.Status413PayloadTooLarge => "the body is too long",
        StatusCodes.Status415UnsupportedMediaType => $"a body of type {http.Request.ContentType} is not read here; /openapi.json tells which are",
        _ => "the request cannot be read",
    };

    [LoggerMessage(EventId = 2, EventName = "StoreUnavailable", Level = LogLevel.Warning, Message = "{Method} {Path} could not be answered now")]
    private partial void LogOutage(Exception problem, string method, string path);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed ({Trace})")]
    private partial void LogFailure(Exception problem, string method, string path, string trace);
}

/// <summary>Puts <see cref="Heads"/> and the <see cref="Guard"/> around the whole pipeline, whatever else a host puts into it.</summary>
internal sealed class GuardFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseGuard();
        next(app);
    };
}

/// <summary>What stands around every answer, in the order in which it must.</summary>
internal static class GuardPipeline
{
    public static IApplicationBuilder UseGuard(this IApplicationBuilder app) => app.UseMiddleware<Heads>().UseMiddleware<Guard>();
}
