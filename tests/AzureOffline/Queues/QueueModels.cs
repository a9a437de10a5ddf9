#nullable disable // The package's signatures say nothing about null.

using Azure.Core;

namespace Azure.Storage.Queues
{
    /// <summary>How a message's text is sent: as it is, or in Base64 as the Functions trigger expects it by default.</summary>
    public enum QueueMessageEncoding
    {
        None = 0,
        Base64 = 1,
    }

    public class QueueClientOptions : ClientOptions
    {
        internal const string Version = "2021-12-02";

        public QueueMessageEncoding MessageEncoding { get; set; }
    }
}

namespace Azure.Storage.Queues.Models
{
    public class SendReceipt
    {
        internal SendReceipt()
        {
        }

        public string MessageId { get; internal init; }

        public DateTimeOffset InsertionTime { get; internal init; }

        public DateTimeOffset ExpirationTime { get; internal init; }

        public string PopReceipt { get; internal init; }

        public DateTimeOffset TimeNextVisible { get; internal init; }
    }

    /// <summary>A message taken: hidden from others until <see cref="NextVisibleOn"/>, deleted by its <see cref="PopReceipt"/>.</summary>
    public class QueueMessage
    {
        internal QueueMessage()
        {
        }

        public string MessageId { get; internal init; }

        public string PopReceipt { get; internal init; }

        public string MessageText => Body?.ToString();

        public BinaryData Body { get; internal init; }

        public DateTimeOffset? NextVisibleOn { get; internal init; }

        public DateTimeOffset? InsertedOn { get; internal init; }

        public DateTimeOffset? ExpiresOn { get; internal init; }

        public long DequeueCount { get; internal init; }
    }

    /// <summary>A message looked at, not taken.</summary>
    public class PeekedMessage
    {
        internal PeekedMessage()
        {
        }

        public string MessageId { get; internal init; }

        public string MessageText => Body?.ToString();

        public BinaryData Body { get; internal init; }

        public DateTimeOffset? InsertedOn { get; internal init; }

        public DateTimeOffset? ExpiresOn { get; internal init; }

        public long DequeueCount { get; internal init; }
    }

    public class QueueProperties
    {
        public int ApproximateMessagesCount { get; internal init; }

        public IDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    }

    public class QueueItem
    {
        internal QueueItem()
        {
        }

        public string Name { get; internal init; }
    }

    /// <summary>The queue service's error codes, those of which an application decides something.</summary>
    public readonly struct QueueErrorCode(string value) : IEquatable<QueueErrorCode>
    {
        private readonly string _value = value;

        public static QueueErrorCode MessageNotFound { get; } = new("MessageNotFound");

        public static QueueErrorCode MessageTooLarge { get; } = new("MessageTooLarge");

        public static QueueErrorCode PopReceiptMismatch { get; } = new("PopReceiptMismatch");

        public static QueueErrorCode QueueAlreadyExists { get; } = new("QueueAlreadyExists");

        public static QueueErrorCode QueueBeingDeleted { get; } = new("QueueBeingDeleted");

        public static QueueErrorCode QueueNotFound { get; } = new("QueueNotFound");

        public static QueueErrorCode RequestBodyTooLarge { get; } = new("RequestBodyTooLarge");

        public static implicit operator QueueErrorCode(string value) => new(value);

        public static bool operator ==(QueueErrorCode left, QueueErrorCode right) => left.Equals(right);

        public static bool operator !=(QueueErrorCode left, QueueErrorCode right) => !left.Equals(right);

        public static bool operator ==(QueueErrorCode code, string value) => code.Equals(new QueueErrorCode(value));

        public static bool operator !=(QueueErrorCode code, string value) => !(code == value);

        public static bool operator ==(string value, QueueErrorCode code) => code == value;

        public static bool operator !=(string value, QueueErrorCode code) => !(code == value);

        public bool Equals(QueueErrorCode other) => string.Equals(_value, other._value, StringComparison.Ordinal);

        public override bool Equals(object obj) => obj is QueueErrorCode other && Equals(other);

        public override int GetHashCode() => _value is null ? 0 : StringComparer.Ordinal.GetHashCode(_value);

        public override string ToString() => _value;
    }
}
