using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.App.Letters;

/// <summary>Dates and amounts as letters write them: in English, whatever machine they are written on.</summary>
public static class LetterText
{
    /// <summary>A letter's own date: <c>3 August 2021</c>.</summary>
    public static string LongDate(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A day on which something happens: <c>Tue 3 Aug 2021</c>. The weekday helps people to keep it.</summary>
    public static string Day(DateOnly date) => date.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A moment, on the clocks that it is given with: <c>Tue 3 Aug 2021 09:00</c>.</summary>
    public static string Moment(DateTimeOffset moment) => moment.ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>An invoice's date: <c>3 Aug 2021</c>.</summary>
    public static string ShortDate(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A month: <c>June 2021</c>.</summary>
    public static string Month(DateOnly date) => date.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Sums of one or more currencies: <c>AUD 900.00 and USD 20.00</c>, in the order of their codes.</summary>
    public static string Total(IEnumerable<Money> amounts) =>
        string.Join(" and ", amounts
            .GroupBy(amount => amount.Currency)
            .OrderBy(group => group.Key.Code, StringComparer.Ordinal)
            .Select(group => group.Aggregate((sum, next) => sum + next).ToString()));
}
