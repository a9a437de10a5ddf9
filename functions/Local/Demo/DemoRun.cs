using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Calendars;
using Collections.Local.Hosting;
using Collections.Local.Simulation;

namespace Collections.Local.Demo;

/// <summary>Months of collecting at the sample company, in seconds.</summary>
internal static class DemoRun
{
    /// <summary>The seed of everything: the demo is the same at every start.</summary>
    private const int Seed = 20210803;

    private static readonly (int Least, int Most) Buys = (1, 3);

    private static readonly DateOnly To = new(2021, 10, 5);
    private static readonly TimeOnly Now = new(7, 0);

    /// <summary>The first day.</summary>
    public static DateOnly From { get; } = new(2021, 2, 1);

    /// <summary>The days that pass.</summary>
    public static int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Opens a folder of the demo.</summary>
    public static Task<LocalHost> OpenAsync(DataFolder data, CancellationToken cancel) =>
        LocalHost.OpenAsync(new LocalHostOptions(data) { IsSimulation = true, StartAt = zone => At(From, TimeOnly.MinValue, zone) }, cancel);

    /// <summary>Lets the months pass, up to the morning of Tuesday 5 October 2021.</summary>
    public static Task RunAsync(LocalHost host, IProgress<DateOnly>? progress, CancellationToken cancel) => RunAsync(
        host.Services, new CollectorTimeline(host.Get<Collector>(), host.VirtualClock!), DemoCompany.CustomerCount, Buys, From, To, progress, cancel);

    /// <summary>Lets days pass at a company with the sample company's kinds of customers, whoever does its collecting.</summary>
    /// <param name="services">The app.</param>
    /// <param name="time">What does its collecting.</param>
    /// <param name="customerCount">How many customers it has, branches left out.</param>
    /// <param name="buys">How often a customer buys in a month: at least, at most.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day; it ends in its morning.</param>
    /// <param name="progress">Told of every day that is over.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task RunAsync(
        IServiceProvider services, ITimeline time, int customerCount, (int Least, int Most) buys, DateOnly from, DateOnly to, IProgress<DateOnly>? progress,
        CancellationToken cancel)
    {
        var random = new Random(Seed);
        var customers = DemoCompany.Customers(random, customerCount);
        var world = new DemoWorld(services, customers, new DemoBooks(customers, random, from, to, buys));
        await world.OpenAsync(cancel);
        foreach (var policy in services.GetRequiredService<PolicyBook>().All)
        {
            foreach (var person in policy.Signers.DefaultIfEmpty(DemoClerks.Manager.Name))
            {
                await services.GetRequiredService<SignOff>().SignAsync(policy, person, cancel);
            }
        }

        var company = services.GetRequiredService<CompanySettings>();
        var clerks = new SimulatedClerks(
            services.GetRequiredService<IWorklist>(), services.GetRequiredService<BankWatch>(), services.GetRequiredService<TurnRunner>(), services.GetRequiredService<TimeProvider>());
        await new DayByDay(time, services.GetRequiredService<ICompanyValues>(), clerks, company).RunAsync(world, from, At(to, Now, company.Place.TimeZone), progress, cancel);
    }

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone) =>
        LocalClock.ToInstant(day, time, zone, GapRule.EndOfGap, OverlapRule.Earlier);
}
