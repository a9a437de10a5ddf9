using Collections.App.Letters;

namespace Collections.App.Sending.Eml;

/// <summary>Refuses a letter whose addresses can't be right, before anything is begun.</summary>
public static class AddressCheck
{
    /// <summary>What is wrong, or null.</summary>
    public static SendResult.Failed? Fault(OutgoingLetter letter) =>
        !Mailbox.IsAddress(letter.To) ? new SendResult.Failed(Permanent: true, $"'{letter.To}' is no email address that a letter can go to")
        : !Mailbox.IsAddress(letter.FromAddress) ? Ours(letter.FromAddress)
        : letter.ReplyTo is { Length: > 0 } replyTo && !Mailbox.IsAddress(replyTo) ? Ours(replyTo)
        : null;

    // The seller's own address is a setting: it isn't the customer's fault, and the letter goes when it is mended.
    private static SendResult.Failed Ours(string address) =>
        new(Permanent: false, $"the seller's own address '{address}' is no email address; mend the settings", IsOurs: true);
}
