using System.Globalization;
using Azure;
using Azure.Communication.Email;
using Azure.Identity;
using Collections.App.Letters;
using Collections.App.Sending;
using Collections.App.Sending.Eml;
using Collections.Functions.Logging;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Letters;

/// <summary>Hands letters to Azure Communication Services, each as the operation of its letter's id, by which it can be looked up.</summary>
/// <remarks>
/// It asks once. What a service that is asked twice for one operation does is nowhere promised, and customers of it have got letters twice that way; so the
/// client's own retries are off (<see cref="Options"/>), and a letter whose hand-over was cut off is looked up, when nobody can be handing it over any more.
/// </remarks>
public sealed class CommunicationSender(EmailClient client, DeliveryBook book, TableBudget budget, TimeProvider clock, ILogger<CommunicationSender> log) : ILetterSender
{
    /// <summary>A hand-over is given up after this. It is well below <see cref="LetterUnderWayException.Longest"/>, after which it is looked up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // How long to leave a service alone that says it is busy, and not for how long.
    private static readonly TimeSpan Busy = TimeSpan.FromMinutes(1);

    // Its limits are by the hour: whoever asks for more is asked again by then, lest a slip of a digit stop all letters for years.
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    /// <summary>The options of the client.</summary>
    public static EmailClientOptions Options
    {
        get
        {
            var options = new EmailClientOptions();
            options.Retry.MaxRetries = 0;
            options.Retry.NetworkTimeout = Longest;
            return options;
        }
    }

    /// <inheritdoc/>
    public bool CanTell => true;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken)
    {
        if (AddressCheck.Fault(letter) is { } fault)
        {
            return fault;
        }

        var result = await HandOverAsync(letter, mayLeave, cancellationToken);
        switch (result)
        {
            case SendResult.Failed { Permanent: true }:
                log.LetterFailed(letter.Id, "the email service refuses it");
                break;
            case SendResult.Unknown:
                log.LetterFailed(letter.Id, "its hand-over was cut off; it is looked up");
                break;
        }

        return result;
    }

    /// <summary>The operation tells. An operation that is not there was never taken over: no hand-over outlives <see cref="LetterUnderWayException.Longest"/>.</summary>
    public async Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken)
    {
        var operation = new EmailSendOperation(OperationIds.Of(letterId).ToString(), client);
        try
        {
            await operation.UpdateStatusAsync(cancellationToken);
            return new Lookup.Sent(clock.GetUtcNow());
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return new Lookup.NotSent();
        }
        catch (RequestFailedException e) when (e.Status == 200)
        {
            // The service answered, and its answer is that the operation failed.
            log.LetterFailed(letterId, "the email service took it and gave it up");
            return new Lookup.Refused(Words(e));
        }
    }

    private async Task<SendResult> HandOverAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Longest);
        var operation = await book.RememberAsync(letter.Id, limit.Token);
        if (!await mayLeave(limit.Token))
        {
            return new SendResult.HeldBack();
        }

        try
        {
            var taken = await client.SendAsync(WaitUntil.Started, MessageOf(letter), operation, limit.Token);
            return new SendResult.Sent(taken.Id);
        }
        catch (AuthenticationFailedException e)
        {
            return new SendResult.Failed(Permanent: false, $"the email service cannot be reached without a token: {e.Message}", IsOurs: true);
        }
        catch (RequestFailedException e)
        {
            await HeedAsync(e, cancel);
            return Judge(e);
        }
        catch (OperationCanceledException)
        {
            return new SendResult.Unknown("the email service did not answer in time");
        }
        catch (Exception e) when (e is IOException or HttpRequestException or AggregateException)
        {
            return new SendResult.Unknown($"the connection to the email service broke: {e.Message}");
        }
    }

    private static EmailMessage MessageOf(OutgoingLetter letter)
    {
        var recipients = new EmailRecipients([new EmailAddress(letter.To, letter.ToName)]);
        var content = new EmailContent(letter.Subject) { PlainText = letter.Text, Html = letter.Html };
        var message = new EmailMessage(letter.FromAddress, recipients, content) { UserEngagementTrackingDisabled = true };
        if (letter.ReplyTo is { Length: > 0 } replyTo)
        {
            message.ReplyTo.Add(new EmailAddress(replyTo));
        }

        return message;
    }

    // A refusal of this letter is for good; one of ours (the domain, the sender, the token) goes away when it is mended. A server that broke may have taken the
    // letter before it did.
    private static SendResult Judge(RequestFailedException e) => e.Status switch
    {
        400 or 413 or 422 => new SendResult.Failed(Permanent: !IsOurs(e), Words(e), IsOurs(e)),
        429 or 503 => new SendResult.Failed(Permanent: false, $"the email service is busy: {Words(e)}"),
        >= 400 and < 500 => new SendResult.Failed(Permanent: false, Words(e), IsOurs: e.Status is 401 or 403 || IsOurs(e)),
        _ => new SendResult.Unknown(Words(e)),
    };

    private static bool IsOurs(RequestFailedException e) =>
        e.ErrorCode is { } code && (code.Contains("sender", StringComparison.OrdinalIgnoreCase) || code.Contains("domain", StringComparison.OrdinalIgnoreCase));

    private static string Words(RequestFailedException e)
    {
        var line = e.Message.Split('\n', 2)[0].Trim();
        return string.Create(CultureInfo.InvariantCulture, $"{e.Status} {e.ErrorCode}: {line}");
    }

    private async Task HeedAsync(RequestFailedException e, CancellationToken cancel)
    {
        if (e.Status is not (429 or 503))
        {
            return;
        }

        var now = clock.GetUtcNow();
        var asked = e.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true ? value : null;
        var until = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? now.AddSeconds(seconds)
            : DateTimeOffset.TryParseExact(asked, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
            : now + Busy;
        await budget.PauseAsync(until < now + LongestRest ? until : now + LongestRest, cancel);
    }
}
