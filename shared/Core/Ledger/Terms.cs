using System.Globalization;

namespace Collections.Core.Ledger;

/// <summary>How an account's due dates follow from its invoices' dates (R2).</summary>
public enum TermsKind
{
    /// <summary>A number of days after the invoice's date.</summary>
    Net,

    /// <summary>A number of days after the end of the invoice's month; every 30 of them count as one month ("30 days end of month").</summary>
    EndOfMonth,

    /// <summary>Due on delivery: on the invoice's date.</summary>
    CashOnDelivery,

    /// <summary>A cash account: nothing may be older than a number of days.</summary>
    Cash,
}

/// <summary>The payment terms of an account: <c>eom+30</c>, <c>net 14</c>, <c>cod</c>, <c>cash 7</c> (R2).</summary>
/// <param name="Kind">How the days are counted.</param>
/// <param name="Days">The days, 0 to 365; 0 for cash on delivery.</param>
public readonly record struct Terms(TermsKind Kind, int Days)
{
    /// <summary>The most days that terms may grant.</summary>
    public const int MaxDays = 365;

    /// <summary>Thirty days from the end of the invoice's month.</summary>
    public static Terms EndOfMonth30 => new(TermsKind.EndOfMonth, 30);

    /// <summary>The day on which an invoice of these terms falls due; an invoice's own due date, if it has one, wins over this.</summary>
    /// <remarks>
    /// <c>eom+30</c> is the end of the following month, not 30 times 24 hours after the month's end: June is due on 31 July,
    /// and January on 28 February. Days beyond whole months are added after that.
    /// </remarks>
    public DateOnly DueDate(DateOnly issued) => Kind switch
    {
        TermsKind.EndOfMonth => EndOfMonth(issued.AddMonths(Days / 30)).AddDays(Days % 30),
        TermsKind.CashOnDelivery => issued,
        _ => issued.AddDays(Days),
    };

    /// <summary>Reads <c>eom+30</c>, <c>eom</c>, <c>net 30</c>, <c>net30</c>, <c>cod</c>, <c>cash 7</c>; case and blanks don't matter.</summary>
    public static bool TryParse(string? text, out Terms terms)
    {
        terms = default;
        var t = (text ?? "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        if (t == "cod")
        {
            terms = new Terms(TermsKind.CashOnDelivery, 0);
            return true;
        }

        if (t == "eom")
        {
            terms = new Terms(TermsKind.EndOfMonth, 0);
            return true;
        }

        return TryDays(t, "eom+", TermsKind.EndOfMonth, ref terms)
            || TryDays(t, "net", TermsKind.Net, ref terms)
            || TryDays(t, "cash", TermsKind.Cash, ref terms);
    }

    /// <summary>The terms as people write them; <see cref="TryParse"/> reads it back.</summary>
    public override string ToString() => Kind switch
    {
        TermsKind.CashOnDelivery => "cod",
        TermsKind.EndOfMonth => Days == 0 ? "eom" : string.Create(CultureInfo.InvariantCulture, $"eom+{Days}"),
        TermsKind.Cash => string.Create(CultureInfo.InvariantCulture, $"cash {Days}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"net {Days}"),
    };

    private static bool TryDays(string text, string prefix, TermsKind kind, ref Terms terms)
    {
        if (!text.StartsWith(prefix, StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            || days > MaxDays)
        {
            return false;
        }

        terms = new Terms(kind, days);
        return true;
    }

    private static DateOnly EndOfMonth(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
}
