namespace DurableTask.Core
{
    /// <summary>An exception as Durable Task Core keeps it.</summary>
    public class FailureDetails(
        string errorType, string errorMessage, string? stackTrace, FailureDetails? innerFailure, bool isNonRetriable, IDictionary<string, object?>? properties = null)
    {
        /// <summary>The exception's type.</summary>
        public string ErrorType { get; } = errorType;

        /// <summary>Its message.</summary>
        public string ErrorMessage { get; } = errorMessage;

        /// <summary>Where it was thrown.</summary>
        public string? StackTrace { get; } = stackTrace;

        /// <summary>The exception inside it.</summary>
        public FailureDetails? InnerFailure { get; } = innerFailure;

        /// <summary>Whether no policy tries it again, as with an activity that does not exist.</summary>
        public bool IsNonRetriable { get; } = isNonRetriable;

        /// <summary>What the app added.</summary>
        public IDictionary<string, object?>? Properties { get; } = properties;
    }
}

namespace DurableTask.Core.Exceptions
{
    /// <summary>A failure inside an orchestration.</summary>
    public class OrchestrationException : Exception
    {
        /// <summary>Without details.</summary>
        public OrchestrationException(string message)
            : base(message)
        {
        }

        /// <summary>What went wrong.</summary>
        public FailureDetails? FailureDetails { get; set; }
    }

    /// <summary>An activity failed.</summary>
    public class TaskFailedException(string reason) : OrchestrationException(reason)
    {
        /// <summary>The task's number in the history.</summary>
        public int ScheduleId { get; set; }

        /// <summary>The activity.</summary>
        public string? Name { get; set; }
    }

    /// <summary>An instance of the same id is there and may not be replaced.</summary>
    public class OrchestrationAlreadyExistsException : InvalidOperationException
    {
        /// <summary>With a message.</summary>
        public OrchestrationAlreadyExistsException(string message)
            : base(message)
        {
        }
    }
}
