using System.Collections.Frozen;
using Collections.App.Stores;
using Collections.Core.Cases;
using Microsoft.Extensions.Logging;

namespace Collections.App.Sending;

/// <summary>What a mail service says became of a letter.</summary>
/// <param name="MessageId">The operation by which it was sent.</param>
/// <param name="Recipient">The address.</param>
/// <param name="Status">The service's word for it.</param>
/// <param name="Detail">What else it said, or null.</param>
public sealed record DeliveryReport(string MessageId, string Recipient, string Status, string? Detail);

/// <summary>Takes in what became of letters after the mail service had them (R35).</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Delivered, Expanded</term><description>It arrived, or went on to a list's members: nothing changes.</description></item>
/// <item><term>Bounced, Suppressed</term><description>The address is wrong: a bounce.</description></item>
/// <item><term>Failed, FilteredSpam, Quarantined</term><description>It did not reach a reader, though the address may be right. The step does not count
/// either, and the same task asks a person to find out, with what the service said.</description></item>
/// <item><term>anything else</term><description>Nothing changes; the log keeps it.</description></item>
/// </list>
/// Reports come more than once and in any order, even before the sending itself is stored.
/// </remarks>
public sealed partial class DeliveryDesk(DeliveryBook book, IAccountStore accounts, TimeProvider clock, ILogger<DeliveryDesk> log)
{
    private static readonly FrozenDictionary<string, Meaning> Meanings = new Dictionary<string, Meaning>
    {
        ["Delivered"] = Meaning.Arrived,
        ["Expanded"] = Meaning.Arrived,
        ["Bounced"] = Meaning.WrongAddress,
        ["Suppressed"] = Meaning.WrongAddress,
        ["Failed"] = Meaning.NotDelivered,
        ["FilteredSpam"] = Meaning.NotDelivered,
        ["Quarantined"] = Meaning.NotDelivered,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private enum Meaning
    {
        Arrived,
        WrongAddress,
        NotDelivered,
    }

    /// <summary>Takes one report.</summary>
    /// <returns>The account of a letter that did not arrive, where something is due now; null if nothing follows.</returns>
    public async Task<string?> TakeAsync(DeliveryReport report, CancellationToken cancel)
    {
        if (!Meanings.TryGetValue(report.Status, out var meaning))
        {
            LogUnknownStatus(report.MessageId, report.Status, report.Detail);
            return null;
        }

        if (await FindAsync(report, cancel) is not { } letter)
        {
            return null;
        }

        LogReport(letter.Id, report.Status, report.Detail);
        if (meaning == Meaning.Arrived)
        {
            return null;
        }

        var said = meaning == Meaning.WrongAddress ? null : string.Join(": ", new[] { report.Status, report.Detail }.OfType<string>());
        var bounce = new LetterBounced(letter.Id, letter.Step, letter.Draft!.To, said);
        await accounts.PostAsync(letter.Account, $"report:{OperationIds.Of(letter.Id):D}", bounce, clock.GetUtcNow(), cancel);
        return letter.Account;
    }

    private async Task<LetterRow?> FindAsync(DeliveryReport report, CancellationToken cancel)
    {
        var letter = Guid.TryParse(report.MessageId, out var operation) ? await book.FindAsync(operation, cancel) : null;
        if (letter?.Draft is not { } draft)
        {
            LogUnknownLetter(report.MessageId, report.Status);
            return null;
        }

        if (!draft.To.Equals(report.Recipient, StringComparison.OrdinalIgnoreCase))
        {
            LogOtherRecipient(letter.Id, report.Status);
            return null;
        }

        return letter;
    }

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "letter {Letter}: {Status} {Detail}")]
    private partial void LogReport(string letter, string status, string? detail);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "message {Message} is reported as {Status}, which is not known and changes nothing: {Detail}")]
    private partial void LogUnknownStatus(string message, string status, string? detail);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "message {Message} is reported as {Status}, and is none of ours")]
    private partial void LogUnknownLetter(string message, string status);

    [LoggerMessage(EventId = 24, Level = LogLevel.Warning, Message = "letter {Letter} is reported as {Status} for a recipient that is not its own")]
    private partial void LogOtherRecipient(string letter, string status);
}
