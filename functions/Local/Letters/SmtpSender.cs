using System.Net.Sockets;
using System.Security.Authentication;
using Collections.App.Letters;
using Collections.App.Sending;
using Collections.App.Sending.Eml;

namespace Collections.Local.Letters;

/// <summary>Hands letters to a mail server.</summary>
/// <remarks>
/// All is prepared, the text of the letter included, before the last look is taken; only the line that ends the letter follows it. A letter is <see cref="SendResult.Unknown"/> from the moment in which its end is sent until the server has answered: only in that gap may the
/// server have it without our knowing. What fails before has certainly not been sent.
/// </remarks>
/// <param name="settings">The server.</param>
/// <param name="clock">The clock of the waits.</param>
public sealed class SmtpSender(SmtpSettings settings, TimeProvider clock) : ILetterSender
{
    private const int StartMailInput = 354;

    // RFC 5321, 4.5.3.2: a server may think for ten minutes about a whole message; five are the most for any other answer.
    private static readonly TimeSpan Preparing = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Accepting = TimeSpan.FromMinutes(10);

    // A program that ends waits so long for the answer to a letter that the server has: it is less than a host is given for its end.
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(20);

    /// <summary>Mail servers take some connections of one client side by side, and refuse many.</summary>
    public int AtOnce => 8;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken)
    {
        if (AddressCheck.Fault(letter) is { } refusal)
        {
            return refusal;
        }

        var (isReached, isHandedOver) = (false, false);
        try
        {
            using var patience = new CancellationTokenSource(Preparing, clock);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            await using var connection = await SmtpConnection.OpenAsync(settings, limit.Token);
            isReached = true;
            if (await PrepareAsync(connection, letter, limit.Token) is { } refused)
            {
                return refused;
            }

            await connection.WriteMessageAsync(MimeMessage.Write(letter), limit.Token);
            if (!await mayLeave(limit.Token))
            {
                connection.Abandon();
                return new SendResult.HeldBack();
            }

            using var answer = new CancellationTokenSource(Accepting, clock);
            await using var stopping = cancellationToken.Register(() => answer.CancelAfter(Leaving));
            isHandedOver = true;
            return Judge(await connection.AskAsync(".", answer.Token));
        }
        catch (Exception fault) when (fault is SmtpFault or IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            var why = cancellationToken.IsCancellationRequested ? "we stopped" : fault is OperationCanceledException ? "no answer in time" : fault.Message;
            return isHandedOver
                ? new SendResult.Unknown($"{settings.Host} was given the letter and didn't say whether it took it: {why}")
                : new SendResult.Failed(Permanent: false, $"{settings.Host}: {why}", IsOurs: (!isReached || fault is SmtpFault) && !cancellationToken.IsCancellationRequested);
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
