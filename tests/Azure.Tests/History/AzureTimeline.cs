using Collections.App.Clocks;
using Collections.Functions.Naming;
using Collections.Functions.Orchestrations;
using Collections.Functions.Scans;
using Collections.Functions.Tests.Durable;
using Collections.Functions.Waking;
using Collections.Local.Simulation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Collections.Functions.Tests.History;

/// <summary>The Azure host's time: its timers, its queues and its orchestrations, driven by a virtual clock.</summary>
internal sealed class AzureTimeline : ITimeline
{
    private const int MostRounds = 1000;

    private readonly VirtualClock _clock;
    private readonly Collector _agenda;
    private readonly ScanFunctions _scans;
    private readonly WakeFunctions _wakes;
    private readonly Sweeper _sweeper;
    private readonly BankWatch _bankWatch;
    private readonly MessageQueues _queues;

    public AzureTimeline(IServiceProvider services)
    {
        _clock = services.GetRequiredService<VirtualClock>();
        _agenda = services.GetRequiredService<Collector>();
        _scans = services.GetRequiredService<ScanFunctions>();
        _wakes = services.GetRequiredService<WakeFunctions>();
        _sweeper = services.GetRequiredService<Sweeper>();
        _bankWatch = services.GetRequiredService<BankWatch>();
        _queues = services.GetRequiredService<MessageQueues>();
        var activities = services.GetRequiredService<AccountActivities>();
        Runtime = new ReplayingRuntime(_clock) { ActivitiesAtOnce = 16 };
        Runtime.AddOrchestrator(Names.CollectAccount, async context =>
        {
            await CollectAccount.RunAsync(context);
            return null;
        });
        Runtime.AddActivity<string, Agenda>(Names.RunTurns, activities.RunTurnsAsync);
        Runtime.AddActivity<LetterOrder>(Names.SendLetter, activities.SendLetterAsync);
    }

    /// <summary>Durable Task.</summary>
    public ReplayingRuntime Runtime { get; }

    /// <inheritdoc/>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <inheritdoc/>
    public Task RecoverAsync(CancellationToken cancel) => RunDueAsync(cancel);

    /// <inheritdoc/>
    public async Task RunToAsync(DateTimeOffset to, CancellationToken cancel)
    {
        await RunDueAsync(cancel);

        // The virtual clock stands where the next thing is due, as the local host's does: the sweep and the timers come at that very moment.
        while (await _agenda.NextDueAsync(cancel) is { } next && next <= to)
        {
            _clock.MoveTo(next > Now ? next : Now);
            await RunDueAsync(cancel);
        }

        _clock.MoveTo(to);
        await RunDueAsync(cancel);
    }

    /// <inheritdoc/>
    public async Task RunDueAsync(CancellationToken cancel)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            await _bankWatch.LookAsync(cancel);
            await _scans.StartAsync(new TimerInfo(), cancel);
            await DeliverAsync(cancel);
            await Runtime.RunAsync(cancel);
            if (!await DeliverAsync(cancel) && await _sweeper.SweepAsync(Runtime.Client, TimeSpan.Zero, cancel) == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException($"work at {Now:O} does not end");
    }

    private async Task<bool> DeliverAsync(CancellationToken cancel)
    {
        var any = false;
        while (_queues.TryTake(out var message))
        {
            any = true;
            await (message.Queue == Names.ScanBatches
                ? _scans.RunAsync(message.Body, cancel)
                : _wakes.WakeAsync(message.Body, Runtime.Client, cancel));
        }

        return any;
    }
}
