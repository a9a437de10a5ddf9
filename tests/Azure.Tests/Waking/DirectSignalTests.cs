using Collections.Functions.Naming;
using Collections.Functions.Orchestrations;
using Collections.Functions.Tests.Orchestrations;
using Collections.Functions.Waking;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Collections.Functions.Tests.Waking;

/// <summary>Accounts are woken in the request that changed them; the queue is for all that doesn't go that way.</summary>
public sealed class DirectSignalTests
{
    private readonly FakeTimeProvider _clock = new(AzureHouse.At("2021-08-03 09:00"));
    private readonly RecordingMessages _messages = new();
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly DurableLine _line = new();
    private readonly List<string?> _started = [];

    public DirectSignalTests()
    {
        _line.Client = _client.Object;
        _client
            .Setup(client => client.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Callback((TaskName _, object? input, StartOrchestrationOptions? _, CancellationToken _) => _started.Add(((CollectInput)input!).Account))
            .ReturnsAsync("");
    }

    [Fact]
    public async Task FewAccounts_AreWokenWithoutTheQueue()
    {
        await SignalAsync("A1", "A2");

        Assert.Equal(["A1", "A2"], _started.Order(StringComparer.Ordinal));
        Assert.Empty(_messages.All);
    }

    [Fact]
    public async Task ManyAccounts_GoByTheQueue()
    {
        await SignalAsync([.. Enumerable.Range(0, DirectSignal.Most + 1).Select(i => $"A{i}")]);

        Assert.Empty(_started);
        Assert.Equal(Names.AccountWakes, Assert.Single(_messages.All).Queue);
    }

    [Fact]
    public async Task NoAccount_AsksForASweepByTheQueue()
    {
        await SignalAsync();

        Assert.Equal(AccountCodes.Any, Assert.Single(_messages.All).Body);
    }

    [Fact]
    public async Task WithoutAClient_GoesByTheQueue()
    {
        _line.Client = null;

        await SignalAsync("A1");

        Assert.Equal("""["A1"]""", Assert.Single(_messages.All).Body);
    }

    [Fact]
    public async Task DurableTaskThatFails_LeavesItToTheQueue()
    {
        _client.Setup(client => client.GetInstanceAsync("A1", false, It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("the host is gone"));

        await SignalAsync("A1");

        Assert.Equal("""["A1"]""", Assert.Single(_messages.All).Body);
    }

    [Fact]
    public async Task DurableTaskThatHangs_KeepsNobodyWaiting()
    {
        var asked = new TaskCompletionSource();
        _client.Setup(client => client.GetInstanceAsync("A1", false, It.IsAny<CancellationToken>())).Returns(async (string _, bool _, CancellationToken cancel) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return null;
        });

        var signal = SignalAsync("A1");
        await asked.Task;
        _clock.Advance(DirectSignal.Longest);
        await signal;

        Assert.Equal("""["A1"]""", Assert.Single(_messages.All).Body);
    }

    private Task SignalAsync(params string[] accounts) =>
        new DirectSignal(
            _line, new CaseWaker(NullLogger<CaseWaker>.Instance), new QueueSignal(_messages, _clock, NullLogger<QueueSignal>.Instance), _clock, NullLogger<DirectSignal>.Instance)
        .SignalAsync(accounts, default);
}
