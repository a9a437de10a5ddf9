using System.Globalization;

namespace Collections.Core.Calendars;

/// <summary>
/// The weekdays on which letters go. A holiday moves a letter to the next collection day, never to another weekday (R7).
/// </summary>
public sealed record CollectionDays
{
    // No calendar closes one weekday for a year without it being that region's weekend.
    private const int MostDaysAhead = 366;

    private readonly byte _weekdays;

    /// <summary>Letters go on these weekdays; one at least.</summary>
    /// <exception cref="ArgumentException">No weekday is given.</exception>
    public CollectionDays(params ReadOnlySpan<DayOfWeek> weekdays)
    {
        foreach (var weekday in weekdays)
        {
            _weekdays |= (byte)(1 << (int)weekday);
        }

        if (_weekdays == 0)
        {
            throw new ArgumentException("Letters need at least one weekday on which to go.", nameof(weekdays));
        }
    }

    /// <summary>The practice's own days.</summary>
    public static CollectionDays TuesdayAndThursday { get; } = new(DayOfWeek.Tuesday, DayOfWeek.Thursday);

    /// <summary>The weekdays, from Sunday to Saturday.</summary>
    public IEnumerable<DayOfWeek> Weekdays => Enum.GetValues<DayOfWeek>().Where(Includes);

    /// <summary>Whether letters go on this weekday.</summary>
    public bool Includes(DayOfWeek weekday) => (_weekdays & (1 << (int)weekday)) != 0;

    /// <summary>Whether letters go on <paramref name="date"/>: its weekday is one of these, and the office works.</summary>
    public bool Is(DateOnly date, WorkCalendar office)
    {
        ArgumentNullException.ThrowIfNull(office);
        return Includes(date.DayOfWeek) && office.IsOpen(date);
    }

    /// <summary>
    /// Whether this office ever works on one of these weekdays. A policy is checked with it against the regions of its
    /// accounts, because every other method needs it to be true.
    /// </summary>
    public bool Fit(WorkCalendar office)
    {
        ArgumentNullException.ThrowIfNull(office);
        return Weekdays.Except(office.Weekend).Any();
    }

    /// <summary><paramref name="date"/> when letters go on it, otherwise the next collection day (R7: Tue 26 Jan 2021 moves to Thu 28 Jan).</summary>
    /// <exception cref="InvalidOperationException">The office never works on these weekdays; see <see cref="Fit"/>.</exception>
    public DateOnly OnOrAfter(DateOnly date, WorkCalendar office)
    {
        for (var days = 0; days <= MostDaysAhead; days++)
        {
            var candidate = date.AddDays(days);
            if (Is(candidate, office))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"{office}: no collection day ({this}) within a year of {date:yyyy-MM-dd}."));
    }

    /// <summary>The next collection day strictly after <paramref name="date"/>.</summary>
    /// <exception cref="InvalidOperationException">The office never works on these weekdays; see <see cref="Fit"/>.</exception>
    public DateOnly After(DateOnly date, WorkCalendar office) => OnOrAfter(date.AddDays(1), office);

    /// <summary>The first collection day of a month, on which the monthly scan runs (R5: Tue 3 Aug 2021, Thu 2 Sep 2021).</summary>
    /// <exception cref="InvalidOperationException">The office never works on these weekdays; see <see cref="Fit"/>.</exception>
    public DateOnly FirstOfMonth(int year, int month, WorkCalendar office) => OnOrAfter(new DateOnly(year, month, 1), office);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Weekdays);
}
