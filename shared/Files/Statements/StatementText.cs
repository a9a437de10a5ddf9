using System.Text;

namespace Collections.Files.Statements;

/// <summary>Cleans what payers and banks write: a payment must not be lost for its looks.</summary>
public static class StatementText
{
    /// <summary>The most characters of a text that is kept; more is cut.</summary>
    public const int MaxText = 2_000;

    private const int MaxAccount = 34;
    private const int MaxTexts = 200;

    /// <summary>A text on one line, with single blanks, of characters that can be shown; null where nothing is left.</summary>
    internal static string? Clean(string? text, int max = MaxText)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var clean = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || rune.Value == 0xFFFD)
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (clean.Length + rune.Utf16SequenceLength <= max)
            {
                clean.Append(rune.ToString());
            }
            else
            {
                break;
            }
        }

        var end = clean.Length > 0 && clean[^1] == ' ' ? clean.Length - 1 : clean.Length;
        return end == 0 ? null : clean.ToString(0, end);
    }

    /// <summary>The texts that say something, each once, with blanks between them; of very many the first.</summary>
    internal static string? Join(params IEnumerable<string?> texts)
    {
        var joined = new StringBuilder();
        foreach (var text in texts.Take(MaxTexts))
        {
            if (Clean(text) is { } clean && !joined.ToString().Contains(clean, StringComparison.OrdinalIgnoreCase))
            {
                joined.Append(joined.Length > 0 ? " " : "").Append(clean);
                if (joined.Length >= MaxText)
                {
                    break;
                }
            }
        }

        return Clean(joined.ToString());
    }

    /// <summary>A reference of a bank, or null where there is none: banks fill the field with words that say so.</summary>
    public static string? Reference(string? text) =>
        Clean(text) is { } clean && !IsNone(clean) ? clean : null;

    /// <summary>An account's number without what people put between its digits.</summary>
    internal static string? Account(string? text) =>
        Clean(text) is { } clean && string.Concat(clean.Where(char.IsLetterOrDigit)) is { Length: > 0 } number
            ? number[..Math.Min(number.Length, MaxAccount)].ToUpperInvariant()
            : null;

    private static bool IsNone(string text) =>
        text.All(c => c is '0' or '-' or '.' or ' ')
        || text.ToUpperInvariant() is "NOTPROVIDED" or "NOT PROVIDED" or "NONREF" or "NOREF" or "NONE" or "N/A" or "UNKNOWN" or "NULL";
}
