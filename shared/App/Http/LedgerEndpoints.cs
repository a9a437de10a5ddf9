using Collections.App.Files;
using Collections.App.Ledger;
using Collections.Core.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Collections.App.Http;

/// <summary>Loads files into the ledger, while they arrive.</summary>
internal static class LedgerEndpoints
{
    private delegate Task<ImportReport> Import(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel);

    public static void Map(IEndpointRouteBuilder manager)
    {
        Map(manager, "accounts", (importer) => importer.AccountsAsync);
        Map(manager, "contacts", (importer) => importer.ContactsAsync);
        Map(manager, "invoices", (importer) => importer.InvoicesAsync);
    }

    private static void Map(IEndpointRouteBuilder manager, string what, Func<Importer, Import> import) =>
        manager.MapPost($"/api/ledger/{what}",
            async (HttpContext http, Importer importer, HttpOptions options, IPoke poke, string? map, string? dates, string? currency, CancellationToken cancel) =>
            {
                var read = ReadOptions(map, dates, currency);
                var report = await LoadAsync(http, options, stream => import(importer)(stream, read, null, cancel));
                await poke.PokeAsync([], cancel);
                return new Answer(report);
            })
            .Describe($"import-{what}", $"Loads {what}, as CSV or as a JSON array; the same rows again change nothing.",
                "Every good row is kept, and every bad one is told with its line, field, value and reason. "
                + "`map` is theirs=ours,…; `dates` a form such as M/d/yyyy; `currency` that of rows that name none.")
            .Takes<IReadOnlyList<object>>("text/csv", "application/json", "text/plain", "application/octet-stream")
            .Answers<ImportReport>();

    private static ImportOptions ReadOptions(string? map, string? dates, string? currency)
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

    private static async Task<ImportReport> LoadAsync(HttpContext http, HttpOptions options, Func<Stream, Task<ImportReport>> load)
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
