namespace Collections.Core.Calendars;

/// <summary>A date on which a holiday is observed, and the name that people know it by.</summary>
/// <param name="Date">The day that is closed.</param>
/// <param name="Name">The holiday's name, with "(additional day)" or "(observed)" where the day is not the holiday's own.</param>
public readonly record struct Holiday(DateOnly Date, string Name);

/// <summary>A rule that says on which dates of a year a holiday is observed.</summary>
public abstract record HolidayRule
{
    private protected HolidayRule(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The holiday's name.</summary>
    public string Name { get; }

    /// <summary>The first year in which the rule holds; null when it always did.</summary>
    public int? FromYear { get; init; }

    /// <summary>The last year in which the rule holds; null when no end is known.</summary>
    public int? ToYear { get; init; }

    /// <summary>
    /// The days on which the holiday of <paramref name="year"/> is observed: none, one, or one and an additional day.
    /// A day moved from the end of December may lie in the next year, one moved from 1 January in the year before.
    /// </summary>
    /// <param name="year">A year from 2 to 9998.</param>
    public IEnumerable<Holiday> In(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9998);
        return year < FromYear || year > ToYear ? [] : Observed(year);
    }

    private protected abstract IEnumerable<Holiday> Observed(int year);
}
