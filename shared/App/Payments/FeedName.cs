namespace Collections.App.Payments;

/// <summary>The names of bank feeds.</summary>
public static class FeedName
{
    /// <summary>What a name must be, for a person.</summary>
    public const string Rule = "letters, digits, - and _, 64 at most";

    private const int Longest = 64;

    /// <summary>True if this can be a feed's name: a payment's id is its feed's name, a colon, and the bank's id.</summary>
    public static bool Is(string text) => text.Length is > 0 and <= Longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
