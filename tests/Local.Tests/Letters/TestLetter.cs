using Collections.App.Letters;
using Collections.App.Sending;

namespace Collections.Local.Tests.Letters;

internal static class TestLetter
{
    public static OutgoingLetter Plain { get; } = new(
        "l3-SMITH",
        "SMITH",
        "jane@smith.example",
        "Jane O'Neill",
        "accounts@harbour.example",
        "Harbour Supplies Pty Ltd",
        null,
        "Your account with Harbour Supplies",
        "Dear Jane,\n\nAUD 900.00 is owing.\n",
        "<p>Dear Jane,</p>\n<p>AUD 900.00 is owing.</p>\n",
        new DateTimeOffset(2021, 8, 3, 9, 30, 0, TimeSpan.FromHours(10)));

    /// <summary>Hands a letter over that nothing keeps back.</summary>
    public static Task<SendResult> SendAsync(this ILetterSender sender, OutgoingLetter letter, CancellationToken cancel) =>
        sender.SendAsync(letter, _ => Task.FromResult(true), cancel);
}
