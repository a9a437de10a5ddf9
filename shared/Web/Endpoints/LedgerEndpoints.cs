using Collections.App.Clocks;
using Collections.App.Ledger;
using Collections.Files;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>Loads files into the ledger.</summary>
internal static class LedgerEndpoints
{
    private delegate Task<ImportReport> Import(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel);

    private const string Way =
        "A file has one way of writing amounts, found from all of them; where `1.000` may be one or a thousand the file is refused, and `decimal` says it: a point or a comma. ";

    public static void Map(IEndpointRouteBuilder manager)
    {
        Map(manager, "accounts", (importer) => importer.AccountsAsync);
        Map(manager, "contacts", (importer) => importer.ContactsAsync);
        MapInvoices(manager);
    }

    private static void MapInvoices(IEndpointRouteBuilder manager) =>
        manager.MapPost("/api/ledger/invoices",
            async (HttpContext http, Importer importer, HttpOptions options, IWorkSignal signal, string? map, string? dates, string? currency,
                string? @decimal, string? format, string? complete, string? force, CancellationToken cancel) =>
            {
                var read = UploadedFile.Options(map, dates, currency, @decimal, format, complete, force);
                var report = await UploadedFile.LoadAsync(http, options, stream => importer.InvoicesAsync(stream, read, null, cancel));
                await signal.SignalAsync([], cancel);
                return new Answer(report);
            })
            .Describe("import-invoices", "Loads invoices, as CSV, as a JSON array, or as Xero, QuickBooks or MYOB export them; the same rows again change nothing.",
                "Every good row is kept, and every bad one is told with its line, field, value and reason. "
                + "What a row does not say (no column, no property) stays as it is; an empty cell, or null, clears. " + Way
                + "`map` is theirs=ours,…; `dates` a form such as M/d/yyyy; `currency` that of rows that name none. "
                + "`format` is auto (by the header), canonical, xero, quickbooks or myob. `complete=true` says that a list of open items has them all, so that what was in "
                + "the last such list and is missing is settled; `force=true` that it is to be believed though it closes more than half of that one.")
            .Takes<IReadOnlyList<object>>("text/csv", "application/json", "text/plain", "application/octet-stream")
            .Answers<ImportReport>();

    private static void Map(IEndpointRouteBuilder manager, string what, Func<Importer, Import> import) =>
        manager.MapPost($"/api/ledger/{what}",
            async (HttpContext http, Importer importer, HttpOptions options, IWorkSignal signal, string? map, string? dates, string? currency, string? @decimal,
                CancellationToken cancel) =>
            {
                var read = UploadedFile.Options(map, dates, currency, @decimal);
                var report = await UploadedFile.LoadAsync(http, options, stream => import(importer)(stream, read, null, cancel));
                await signal.SignalAsync([], cancel);
                return new Answer(report);
            })
            .Describe($"import-{what}", $"Loads {what}, as CSV or as a JSON array; the same rows again change nothing.",
                "Every good row is kept, and every bad one is told with its line, field, value and reason. "
                + "What a row does not say (no column, no property) stays as it is; an empty cell, or null, clears. " + Way
                + "`map` is theirs=ours,…; `dates` a form such as M/d/yyyy; `currency` that of rows that name none.")
            .Takes<IReadOnlyList<object>>("text/csv", "application/json", "text/plain", "application/octet-stream")
            .Answers<ImportReport>();
}
