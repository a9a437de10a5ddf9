using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Sending;
using Collections.App.Stores;
using Newtonsoft.Json;

namespace Collections.App.Archive;

/// <summary>Moves a company into or out of this host, line by line of an archive.</summary>
public sealed class ArchiveDesk(IArchiveStore store, IAccountList accountList, ICompanyValues values, Collector collector, Dispatcher dispatcher, Regions regions, TimeProvider clock)
{
    private const int WritesAtOnce = 16;

    private readonly StoredJson _json = new(regions);

    /// <summary>Pauses the company, and waits for what this machine was doing. A company that is paused for the same stays so.</summary>
    /// <exception cref="ArchiveRefusedException">It is paused for something else; or it is to be imported into, and is not empty.</exception>
    public async Task<Paused> PauseAsync(PauseReason reason, CancellationToken cancel)
    {
        if (await CompanyPause.ReadAsync(values, cancel) is { } paused)
        {
            return paused.For == reason ? paused : throw new ArchiveRefusedException(paused.Why);
        }

        var now = clock.GetUtcNow();
        if (reason == PauseReason.Import && (await accountList.AccountsAsync(null, null, 1, DateOnly.FromDateTime(now.UtcDateTime), cancel)).Items.Count > 0)
        {
            throw new ArchiveRefusedException("there are accounts here already; an archive goes into an empty company, or one whose import was interrupted");
        }

        await CompanyPause.BeginAsync(values, reason, now, cancel);

        // It does nothing any more, but not before what it is doing is done.
        await collector.RunDueCasesAsync(cancel);
        await dispatcher.UntilIdleAsync(cancel);
        return new Paused(reason, now);
    }

    /// <summary>Lets the company go on.</summary>
    /// <exception cref="ArchiveRefusedException">It is paused for something else.</exception>
    public async Task ResumeAsync(PauseReason reason, CancellationToken cancel)
    {
        if (await CompanyPause.ReadAsync(values, cancel) is { } paused && paused.For != reason)
        {
            throw new ArchiveRefusedException(paused.Why);
        }

        await CompanyPause.EndAsync(values, cancel);
    }

    /// <summary>A line of what the company keeps.</summary>
    /// <returns>The line, and where the next one begins; null after the last.</returns>
    public async Task<(string Line, string? Next)> ReadCompanyAsync(string? after, int limit, CancellationToken cancel)
    {
        var part = await store.ReadCompanyAsync(after, limit, cancel);
        return (_json.Write(new ArchiveLine { Format = after is null ? ArchiveLine.Present : 0, Company = WithoutPause(part) }), part.Next);
    }

    /// <summary>Lines of accounts, in the order of their codes; none at the end.</summary>
    public async Task<IReadOnlyList<string>> ReadAccountsAsync(string? after, int limit, CancellationToken cancel) =>
        [.. (await store.ReadAccountsAsync(after, limit, cancel)).Select(account => _json.Write(new ArchiveLine { Account = account.InOrder() }))];

    /// <summary>Writes a line of what the company keeps.</summary>
    /// <param name="line">The line.</param>
    /// <param name="takesClock">True if a company that lives on a virtual clock may come here.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ArchiveRefusedException">The company is not paused for its import, or the line's may not come here.</exception>
    /// <exception cref="InvalidDataException">It is no such line.</exception>
    public async Task WriteCompanyAsync(string line, bool takesClock, CancellationToken cancel)
    {
        await MustBeImportingAsync(cancel);
        var read = Read(line);
        var company = read.Company ?? throw new InvalidDataException("the line is none of a company");
        if (read.Format > ArchiveLine.Present)
        {
            throw new InvalidDataException($"the archive has format {read.Format}; this release knows {ArchiveLine.Present}");
        }

        if (!takesClock && company.Values.Any(value => value.Name == KeptClock.Name))
        {
            throw new ArchiveRefusedException("this company lives on a virtual clock; here, on the real one, years of its work would fall due at once");
        }

        await store.WriteCompanyAsync(WithoutPause(company), cancel);
        if (clock is VirtualClock virtualClock && await KeptClock.ReadAsync(values, cancel) is { } kept && kept > virtualClock.GetUtcNow())
        {
            virtualClock.MoveTo(kept);
        }
    }

    /// <summary>Writes lines of accounts; each as a whole or not at all.</summary>
    /// <returns>How each went, in their order.</returns>
    /// <exception cref="ArchiveRefusedException">The company is not paused for its import.</exception>
    /// <exception cref="InvalidDataException">One is no such line.</exception>
    public async Task<IReadOnlyList<ArchiveResult>> WriteAccountsAsync(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(lines);
        await MustBeImportingAsync(cancel);
        var accounts = lines.Select(line => Read(line).Account ?? throw new InvalidDataException("the line is none of an account")).ToList();
        var results = new ArchiveResult[accounts.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, results.Length), new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancel },
            async (i, stop) => results[i] = await store.WriteAccountAsync(accounts[i], stop));
        return results;
    }

    /// <summary>The code of the account of a line: where the next page begins.</summary>
    public static string CodeOf(string line)
    {
        using var reader = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None };
        while (reader.Read())
        {
            if (reader.TokenType == JsonToken.PropertyName && reader.Path == "account.account.code")
            {
                return reader.ReadAsString()!;
            }
        }

        throw new InvalidDataException("the line is none of an account");
    }

    private static ArchivedCompany WithoutPause(ArchivedCompany part) =>
        part with { Values = [.. part.Values.Where(value => value.Name != CompanyPause.Name)] };

    private async Task MustBeImportingAsync(CancellationToken cancel)
    {
        if (await CompanyPause.ReadAsync(values, cancel) is not { For: PauseReason.Import })
        {
            throw new ArchiveRefusedException("the company is not paused for an import, so nothing of an archive is written into it");
        }
    }

    private ArchiveLine Read(string line)
    {
        try
        {
            return _json.Read<ArchiveLine>(line);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or TimeZoneNotFoundException)
        {
            throw new InvalidDataException($"a line of the archive cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>A company cannot be moved here, or from here; the message says why.</summary>
public sealed class ArchiveRefusedException(string why) : Exception(why);
