using Collections.App.Files;
using Collections.Core.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Collections.App.Http;

/// <summary>A file as a request's body, read while it arrives.</summary>
internal static class UploadedFile
{
    /// <summary>How the file is to be read, by the parameters of the query.</summary>
    public static ImportOptions Options(string? map, string? dates, string? currency)
    {
        var parameters = new Parameters();
        Currency? found = null;
        if (parameters.Text("currency", currency) is { } code && !Currency.TryParse(code, out found))
        {
            parameters.Errors.Add("currency", "is no currency code of ISO 4217, such as AUD");
        }

        var (theirs, form) = (parameters.Text("map", map), parameters.Text("dates", dates));
        parameters.Check();
        try
        {
            return new ImportOptions { Map = ImportOptions.ParseMap(theirs ?? ""), DateFormat = form, DefaultCurrency = found };
        }
        catch (ImportFormatException problem)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, problem.Message);
        }
    }

    /// <summary>Loads the body.</summary>
    public static async Task<T> LoadAsync<T>(HttpContext http, HttpOptions options, Func<Stream, Task<T>> load)
    {
        if (http.Request.ContentLength > options.MaxImportBytes)
        {
            throw RequestBody.TooLong(options.MaxImportBytes);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        // The readers of files read as they go, on a thread of their own; the network's buffers keep memory flat.
        if (http.Features.Get<IHttpBodyControlFeature>() is { } control)
        {
            control.AllowSynchronousIO = true;
        }

        try
        {
            return await Task.Run(() => load(RequestBody.Limited(http.Request.Body, options.MaxImportBytes)), http.RequestAborted);
        }
        catch (ImportFormatException problem)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, problem.Message);
        }
    }
}
