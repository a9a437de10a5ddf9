using Collections.App.Clocks;
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

    private static readonly DateOnly To = new(2021, 10, 5);
    private static readonly TimeOnly Now = new(7, 0);

    /// <summary>The first day.</summary>
    public static DateOnly From { get; } = new(2021, 2, 1);

    /// <summary>The days that pass.</summary>
    public static int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Opens a folder of the demo.</summary>
    public static Task<LocalHost> OpenAsync(DataFolder data, CancellationToken cancel) =>
        LocalHost.OpenAsync(new LocalHostOptions(data) { StartAt = zone => At(From, TimeOnly.MinValue, zone) }, cancel);

    /// <summary>Lets the months pass, up to the morning of Tuesday 5 October 2021.</summary>
    public static async Task RunAsync(LocalHost host, IProgress<DateOnly>? progress, CancellationToken cancel)
    {
        var random = new Random(Seed);
        var customers = DemoCompany.Customers(random);
        var world = new DemoWorld(host, customers, new DemoBooks(customers, random, From, To));
        await world.OpenAsync(cancel);
        foreach (var policy in host.Get<PolicyBook>().All)
        {
            foreach (var person in policy.Signers.DefaultIfEmpty(DemoClerks.Manager.Name))
            {
                await host.Get<SignOff>().SignAsync(policy, person, cancel);
            }
        }

        var collector = host.Get<Collector>();
        var desk = host.Get<IDeskStore>();
        var clock = host.VirtualClock!;
        var days = new DayByDay(collector, desk, new SimulatedClerks(desk, host.Get<TurnRunner>(), collector, clock), host.Company, clock);
        await days.RunAsync(world, From, At(To, Now, host.Company.Place.TimeZone), progress, cancel);
    }

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone) =>
        LocalClock.ToInstant(day, time, zone, GapRule.EndOfGap, OverlapRule.Earlier);
}
