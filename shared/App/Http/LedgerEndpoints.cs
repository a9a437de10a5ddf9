using Collections.App.Files;
using Collections.App.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
                var read = UploadedFile.Options(map, dates, currency);
                var report = await UploadedFile.LoadAsync(http, options, stream => import(importer)(stream, read, null, cancel));
                await poke.PokeAsync([], cancel);
                return new Answer(report);
            })
            .Describe($"import-{what}", $"Loads {what}, as CSV or as a JSON array; the same rows again change nothing.",
                "Every good row is kept, and every bad one is told with its line, field, value and reason. "
                + "`map` is theirs=ours,…; `dates` a form such as M/d/yyyy; `currency` that of rows that name none.")
            .Takes<IReadOnlyList<object>>("text/csv", "application/json", "text/plain", "application/octet-stream")
            .Answers<ImportReport>();
}
