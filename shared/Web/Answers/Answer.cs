using Collections.App;
using Microsoft.AspNetCore.Http;

namespace Collections.Web.Answers;

/// <summary>An answer in the contract's JSON.</summary>
internal sealed class Answer(object? value, int status = StatusCodes.Status200OK) : IWritten
{
    private const string JsonType = "application/json; charset=utf-8";

    public string ContentType => JsonType;

    public void Write(Stream body) => Json.Write(value, body);

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, value, status, JsonType);

    public static Task WriteProblemAsync(HttpContext http, Problem problem) => WriteAsync(http, problem, problem.Status, Problem.ContentType);

    public static async Task WriteAsync(HttpContext http, object? value, int status, string contentType = JsonType)
    {
        // Written whole before the first byte goes, so that a value that cannot be written still gets a proper 500.
        using var body = new MemoryStream();
        Json.Write(value, body);
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }
}
