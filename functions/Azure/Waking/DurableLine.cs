using Microsoft.DurableTask.Client;

namespace Collections.Functions.Waking;

/// <summary>
/// The line to Durable Task. The worker hands its client to functions alone, as a binding; a function that has it lays it down here for whoever wakes an account
/// in the middle of a request. The client serves the whole process.
/// </summary>
public sealed class DurableLine
{
    private volatile DurableTaskClient? _client;

    /// <summary>The client, or null before any function had it.</summary>
    public DurableTaskClient? Client
    {
        get => _client;
        set => _client = value;
    }
}
