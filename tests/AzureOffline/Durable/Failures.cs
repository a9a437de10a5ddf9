using System.Diagnostics.CodeAnalysis;
using CoreDetails = DurableTask.Core.FailureDetails;

namespace Microsoft.DurableTask;

/// <summary>What an awaited activity or sub-orchestration throws when it has failed for good.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>Failed by an exception.</summary>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(MessageFor(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    /// <summary>Failed with details.</summary>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(MessageFor(taskName, taskId, failureDetails?.ErrorMessage))
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails!;
    }

    /// <summary>The activity or sub-orchestration.</summary>
    public string TaskName { get; }

    /// <summary>Its number in the history.</summary>
    public int TaskId { get; }

    /// <summary>What went wrong.</summary>
    public TaskFailureDetails FailureDetails { get; }

    private static string MessageFor(string name, int id, string? reason) =>
        $"Task '{name}' (#{id}) failed with an unhandled exception{(reason is null ? "." : ": " + reason)}";
}

/// <summary>An exception as the history keeps it.</summary>
public record TaskFailureDetails(
    string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    /// <summary>Of an exception and those inside it.</summary>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return FromCore((exception as global::DurableTask.Core.Exceptions.OrchestrationException)?.FailureDetails) ?? new(
            exception.GetType().ToString(), exception.Message, exception.StackTrace, exception.InnerException is { } inner ? FromException(inner) : null, null);
    }

    /// <summary>Whether the failure was an exception of this type or one derived from it.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure was an exception of this type or one derived from it.</summary>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        var type = Type.GetType(ErrorType, throwOnError: false) ?? targetBaseExceptionType.Assembly.GetType(ErrorType, throwOnError: false)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(ErrorType, throwOnError: false)).FirstOrDefault(t => t is not null);
        return type is not null && targetBaseExceptionType.IsAssignableFrom(type);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    [return: NotNullIfNotNull(nameof(details))]
    internal static TaskFailureDetails? FromCore(CoreDetails? details) => details is null
        ? null
        : new(details.ErrorType, details.ErrorMessage, details.StackTrace, FromCore(details.InnerFailure), details.Properties);
}
