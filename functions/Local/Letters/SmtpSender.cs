using System.Net.Sockets;
using System.Security.Authentication;
using Collections.App.Letters;
using Collections.App.Letters.Eml;

namespace Collections.Local.Letters;

/// <summary>Hands letters to a mail server.</summary>
/// <remarks>
/// A letter is <see cref="SendResult.Unknown"/> from the moment in which its end is sent until the server has answered: only in that gap may the
/// server have it without our knowing. What fails before has certainly not been sent.
/// </remarks>
public sealed class SmtpSender(SmtpSettings settings) : ILetterSender
{
    private const int StartMailInput = 354;

    // RFC 5321, 4.5.3.2: a server may think for ten minutes about a whole message; five are the most for any other answer.
    private static readonly TimeSpan Preparing = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Accepting = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingLetter letter, CancellationToken cancellationToken)
    {
        if (AddressCheck.Fault(letter) is { } refusal)
        {
            return refusal;
        }

        var isHandedOver = false;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Preparing);
            await using var connection = await SmtpConnection.OpenAsync(settings, limit.Token);
            if (await PrepareAsync(connection, letter, limit.Token) is { } refused)
            {
                return refused;
            }

            await connection.WriteMessageAsync(MimeMessage.Write(letter), limit.Token);
            limit.CancelAfter(Accepting);
            isHandedOver = true;
            return Judge(await connection.AskAsync(".", limit.Token));
        }
        catch (Exception fault) when (fault is SmtpFault or IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            var why = cancellationToken.IsCancellationRequested ? "we stopped" : fault is OperationCanceledException ? "no answer in time" : fault.Message;
            return isHandedOver
                ? new SendResult.Unknown($"{settings.Host} was given the letter and didn't say whether it took it: {why}")
                : new SendResult.Failed(Permanent: false, $"{settings.Host}: {why}");
        }
    }

    /// <summary>A mail server can't be asked: a person looks.</summary>
    public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken) => Task.FromResult<Lookup>(new Lookup.CannotTell());

    private static async Task<SendResult.Failed?> PrepareAsync(SmtpConnection connection, OutgoingLetter letter, CancellationToken cancellationToken)
    {
        await connection.DemandAsync($"MAIL FROM:<{letter.FromAddress}>", $"letters from {letter.FromAddress}", cancellationToken);
        var recipient = await connection.AskAsync($"RCPT TO:<{letter.To}>", cancellationToken);
        if (!recipient.IsYes)
        {
            return new SendResult.Failed(recipient.IsPermanent, $"{letter.To} is refused: {recipient}");
        }

        var data = await connection.AskAsync("DATA", cancellationToken);
        return data.Code == StartMailInput ? null : new SendResult.Failed(data.IsPermanent, $"the letter is refused: {data}");
    }

    private static SendResult Judge(SmtpReply reply) => reply.Code switch
    {
        >= 200 and < 300 => new SendResult.Sent(reply.Text),
        >= 400 and < 600 => new SendResult.Failed(reply.IsPermanent, $"the letter is refused: {reply}"),
        _ => new SendResult.Unknown($"the answer to the letter makes no sense: {reply}"),
    };
}
