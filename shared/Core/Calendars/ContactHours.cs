using System.Globalization;

namespace Collections.Core.Calendars;

/// <summary>The debtor's office hours, in local time: nothing leaves outside them (R23).</summary>
public sealed record ContactHours
{
    /// <summary>Hours within one day.</summary>
    /// <param name="from">The first moment at which a contact may be made.</param>
    /// <param name="to">The first moment at which it no longer may; later than <paramref name="from"/>.</param>
    /// <exception cref="ArgumentException">The hours are empty or run over midnight.</exception>
    public ContactHours(TimeOnly from, TimeOnly to)
    {
        if (from >= to)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Contact hours from {from:HH:mm} to {to:HH:mm} are empty; they must begin before they end, within one day."));
        }

        (From, To) = (from, to);
    }

    /// <summary>08:30 to 17:00.</summary>
    public static ContactHours Default { get; } = new(new TimeOnly(8, 30), new TimeOnly(17, 0));

    /// <summary>The first moment of the hours, included.</summary>
    public TimeOnly From { get; }

    /// <summary>The end of the hours, excluded.</summary>
    public TimeOnly To { get; }

    /// <summary>Whether a contact may be made at this local time.</summary>
    public bool Contains(TimeOnly time) => time >= From && time < To;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm}–{To:HH:mm}");
}
