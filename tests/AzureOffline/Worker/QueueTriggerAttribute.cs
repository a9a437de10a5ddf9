using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A message of a Storage queue starts the function.</summary>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>The queue, or %setting%.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting, or the prefix of the settings, that names the account; null is AzureWebJobsStorage.</summary>
    public string? Connection { get; set; }
}
