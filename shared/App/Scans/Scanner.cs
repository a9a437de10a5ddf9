using System.Globalization;
using System.Threading.Channels;
using Collections.App.Company;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.App.Telemetry;
using Collections.App.Turns;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.App.Scans;

/// <summary>What a scan came to: one line for every account that was looked at (R6).</summary>
/// <param name="Id">The scan's id: the policy and its month or day.</param>
/// <param name="AsOf">The day as of which it looked.</param>
/// <param name="Opened">Cases opened.</param>
/// <param name="Joined">Cases that new invoices joined.</param>
/// <param name="LeftAlone">Accounts left alone.</param>
/// <param name="Lines">The lines, by account.</param>
public sealed record ScanReport(string Id, DateOnly AsOf, int Opened, int Joined, int LeftAlone, IReadOnlyList<ScanLine> Lines);

/// <summary>Runs scans: opens cases on accounts that owe, once (R5, R6).</summary>
public sealed class Scanner(
    IAccountStore accounts, ILedgerStore ledger, ICompanyValues values, TurnRunner turns, PolicyBook policies, SignOff signOff,
    CompanySettings company, CollectionsMeter meter, TimeProvider clock)
{
    /// <summary>Reading and deciding run this many batches ahead of the commits, so that both cores work.</summary>
    private const int BatchesAhead = 4;

    /// <summary>So many batches wait for their commit together, and share its flush to disk.</summary>
    private const int CommitsUnderWay = 4;

    /// <summary>The scan of a policy that is due at a moment and has not run, or null.</summary>
    public async Task<DateOnly?> DueAsync(Policy policy, DateTimeOffset now, CancellationToken cancel)
    {
        var today = LocalClock.DateAt(now, company.Place.TimeZone);
        return now >= At(today) && DayOf(policy, today) <= today && !await values.HasScannedAsync(IdOf(policy, today), cancel) ? today : null;
    }

    /// <summary>The next moment after now at which a scan of a policy may fall due.</summary>
    public DateTimeOffset NextAfter(Policy policy, DateTimeOffset now)
    {
        var today = LocalClock.DateAt(now, company.Place.TimeZone);
        if (policy.Scan == ScanRhythm.Daily)
        {
            return now < At(today) ? At(today) : At(today.AddDays(1));
        }

        var day = DayOf(policy, today);
        var next = now < At(day) ? day : DayOf(policy, new DateOnly(today.Year, today.Month, 1).AddMonths(1));
        return At(next);
    }

    /// <summary>Runs the part of a policy's scan that some accounts are, for a host that spreads a scan over machines. Run again, it opens nothing twice.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="asOf">The day as of which to look.</param>
    /// <param name="total">What is open in the ledger, minor units, where the policy leads ahead of due dates; else 0.</param>
    /// <param name="codes">The accounts; those that are not known, or no longer of this policy, are left out.</param>
    /// <param name="bank">How fresh the bank's data are.</param>
    /// <param name="cancel">Ends it; what was committed stays.</param>
    /// <returns>What was decided, account by account; nothing under a policy that is not signed.</returns>
    public async Task<IReadOnlyList<ScanLine>> RunBatchAsync(
        Policy policy, DateOnly asOf, long total, IReadOnlyList<string> codes, BankFreshness bank, CancellationToken cancel)
    {
        if ((await signOff.MissingAsync(policy, cancel)).Count > 0)
        {
            return [];
        }

        var files = new List<AccountFile>(codes.Count);
        foreach (var code in codes)
        {
            if (await accounts.ReadAsync(code, cancel) is { } file && (file.Account.Policy ?? policies.Default.Name) == policy.Name)
            {
                files.Add(file);
            }
        }

        var (id, now) = (IdOf(policy, asOf), clock.GetUtcNow());
        var decided = await DecideAsync(policy, files, id, asOf, now, total, obstacle: null, bank, cancel);
        return await CommitAsync(decided, policy, asOf, id, now, total, bank, cancel);
    }

    /// <summary>The total that a policy's scan measures accounts against (R10): minor units; 0 for a policy that does not lead ahead of due dates.</summary>
    public async Task<long> TotalAsync(Policy policy, CancellationToken cancel) =>
        policy.LeadDays > 0 ? await ledger.TotalOpenAsync(cancel) : 0;

    /// <summary>Runs a policy's scan, or previews it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="asOf">The day as of which to look.</param>
    /// <param name="dryRun">True to decide the same and write nothing.</param>
    /// <param name="keepLines">False to count only, for a scan that nobody reads.</param>
    /// <param name="bank">How fresh the bank's data are.</param>
    /// <param name="cancel">Ends it; what was committed stays.</param>
    public async Task<ScanReport> RunAsync(Policy policy, DateOnly asOf, bool dryRun, bool keepLines, BankFreshness bank, CancellationToken cancel)
    {
        var id = IdOf(policy, asOf);
        var tally = new Tally(id, asOf, keepLines);
        var now = dryRun ? MomentOf(asOf) : clock.GetUtcNow();
        var obstacle = await WhyNotAsync(policy, asOf, id, cancel);
        var total = await TotalAsync(policy, cancel);
        if (dryRun || obstacle is not null)
        {
            await foreach (var batch in accounts.ReadOpenAsync(policy.Name, policies.Default.Name, cancel))
            {
                foreach (var (_, line) in await DecideAsync(policy, batch, id, asOf, now, total, obstacle, bank, cancel))
                {
                    tally.Add(line);
                }
            }

            return tally.Report();
        }

        await RunAsync(policy, asOf, id, now, total, bank, tally, cancel);
        await values.EndScanAsync(id, now, cancel);
        return tally.Report();
    }

    // One task reads and decides, this one commits: a bounded channel lies between them, so memory stays flat.
    private async Task RunAsync(
        Policy policy, DateOnly asOf, string id, DateTimeOffset now, long total, BankFreshness bank, Tally tally, CancellationToken cancel)
    {
        var decided = Channel.CreateBounded<List<(TurnCommit? Commit, ScanLine Line)>>(BatchesAhead);
        var reading = Task.Run(
            async () =>
            {
                Exception? failure = null;
                try
                {
                    await foreach (var batch in accounts.ReadOpenAsync(policy.Name, policies.Default.Name, cancel))
                    {
                        await decided.Writer.WriteAsync(await DecideAsync(policy, batch, id, asOf, now, total, null, bank, cancel), cancel);
                    }
                }
                catch (Exception problem)
                {
                    failure = problem;
                }

                decided.Writer.Complete(failure);
            },
            CancellationToken.None);

        var underWay = new Queue<Task<List<ScanLine>>>();
        await foreach (var batch in decided.Reader.ReadAllAsync(cancel))
        {
            underWay.Enqueue(CommitAsync(batch, policy, asOf, id, now, total, bank, cancel));
            if (underWay.Count == CommitsUnderWay)
            {
                (await underWay.Dequeue()).ForEach(tally.Add);
            }
        }

        foreach (var committing in underWay)
        {
            (await committing).ForEach(tally.Add);
        }

        await reading;
    }

    private async Task<List<ScanLine>> CommitAsync(
        List<(TurnCommit? Commit, ScanLine Line)> batch, Policy policy, DateOnly asOf, string id, DateTimeOffset now, long total,
        BankFreshness bank, CancellationToken cancel)
    {
        var lines = new List<ScanLine>(batch.Count);
        var open = batch;
        while (open.Count > 0)
        {
            var commits = open.Where(one => one.Commit is not null).Select(one => one.Commit!).ToList();
            var done = await accounts.CommitAsync(commits, cancel);
            meter.CountTurns(commits, done, clock.GetUtcNow());
            var changed = new List<AccountFile>();
            var n = 0;
            foreach (var (commit, line) in open)
            {
                if (commit is null || done[n++])
                {
                    lines.Add(line);
                }
                else if (await accounts.ReadAsync(line.Account, cancel) is { } file)
                {
                    changed.Add(file);
                }
            }

            open = await DecideAsync(policy, changed, id, asOf, now, total, null, bank, cancel);
        }

        return lines;
    }

    private async Task<List<(TurnCommit? Commit, ScanLine Line)>> DecideAsync(
        Policy policy, IReadOnlyList<AccountFile> files, string id, DateOnly asOf, DateTimeOffset now, long total, string? obstacle,
        BankFreshness bank, CancellationToken cancel)
    {
        var lines = new List<(TurnCommit? Commit, ScanLine Line)>(files.Count);
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            var share = total > 0 ? Share(file, total) : 0;
            var (report, commit) = await turns.DecideAsync(file, new TurnRequest(file.Account.Code, new Scanned(asOf)), bank, now, share, cancel);
            var isStopped = obstacle is not null && report.Verdict == ScanVerdict.Opened;
            var line = new ScanLine(
                id, file.Account.Code, isStopped ? ScanVerdict.LeftAlone : report.Verdict,
                isStopped ? obstacle! : report.VerdictWhy.WithRule(),
                report.Position.Owing);
            lines.Add((commit is null ? null : commit with { Look = line }, line));
        }

        return lines;
    }

    // What stops a whole scan: a policy that nobody signed (R39), a month whose day has not come or whose scan has run (R5).
    private async Task<string?> WhyNotAsync(Policy policy, DateOnly asOf, string id, CancellationToken cancel)
    {
        if (await signOff.MissingAsync(policy, cancel) is { Count: > 0 } missing)
        {
            return $"policy {policy.Name} version {policy.Version} is not signed by {string.Join(", ", missing)} (R39)";
        }

        if (policy.Scan == ScanRhythm.Daily)
        {
            return null;
        }

        var day = DayOf(policy, asOf);
        return asOf < day ? string.Create(CultureInfo.InvariantCulture, $"the scan of {asOf:MMMM yyyy} runs on {day:ddd d MMM} (R5)")
            : await values.HasScannedAsync(id, cancel) ? string.Create(CultureInfo.InvariantCulture, $"the scan of {asOf:MMMM yyyy} has run (R5)")
            : null;
    }

    // What an account has open, against all that is open in the ledger (R10).
    private static decimal Share(AccountFile file, long total) =>
        (decimal)file.Invoices.Where(invoice => !invoice.IsCredit).Sum(invoice => invoice.Open.Minor) / total;

    private DateOnly DayOf(Policy policy, DateOnly day) => policy.Scan == ScanRhythm.Daily
        ? day
        : policy.CollectionDays.FirstOfMonth(day.Year, day.Month, company.Place.Region.Office);

    /// <summary>A scan's id: the policy and its month or day.</summary>
    public static string IdOf(Policy policy, DateOnly day) =>
        $"{policy.Name}-{day.ToString(policy.Scan == ScanRhythm.Daily ? "yyyy-MM-dd" : "yyyy-MM", CultureInfo.InvariantCulture)}";

    private DateTimeOffset At(DateOnly day) =>
        LocalClock.ToInstant(day, company.ScanAt, company.Place.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier);

    private DateTimeOffset MomentOf(DateOnly asOf)
    {
        var now = clock.GetUtcNow();
        return LocalClock.DateAt(now, company.Place.TimeZone) == asOf ? now : At(asOf);
    }

    private sealed class Tally(string id, DateOnly asOf, bool keepLines)
    {
        private readonly List<ScanLine> _lines = [];
        private int _opened;
        private int _joined;
        private int _leftAlone;

        public void Add(ScanLine line)
        {
            _ = line.Verdict switch
            {
                ScanVerdict.Opened => _opened++,
                ScanVerdict.Joined => _joined++,
                _ => _leftAlone++,
            };
            if (keepLines)
            {
                _lines.Add(line);
            }
        }

        public ScanReport Report() => new(id, asOf, _opened, _joined, _leftAlone, _lines);
    }
}
