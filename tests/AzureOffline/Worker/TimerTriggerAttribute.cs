using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A schedule starts the function.</summary>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>NCRONTAB of six fields, or %setting%.</summary>
    public string Schedule { get; private set; } = schedule;

    /// <summary>Whether the schedule survives restarts, and missed occurrences are made up for.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs whenever the host starts.</summary>
    public bool RunOnStartup { get; set; }
}

/// <summary>What the timer tells the function that it starts.</summary>
public class TimerInfo
{
    /// <summary>When it ran and will run; null if the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this occurrence is late.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>When a schedule ran and will run.</summary>
public class ScheduleStatus
{
    /// <summary>The last occurrence.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
