#nullable disable // The package's signatures say nothing about null.

using System.Globalization;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables
{
    /// <summary>What every entity has: its two keys, its version and when it was written.</summary>
    public interface ITableEntity
    {
        string PartitionKey { get; set; }

        string RowKey { get; set; }

        DateTimeOffset? Timestamp { get; set; }

        ETag ETag { get; set; }
    }

    public enum TableUpdateMode
    {
        Merge = 0,
        Replace = 1,
    }

    public enum TableTransactionActionType
    {
        Add = 0,
        UpdateMerge = 1,
        UpdateReplace = 2,
        Delete = 3,
        UpsertMerge = 4,
        UpsertReplace = 5,
    }

    /// <summary>One operation of a transaction; a default <paramref name="etag"/> means any version.</summary>
    public class TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
            : this(actionType, entity, default)
        {
        }

        public TableTransactionActionType ActionType { get; } = actionType;

        public ITableEntity Entity { get; } = entity;

        public ETag ETag { get; } = etag;
    }

    /// <summary>A transaction of which one operation failed; none of them took effect.</summary>
    public class TableTransactionFailedException : RequestFailedException
    {
        internal const string IndexKey = "FailedEntity";

        public TableTransactionFailedException(RequestFailedException requestFailedException)
            : base(requestFailedException.Status, requestFailedException.Message, requestFailedException.ErrorCode, requestFailedException.InnerException)
        {
            if (requestFailedException.Data[IndexKey] is string text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                FailedTransactionActionIndex = index;
            }
        }

        /// <summary>Which of the submitted actions failed, from 0; null where the service doesn't say.</summary>
        public int? FailedTransactionActionIndex { get; internal set; }
    }

    public class TableClientOptions(TableClientOptions.ServiceVersion serviceVersion = TableClientOptions.ServiceVersion.V2020_12_06) : ClientOptions
    {
        public enum ServiceVersion
        {
            V2019_02_02 = 1,
            V2020_12_06 = 2,
        }

        internal string Version { get; } = serviceVersion == ServiceVersion.V2019_02_02 ? "2019-02-02" : "2020-12-06";
    }
}

namespace Azure.Data.Tables.Models
{
    public class TableItem(string name)
    {
        public string Name { get; } = name;
    }

    /// <summary>The table service's error codes, those of which an application decides something.</summary>
    public readonly struct TableErrorCode(string value) : IEquatable<TableErrorCode>
    {
        private readonly string _value = value;

        public static TableErrorCode EntityAlreadyExists { get; } = new("EntityAlreadyExists");

        public static TableErrorCode EntityNotFound { get; } = new("EntityNotFound");

        public static TableErrorCode EntityTooLarge { get; } = new("EntityTooLarge");

        public static TableErrorCode InvalidDuplicateRow { get; } = new("InvalidDuplicateRow");

        public static TableErrorCode InvalidInput { get; } = new("InvalidInput");

        public static TableErrorCode OperationTimedOut { get; } = new("OperationTimedOut");

        public static TableErrorCode OutOfRangeInput { get; } = new("OutOfRangeInput");

        public static TableErrorCode PropertyValueTooLarge { get; } = new("PropertyValueTooLarge");

        public static TableErrorCode ResourceNotFound { get; } = new("ResourceNotFound");

        public static TableErrorCode TableAlreadyExists { get; } = new("TableAlreadyExists");

        public static TableErrorCode TableBeingDeleted { get; } = new("TableBeingDeleted");

        public static TableErrorCode TableNotFound { get; } = new("TableNotFound");

        public static TableErrorCode UpdateConditionNotSatisfied { get; } = new("UpdateConditionNotSatisfied");

        public static implicit operator TableErrorCode(string value) => new(value);

        public static bool operator ==(TableErrorCode left, TableErrorCode right) => left.Equals(right);

        public static bool operator !=(TableErrorCode left, TableErrorCode right) => !left.Equals(right);

        public bool Equals(TableErrorCode other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

        public override bool Equals(object obj) => obj is TableErrorCode other && Equals(other);

        public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

        public override string ToString() => _value;
    }
}
