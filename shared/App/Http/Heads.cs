using Microsoft.AspNetCore.Http;

namespace Collections.App.Http;

/// <summary>Answers HEAD wherever GET answers, with the same headers and no body (RFC 9110, 9.3.2).</summary>
internal sealed class Heads(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        var body = http.Response.Body;
        http.Request.Method = HttpMethods.Get;
        http.Response.Body = Stream.Null;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
            http.Response.Body = body;
        }
    }
}
