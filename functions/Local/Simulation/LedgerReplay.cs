using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collections.App.Clocks;
using Collections.App.Ledger;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Calendars;
using Collections.Core.Policies;
using Collections.Files;
using Collections.Local.Hosting;

namespace Collections.Local.Simulation;

/// <summary>A ledger that happens again, day by day, under a policy.</summary>
internal sealed class LedgerReplay(FileInfo file, ImportOptions options, string? policyName, DateOnly? from, DateOnly? to)
{
    private const string Signer = "replay";
    private const string FingerprintName = "replay";

    // After the office hours and the monthly hold: nothing more falls due on that day.
    private static readonly TimeOnly EndOfDay = new(18, 0);

    /// <summary>Reads the file.</summary>
    /// <exception cref="CommandException">It isn't there, or the days make no sense.</exception>
    public LedgerHistory Read()
    {
        if (!file.Exists)
        {
            throw new CommandException($"there is no file {file.FullName}");
        }

        using var stream = file.OpenRead();
        var history = LedgerHistory.Read(stream, options, from);
        return LastDay(history) >= history.From
            ? history
            : throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"the replay would end on {LastDay(history):O}, before it begins on {history.From:O}"));
    }

    /// <summary>The last day of the replay.</summary>
    public DateOnly LastDay(LedgerHistory history) => to ?? history.LastDay;

    /// <summary>Lets it happen, or go on where it was interrupted.</summary>
    /// <exception cref="CommandException">There is no such policy, or the folder holds something else.</exception>
    public async Task<ReplayFigures> RunAsync(
        LedgerHistory history, DataFolder folder, bool keepLetters, IProgress<DateOnly>? progress, CancellationToken cancel)
    {
        await using var host = await OpenAsync(history, folder, keepLetters, cancel);
        await ClaimAsync(host, cancel);
        var policy = await SignAsync(host, cancel);
        var standIns = await EnterAccountsAsync(host, history, policy, cancel);
        var clock = host.VirtualClock!;
        var world = new LedgerWorld(history, host.Get<Importer>(), host.Get<BankDesk>(), host.Company.Currency, clock);
        var clerks = new SimulatedClerks(host.Get<IWorklist>(), host.Get<BankWatch>(), host.Get<TurnRunner>(), clock);
        var days = new DayByDay(new CollectorTimeline(host.Get<Collector>(), clock), host.Get<ICompanyValues>(), clerks, host.Company);
        await days.RunAsync(world, history.From, At(LastDay(history), EndOfDay, host.Company.Place.TimeZone), progress, cancel);
        return ReplayFigures.Of(await host.Get<IReports>().TotalsAsync(cancel), policy, history.From, LastDay(history), standIns, history.Rejected.Count);
    }

    private Task<LocalHost> OpenAsync(LedgerHistory history, DataFolder folder, bool keepLetters, CancellationToken cancel) => LocalHost.OpenAsync(
        new LocalHostOptions(folder)
        {
            IsSimulation = true,
            Sender = keepLetters ? null : new NowhereSender(),
            StartAt = zone => At(history.From, TimeOnly.MinValue, zone),
            Company = company => company with
            {
                Currency = options.DefaultCurrency ?? company.Currency,
                DefaultPolicy = policyName ?? company.DefaultPolicy,
            },
        },
        cancel);

    // The folder says of which replay it is, so that another one does not go on in its middle, and a company's own data stay as they are.
    private async Task ClaimAsync(LocalHost host, CancellationToken cancel)
    {
        var values = host.Get<ICompanyValues>();
        var fingerprint = Fingerprint(host);
        var known = await values.GetAsync(FingerprintName, cancel);
        if (known is null && (await host.Get<IReports>().TotalsAsync(cancel)).Invoices > 0)
        {
            throw new CommandException($"{host.Data.Path} holds a ledger of its own; a replay needs another folder (--data)");
        }

        if (known is not null && known != fingerprint)
        {
            throw new CommandException(
                $"{host.Data.Path} holds another replay: of another file, policy or first day, or read with other options. Take another folder (--data), or delete it");
        }

        await values.SetAsync(FingerprintName, fingerprint, cancel);
    }

    private string Fingerprint(LocalHost host)
    {
        var map = string.Join(',', options.Map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        var settings = string.Create(
            CultureInfo.InvariantCulture, $"{map}\n{options.DateFormat}\n{options.DefaultCurrency}\n{host.Company.DefaultPolicy}\n{from:O}\n{host.Company.Place.TimeZone.Id}");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(settings));
        hash.AppendData(File.ReadAllBytes(file.FullName));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<Policy> SignAsync(LocalHost host, CancellationToken cancel)
    {
        var book = host.Get<PolicyBook>();
        var policy = book.Find(host.Company.DefaultPolicy)
            ?? throw new CommandException($"there is no policy '{host.Company.DefaultPolicy}'; there are {string.Join(", ", book.All.Select(known => known.Name))}");
        foreach (var person in policy.Signers.DefaultIfEmpty(Signer))
        {
            await host.Get<SignOff>().SignAsync(policy, person, cancel);
        }

        return policy;
    }

    private static async Task<int> EnterAccountsAsync(LocalHost host, LedgerHistory history, Policy policy, CancellationToken cancel)
    {
        var importer = host.Get<Importer>();
        var ledger = host.Get<ILedgerStore>();
        var known = await ledger.HeadsAsync(history.Accounts.Keys, cancel);
        var added = history.Accounts
            .Where(account => !known.ContainsKey(account.Key))
            .Select(account => importer.AccountOf(new AccountRow(account.Key, account.Key, account.Value, Policy: policy.Name)).Account!);
        await ledger.SaveAccountsAsync([.. added], host.Clock.GetUtcNow(), cancel);
        return await StandInContacts.AddAsync(history.Accounts.Keys, host.Get<IAccountStore>(), ledger, host.Clock.GetUtcNow(), cancel);
    }

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone) =>
        LocalClock.ToInstant(day, time, zone, GapRule.EndOfGap, OverlapRule.Earlier);
}
