using Collections.Web.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace Collections.Web.Endpoints;

/// <summary>The console, for people: files that came with the program.</summary>
internal static class ConsoleEndpoints
{
    private const string Folder = "Collections.Web.Console.";

    private const string PlainPage =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Collections</title><h1>Collections</h1>"
        + "<p>The interface is described at <a href=\"/openapi.json\">/openapi.json</a>.</p></html>";

    private static readonly FileExtensionContentTypeProvider Types = new();

    public static void Map(IEndpointRouteBuilder open)
    {
        open.MapGet("/", (HttpContext http) => SendAsync(http, "index.html")).ExcludeFromDescription();
        open.MapGet("/console/{file}", (HttpContext http, string file) => SendAsync(http, file)).ExcludeFromDescription();
    }

    private static async Task SendAsync(HttpContext http, string file)
    {
        using var found = typeof(ConsoleEndpoints).Assembly.GetManifestResourceStream(Folder + file);
        if (found is null && file != "index.html")
        {
            throw new ProblemException(StatusCodes.Status404NotFound, "there is nothing at this address");
        }

        Protect(http.Response.Headers);
        http.Response.ContentType = Types.TryGetContentType(file, out var type) ? $"{type}; charset=utf-8" : "application/octet-stream";
        await (found is null ? http.Response.WriteAsync(PlainPage, http.RequestAborted) : found.CopyToAsync(http.Response.Body, http.RequestAborted));
    }

    // Nothing from elsewhere runs in the page or around it, and it tells nobody where people come from. Style attributes are let in because letters
    // are written with them, and a letter's frame inherits this policy; the page itself has none.
    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
    }
}
