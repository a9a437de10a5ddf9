using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Durable Functions runs this function as an orchestrator.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[DebuggerDisplay("{Orchestration}")]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestration's name; null is the function's.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>Durable Functions runs this function as an activity.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[DebuggerDisplay("{Activity}")]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; null is the function's.</summary>
    public string? Activity { get; set; }
}

/// <summary>Brings in the client that starts and asks orchestrations.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; null is host.json's.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting that names the storage account; null is host.json's.</summary>
    public string? ConnectionName { get; set; }
}
