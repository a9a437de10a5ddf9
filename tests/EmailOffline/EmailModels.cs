#nullable disable // The package's signatures say nothing about null.

using Azure.Core;

namespace Azure.Communication.Email;

public readonly struct EmailAddress(string address, string displayName)
{
    public EmailAddress(string address)
        : this(address, null)
    {
    }

    public string Address { get; } = address;

    public string DisplayName { get; } = displayName;
}

public class EmailContent(string subject)
{
    public string Subject { get; } = subject;

    public string PlainText { get; set; }

    public string Html { get; set; }
}

public class EmailRecipients(IEnumerable<EmailAddress> to = null, IEnumerable<EmailAddress> cc = null, IEnumerable<EmailAddress> bcc = null)
{
    public EmailRecipients(IEnumerable<EmailAddress> to)
        : this(to, null, null)
    {
    }

    public IList<EmailAddress> To { get; } = [.. to ?? []];

    public IList<EmailAddress> CC { get; } = [.. cc ?? []];

    public IList<EmailAddress> BCC { get; } = [.. bcc ?? []];
}

public class EmailAttachment(string name, string contentType, BinaryData content)
{
    public string Name { get; } = name;

    public string ContentType { get; } = contentType;

    public BinaryData Content { get; } = content;

    public string ContentId { get; set; }
}

public class EmailMessage(string senderAddress, EmailRecipients recipients, EmailContent content)
{
    public EmailMessage(string senderAddress, string recipientAddress, EmailContent content)
        : this(senderAddress, new EmailRecipients([new EmailAddress(recipientAddress)]), content)
    {
    }

    public string SenderAddress { get; } = senderAddress;

    public EmailRecipients Recipients { get; } = recipients;

    public EmailContent Content { get; } = content;

    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    public IList<EmailAddress> ReplyTo { get; } = [];

    public IList<EmailAttachment> Attachments { get; } = [];

    public bool? UserEngagementTrackingDisabled { get; set; }
}

public class EmailSendResult
{
    internal EmailSendResult(EmailSendStatus status) => Status = status;

    public EmailSendStatus Status { get; }
}

public readonly struct EmailSendStatus(string value) : IEquatable<EmailSendStatus>
{
    private readonly string _value = value;

    public static EmailSendStatus NotStarted { get; } = new("NotStarted");

    public static EmailSendStatus Running { get; } = new("Running");

    public static EmailSendStatus Succeeded { get; } = new("Succeeded");

    public static EmailSendStatus Failed { get; } = new("Failed");

    public static EmailSendStatus Canceled { get; } = new("Canceled");

    public static implicit operator EmailSendStatus(string value) => new(value);

    public static bool operator ==(EmailSendStatus left, EmailSendStatus right) => left.Equals(right);

    public static bool operator !=(EmailSendStatus left, EmailSendStatus right) => !left.Equals(right);

    public bool Equals(EmailSendStatus other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object obj) => obj is EmailSendStatus other && Equals(other);

    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    public override string ToString() => _value;
}

public static class EmailModelFactory
{
    /// <summary>A result as the service would give it, for tests that stand in for the client.</summary>
    public static EmailSendResult EmailSendResult(string id = null, EmailSendStatus status = default) => new(status);
}

public class EmailClientOptions : ClientOptions
{
    public enum ServiceVersion
    {
        V2021_10_01_Preview = 1,
        V2023_01_15_Preview = 2,
        V2023_03_31 = 3,
        V2024_07_01_Preview = 4,
        V2025_09_01 = 5,
    }

    public EmailClientOptions(ServiceVersion version = ServiceVersion.V2025_09_01) => Version = version switch
    {
        ServiceVersion.V2021_10_01_Preview => "2021-10-01-preview",
        ServiceVersion.V2023_01_15_Preview => "2023-01-15-preview",
        ServiceVersion.V2023_03_31 => "2023-03-31",
        ServiceVersion.V2024_07_01_Preview => "2024-07-01-preview",
        ServiceVersion.V2025_09_01 => "2025-09-01",
        _ => throw new NotSupportedException($"No version {version} of the email service is known."),
    };

    internal string Version { get; }
}
