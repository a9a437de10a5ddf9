namespace Collections.Functions.Tests.Durable;

/// <summary>An orchestrator does something else when it is replayed than it did before, or waits for what a replay cannot give back.</summary>
internal sealed class NonDeterminismException(string instanceId, string difference)
    : Exception($"Orchestration '{instanceId}' is not deterministic: {difference}");
