using System.ComponentModel;

namespace Microsoft.DurableTask;

/// <summary>Says whether to try again.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>Says whether to try again; may wait by durable timers.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

/// <summary>The failure that a retry handler judges.</summary>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);

/// <summary>A policy or a handler.</summary>
public sealed class TaskRetryOptions
{
    /// <summary>By a policy.</summary>
    public TaskRetryOptions(RetryPolicy policy) => Policy = policy ?? throw new ArgumentNullException(nameof(policy));

    /// <summary>By a handler.</summary>
    public TaskRetryOptions(AsyncRetryHandler handler) => Handler = handler ?? throw new ArgumentNullException(nameof(handler));

    /// <summary>The policy, if there is one.</summary>
    public RetryPolicy? Policy { get; }

    /// <summary>The handler, if there is one.</summary>
    public AsyncRetryHandler? Handler { get; }

    /// <summary>By a policy.</summary>
    public static implicit operator TaskRetryOptions(RetryPolicy policy) => FromRetryPolicy(policy);

    /// <summary>By a handler.</summary>
    public static implicit operator TaskRetryOptions(AsyncRetryHandler handler) => FromRetryHandler(handler);

    /// <summary>By a handler.</summary>
    public static implicit operator TaskRetryOptions(RetryHandler handler) => FromRetryHandler(handler);

    /// <summary>By a policy.</summary>
    public static TaskRetryOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>By a handler.</summary>
    public static TaskRetryOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>By a handler.</summary>
    public static TaskRetryOptions FromRetryHandler(RetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return FromRetryHandler(context => Task.FromResult(handler(context)));
    }
}

/// <summary>How often and after which pauses a failed task is tried again.</summary>
public class RetryPolicy
{
    /// <summary>Checks as upstream does: at least one attempt, pauses above zero that do not shrink, limits not below the first pause.</summary>
    public RetryPolicy(
        int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
    {
        Require(maxNumberOfAttempts > 0, nameof(maxNumberOfAttempts), maxNumberOfAttempts, "greater than zero");
        Require(firstRetryInterval > TimeSpan.Zero, nameof(firstRetryInterval), firstRetryInterval, "greater than zero");
        Require(backoffCoefficient >= 1.0, nameof(backoffCoefficient), backoffCoefficient, "at least 1.0");
        RequireLimit(maxRetryInterval, nameof(maxRetryInterval), firstRetryInterval);
        RequireLimit(retryTimeout, nameof(retryTimeout), firstRetryInterval);
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>The first attempt counts too.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The pause before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>By what each further pause grows.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest pause; one hour by default.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>After this long there is no further attempt; by default there is no such limit.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Judges Durable Task Core's own exception; <see cref="HandleFailure"/> is the one to set.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Func<Exception, bool> Handle { get; private init; } = _ => true;

    /// <summary>Says which failures are tried again; all are by default.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handle = exception => value(
            TaskFailureDetails.FromCore((exception as global::DurableTask.Core.Exceptions.TaskFailedException)?.FailureDetails)
            ?? throw new InvalidOperationException($"A retry policy judges a TaskFailedException with details, not {exception}."));
    }

    private static void RequireLimit(TimeSpan? limit, string name, TimeSpan first) =>
        Require(limit is null || limit >= first || limit == Timeout.InfiniteTimeSpan, name, limit, "at least firstRetryInterval");

    private static void Require(bool holds, string name, object? value, string what)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"The value for {name} must be {what}.");
        }
    }
}
