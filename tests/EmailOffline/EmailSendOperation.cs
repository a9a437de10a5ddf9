#nullable disable // The package's signatures say nothing about null.

using Collections.EmailOffline;

namespace Azure.Communication.Email;

/// <summary>A message on its way. The status is asked for, it doesn't come by itself.</summary>
public class EmailSendOperation : Operation<EmailSendResult>
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(5);

    private readonly string _id;
    private readonly EmailClient _client;
    private Response _response;
    private EmailSendResult _result;
    private RequestFailedException _failure;

    protected EmailSendOperation()
    {
    }

    /// <summary>Takes an operation up again that was started before.</summary>
    public EmailSendOperation(string id, EmailClient client)
        : this(id, client, null)
    {
    }

    internal EmailSendOperation(string id, EmailClient client, Response response) => (_id, _client, _response) = (id, client, response);

    public override string Id => _id;

    public override bool HasCompleted => _result is not null || _failure is not null;

    public override bool HasValue => _result is not null;

    /// <exception cref="InvalidOperationException">The operation is still running.</exception>
    /// <exception cref="RequestFailedException">The operation failed.</exception>
    public override EmailSendResult Value => _failure is not null
        ? throw _failure
        : _result ?? throw new InvalidOperationException("The operation has not completed yet.");

    public override Response GetRawResponse() => _response;

    public override Response UpdateStatus(CancellationToken cancellationToken = default) =>
        UpdateStatusAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <summary>Asks the service once, unless the operation is known to have ended.</summary>
    /// <exception cref="RequestFailedException">The operation failed or was canceled, or the service didn't answer.</exception>
    public override async ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default)
    {
        if (HasCompleted)
        {
            return _failure is null ? _response : throw _failure;
        }

        (var status, _response) = await _client.Rest.GetStatusAsync(Id, cancellationToken);
        if (status == EmailSendStatus.Succeeded)
        {
            _result = new EmailSendResult(status);
        }
        else if (status == EmailSendStatus.Failed || status == EmailSendStatus.Canceled)
        {
            _failure = EmailRest.Failure(_response);
            throw _failure;
        }

        return _response;
    }

    public override ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(CancellationToken cancellationToken = default) =>
        WaitForCompletionAsync(PollingInterval, cancellationToken);

    public override async ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(TimeSpan pollingInterval, CancellationToken cancellationToken)
    {
        while (true)
        {
            var response = await UpdateStatusAsync(cancellationToken);
            if (HasCompleted)
            {
                return Response.FromValue(Value, response);
            }

            await Task.Delay(pollingInterval, cancellationToken);
        }
    }
}
