namespace Collections.App.Letters;

/// <summary>A letter as it leaves the building.</summary>
/// <param name="Id">The letter's id, unique; the same letter sent again keeps it.</param>
/// <param name="Account">The account's code.</param>
/// <param name="To">The address it goes to.</param>
/// <param name="ToName">The name it goes to; may be empty.</param>
/// <param name="FromAddress">The address it comes from.</param>
/// <param name="FromName">The name it comes from; may be empty.</param>
/// <param name="ReplyTo">The address that answers go to, if another.</param>
/// <param name="Subject">The subject, one line.</param>
/// <param name="Text">The letter as plain text.</param>
/// <param name="Html">The letter as HTML.</param>
/// <param name="Date">The moment of sending.</param>
public sealed record OutgoingLetter(
    string Id,
    string Account,
    string To,
    string ToName,
    string FromAddress,
    string FromName,
    string? ReplyTo,
    string Subject,
    string Text,
    string Html,
    DateTimeOffset Date);
