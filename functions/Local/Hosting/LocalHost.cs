using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Sending.Eml;
using Collections.App.Start;
using Collections.Local.Letters;
using Collections.Local.Sqlite;

namespace Collections.Local.Hosting;

/// <summary>Puts the app together over one data folder; every command begins here.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly SqliteStore _store;
    private readonly Regions _regions;
    private readonly PolicyBook _policies;
    private readonly LetterTemplates _templates;
    private readonly ILetterSender _sender;
    private ServiceProvider? _services;

    private LocalHost(
        DataFolder data, HostSettings settings, CompanySettings company, SqliteStore store, Regions regions, PolicyBook policies, LetterTemplates templates,
        ILetterSender sender, TimeProvider clock)
    {
        (Data, Settings, Company, _store, _regions, _policies) = (data, settings, company, store, regions, policies);
        (_templates, _sender, Clock) = (templates, sender, clock);
    }

    public DataFolder Data { get; }

    public HostSettings Settings { get; }

    public CompanySettings Company { get; }

    public TimeProvider Clock { get; }

    /// <summary>The clock if it is a virtual one, else null.</summary>
    public VirtualClock? VirtualClock => Clock as VirtualClock;

    /// <summary>Opens a data folder, and makes it where it isn't there yet.</summary>
    /// <exception cref="CommandException">It can't be opened, or a setting is not right.</exception>
    public static async Task<LocalHost> OpenAsync(LocalHostOptions options, CancellationToken cancel)
    {
        var data = options.Data;
        data.Create();
        var settings = options.Settings ?? data.LoadSettings();
        var regions = Regions.Load(data.Regions);
        var company = settings.Company(regions);
        company = options.Company?.Invoke(company) ?? company;
        var policies = PolicyBook.Load(data.Policies, regions, company.DefaultPolicy);
        var store = await OpenStoreAsync(data, regions, options.IsSimulation, cancel);
        try
        {
            await KeptPolicies.RestoreAsync(store, policies, cancel);
            var clock = await ClockAsync(store, options.StartAt?.Invoke(company.Place.TimeZone), cancel);
            var sender = options.Sender ?? SenderOf(settings, company, data, clock);
            return new LocalHost(data, settings, company, store, regions, policies, new LetterTemplates(data.Templates), sender, clock);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says that a command changes the company, which it can't while that moves.</summary>
    /// <exception cref="CommandException">The company is paused.</exception>
    public async Task MustNotBePausedAsync(CancellationToken cancel)
    {
        if (await CompanyPause.ReadAsync(_store, cancel) is { } paused)
        {
            throw new CommandException($"{Data.Path}: {paused.Why}");
        }
    }

    /// <summary>Adds the app to a host's services.</summary>
    public IServiceCollection AddTo(IServiceCollection services)
    {
        if (VirtualClock is { } clock)
        {
            services.AddSingleton(clock);
        }

        return services
            .AddStore(_store)
            .AddSingleton(_sender)
            .AddSingleton(Clock)
            .AddCollections(Company, _regions, _policies, _templates);
    }

    /// <summary>A part of the app, for a command that needs no web server.</summary>
    public T Get<T>()
        where T : notnull =>
        Services.GetRequiredService<T>();

    /// <summary>All parts of the app.</summary>
    public IServiceProvider Services => _services ??= AddTo(new ServiceCollection()).BuildServiceProvider();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    private static async Task<SqliteStore> OpenStoreAsync(DataFolder data, Regions regions, bool isSimulation, CancellationToken cancel)
    {
        try
        {
            return await SqliteStore.OpenAsync(data.Database, regions, isSimulation, cancel);
        }
        catch (InvalidOperationException e)
        {
            throw new CommandException($"{data.Database}: {e.Message}");
        }
    }

    // Data that have lived on a virtual clock stay on it: on the real one, years of work would fall due at once, and letters would go.
    private static async Task<TimeProvider> ClockAsync(SqliteStore store, DateTimeOffset? startAt, CancellationToken cancel)
    {
        if (await KeptClock.ReadAsync(store, cancel) is { } kept)
        {
            return new VirtualClock(kept);
        }

        if (startAt is not { } start)
        {
            return TimeProvider.System;
        }

        if ((await store.TotalsAsync(cancel)).Cases > 0)
        {
            throw new CommandException("this company's data live on the real clock; a virtual one needs data of its own, in another folder (--data)");
        }

        await KeptClock.KeepAsync(store, start, cancel);
        return new VirtualClock(start);
    }

    // On a virtual clock no letter leaves the machine: its days are not those of the people who would get it.
    private static ILetterSender SenderOf(HostSettings settings, CompanySettings company, DataFolder data, TimeProvider clock)
    {
        if (settings.Smtp is null || clock is VirtualClock)
        {
            return new EmlFolderSender(data.Outbox);
        }

        if (company.Seller.Name == HostSettings.NoName || settings.File.Company.From is null)
        {
            throw new CommandException($"letters can't go to a mail server before {SettingsFile.Name} says who writes them: company.name and company.from");
        }

        try
        {
            return LetterSenders.For(settings.Smtp, data.Path);
        }
        catch (FormatException e)
        {
            throw new CommandException($"COLLECTIONS_SMTP: {e.Message}");
        }
    }
}
