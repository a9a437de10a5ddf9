using System.Text;
using Collections.App.Archive;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>What a company is to be paused for, or was.</summary>
internal sealed record PauseRequest(PauseReason For)
{
    public static PauseRequest Read(Fields fields) => new(fields.Word<PauseReason>("for", isRequired: true) ?? default);
}

/// <summary>A company that is paused.</summary>
/// <param name="For">What for.</param>
/// <param name="Since">Since when.</param>
/// <param name="SettlesInSeconds">After so many seconds what was begun before is over, too.</param>
internal sealed record PauseAnswer(PauseReason For, DateTimeOffset Since, int SettlesInSeconds);

/// <summary>How the lines of a request went.</summary>
/// <param name="Accounts">Each account, in order.</param>
internal sealed record ArchiveAnswer(IReadOnlyList<ArchiveResult> Accounts);

/// <summary>Moves a company to another host, or from one: page by page, so that no request is long.</summary>
internal static class ArchiveEndpoints
{
    private const string Lines = "application/x-ndjson";
    private const string NextHeader = "X-Next";

    public static void Map(IEndpointRouteBuilder manager)
    {
        MapPause(manager);
        MapReading(manager);
        MapWriting(manager);
    }

    private static void MapPause(IEndpointRouteBuilder manager)
    {
        manager.MapPost("/api/archive/pause",
            async (HttpContext http, ArchiveDesk archive, HttpOptions options, CancellationToken cancel) =>
            {
                var paused = await archive.PauseAsync(await ReadAsync(http, options), cancel);
                return new Answer(new PauseAnswer(paused.For, paused.Since, (int)Math.Ceiling(options.PauseTakes.TotalSeconds)));
            })
            .Describe("pause", "Pauses the company while it moves: nothing is sent, nothing is changed. For an import it must be empty.")
            .Takes<PauseRequest>()
            .Answers<PauseAnswer>();

        manager.MapPost("/api/archive/resume",
            async (HttpContext http, ArchiveDesk archive, HttpOptions options, IWorkSignal signal, CancellationToken cancel) =>
            {
                await archive.ResumeAsync(await ReadAsync(http, options), cancel);
                await signal.SignalAsync([], cancel);
                return new Answer(new Health("ok"));
            })
            .Describe("resume", "Lets the company go on.")
            .Takes<PauseRequest>()
            .Answers<Health>();
    }

    private static void MapReading(IEndpointRouteBuilder manager)
    {
        manager.MapGet("/api/archive/company",
            async (string? after, string? limit, HttpContext http, ArchiveDesk archive, CancellationToken cancel) =>
            {
                var (begin, most) = Page(after, limit);
                var (line, next) = await archive.ReadCompanyAsync(begin, most, cancel);
                if (next is not null)
                {
                    http.Response.Headers[NextHeader] = Uri.EscapeDataString(next);
                }

                return Text([line]);
            })
            .Describe("read-archive-company", "A line of an archive: a part of what the company as a whole keeps.",
                $"The header {NextHeader} says where the next part begins (`after`); without it this was the last.")
            .Produces<string>(StatusCodes.Status200OK, Lines);

        manager.MapGet("/api/archive/accounts",
            async (string? after, string? limit, ArchiveDesk archive, CancellationToken cancel) =>
            {
                var (begin, most) = Page(after, limit);
                return Text(await archive.ReadAccountsAsync(begin, most, cancel));
            })
            .Describe("read-archive-accounts", "Lines of an archive: accounts with everything that is kept of them, in the order of their codes.",
                "`after` is the code of the last one; an empty answer means that there are no more.")
            .Produces<string>(StatusCodes.Status200OK, Lines);
    }

    private static void MapWriting(IEndpointRouteBuilder manager)
    {
        manager.MapPost("/api/archive/company",
            async (HttpContext http, ArchiveDesk archive, HttpOptions options, TimeProvider clock, CancellationToken cancel) =>
            {
                foreach (var line in await ReadLinesAsync(http, options, cancel))
                {
                    await WriteAsync(() => archive.WriteCompanyAsync(line, takesClock: clock is VirtualClock, cancel));
                }

                return new Answer(new Health("ok"));
            })
            .Describe("write-archive-company", "Writes lines of an archive of what the company keeps; the company is paused for an import.")
            .Takes<string>(Lines)
            .Answers<Health>();

        manager.MapPost("/api/archive/accounts",
            async (HttpContext http, ArchiveDesk archive, HttpOptions options, CancellationToken cancel) =>
            {
                var lines = await ReadLinesAsync(http, options, cancel);
                IReadOnlyList<ArchiveResult> results = [];
                await WriteAsync(async () => results = await archive.WriteAccountsAsync(lines, cancel));
                return new Answer(new ArchiveAnswer(results));
            })
            .Describe("write-archive-accounts", "Writes lines of an archive of accounts, each whole or not at all; the company is paused for an import.",
                "An account that is there and says the same is unchanged; one that differs is refused.")
            .Takes<string>(Lines)
            .Answers<ArchiveAnswer>();
    }

    private static async Task<PauseReason> ReadAsync(HttpContext http, HttpOptions options)
    {
        var errors = new FieldErrors();
        var request = PauseRequest.Read(await RequestBody.ReadAsync(http, options, errors));
        errors.ThrowIfAny();
        return request.For;
    }

    private static (string? After, int Limit) Page(string? after, string? limit)
    {
        var parameters = new Parameters();
        var page = (parameters.Text("after", after), parameters.Limit(limit));
        parameters.Check();
        return page;
    }

    private static async Task<IReadOnlyList<string>> ReadLinesAsync(HttpContext http, HttpOptions options, CancellationToken cancel)
    {
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.MaxArchiveBytes;
        }

        var lines = new List<string>();
        var body = await RequestBody.ReadAsync(http, options.MaxArchiveBytes, static buffer => new MemoryStream(System.Buffers.BuffersExtensions.ToArray(buffer)));
        await foreach (var line in ArchiveReader.TextsAsync(body, cancel))
        {
            lines.Add(line);
        }

        return lines;
    }

    private static async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (InvalidDataException e)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, e.Message);
        }
    }

    private static IResult Text(IReadOnlyList<string> lines) =>
        Results.Text(string.Concat(lines.Select(line => $"{line}\n")), Lines, Encoding.UTF8);
}
