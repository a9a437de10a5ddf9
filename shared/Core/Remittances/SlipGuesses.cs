namespace Collections.Core.Remittances;

/// <summary>The numbers of which a written one may be a slip, where there is no account whose invoices it could be compared with.</summary>
public static class SlipGuesses
{
    private const int FewestDigits = 4;
    private const int MostDigits = 8;

    /// <summary>Numbers with one digit changed, or two that changed places: at most 9 a digit and one.</summary>
    public static IEnumerable<WrittenNumber> Of(WrittenNumber written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var digits = written.Groups[^1];
        if (digits.Length is < FewestDigits or > MostDigits)
        {
            yield break;
        }

        for (var at = 0; at < digits.Length; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                if (digit != digits[at])
                {
                    yield return With(written, $"{digits[..at]}{digit}{digits[(at + 1)..]}");
                }
            }

            if (at + 1 < digits.Length && digits[at] != digits[at + 1])
            {
                yield return With(written, $"{digits[..at]}{digits[at + 1]}{digits[at]}{digits[(at + 2)..]}");
            }
        }
    }

    private static WrittenNumber With(WrittenNumber written, string digits) => written with
    {
        Text = written.Text.EndsWith(written.Groups[^1], StringComparison.Ordinal) ? written.Text[..^digits.Length] + digits : digits,
        Groups = [.. written.Groups.SkipLast(1), digits],
    };
}
