#nullable disable // The package's signatures say nothing about null.

using Azure.Core;
using Azure.Core.Pipeline;
using Collections.EmailOffline;

namespace Azure.Communication.Email;

/// <summary>Sends email through an Azure Communication Services resource.</summary>
public class EmailClient
{
    protected EmailClient()
    {
    }

    public EmailClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public EmailClient(string connectionString, EmailClientOptions options) => Rest = EmailRest.Connect(connectionString, options ?? new());

    public EmailClient(Uri endpoint, TokenCredential credential, EmailClientOptions options = null) =>
        Rest = EmailRest.Connect(endpoint, credential, options ?? new());

    internal EmailRest Rest { get; }

    /// <summary>Hands a message to the service; with <see cref="WaitUntil.Completed"/> it also waits until the service is done with it.</summary>
    public virtual Task<EmailSendOperation> SendAsync(WaitUntil wait, EmailMessage message, CancellationToken cancellationToken = default) =>
        SendAsync(wait, message, Guid.NewGuid(), cancellationToken);

    /// <summary>The same with an id of the caller's, by which the operation can be found again.</summary>
    public virtual async Task<EmailSendOperation> SendAsync(
        WaitUntil wait, EmailMessage message, Guid operationId, CancellationToken cancellationToken = default)
    {
        EmailRest.Check(message);
        var (id, response) = await Rest.SendAsync(message, operationId, cancellationToken);
        var operation = new EmailSendOperation(id, this, response);
        if (wait == WaitUntil.Completed)
        {
            await operation.WaitForCompletionAsync(cancellationToken);
        }

        return operation;
    }
}
