using Collections.Core.Ledger;
using Collections.Files;
using Collections.Web.Answers;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Collections.Web.Requests;

/// <summary>A file as a request's body, read while it arrives.</summary>
internal static class UploadedFile
{
    /// <summary>How the file is to be read, by the parameters of the query.</summary>
    public static ImportOptions Options(string? map, string? dates, string? currency, string? sign) => Options(map, dates, currency, sign, new Parameters());

    /// <summary>How a file is to be read that may be an accounting system's export.</summary>
    public static ImportOptions Options(string? map, string? dates, string? currency, string? sign, string? format, string? complete, string? force)
    {
        var parameters = new Parameters();
        var (form, isComplete, isForced) = (Format(format, parameters), Flag("complete", complete, parameters), Flag("force", force, parameters));
        return Options(map, dates, currency, sign, parameters) with { Format = form, IsComplete = isComplete, IsForced = isForced };
    }

    private static ImportOptions Options(string? map, string? dates, string? currency, string? sign, Parameters parameters)
    {
        Currency? found = null;
        if (parameters.Text("currency", currency) is { } code && !Currency.TryParse(code, out found))
        {
            parameters.Errors.Add("currency", "is no currency code of ISO 4217, such as AUD");
        }

        var point = DecimalSign.Point;
        var saysSign = parameters.Text("decimal", sign) is { } given && (ImportOptions.TryParseDecimal(given, out point) || !parameters.Wrong("decimal", "is neither . nor ,"));
        var (theirs, form) = (parameters.Text("map", map), parameters.Text("dates", dates));
        parameters.Check();
        try
        {
            return new ImportOptions { Map = ImportOptions.ParseMap(theirs ?? ""), DateFormat = form, DefaultCurrency = found, Decimal = saysSign ? point : null };
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

    private static LedgerFormat Format(string? format, Parameters parameters)
    {
        var found = LedgerFormat.Auto;
        if (parameters.Text("format", format) is { } text && (text.All(char.IsAsciiDigit) || !Enum.TryParse(text, ignoreCase: true, out found)))
        {
            parameters.Errors.Add("format", "is none of auto, canonical, xero, quickbooks, myob");
        }

        return found;
    }

    private static bool Flag(string name, string? value, Parameters parameters)
    {
        var isSet = false;
        if (parameters.Text(name, value) is { } text && !bool.TryParse(text, out isSet))
        {
            parameters.Errors.Add(name, "is neither true nor false");
        }

        return isSet;
    }
}
