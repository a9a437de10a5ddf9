using System.Collections.Frozen;
using System.Globalization;

namespace Collections.Core.Calendars;

/// <summary>
/// Says on which days a place works: every day that is neither of the weekend nor a holiday. A region has two, one for
/// offices and one for banks. Immutable and safe to share between threads.
/// </summary>
/// <remarks>
/// Holidays are known for <see cref="FirstDay"/> to <see cref="LastDay"/>; outside that range only weekends close.
/// Every method finds its answer within a bounded number of steps, because the constructor refuses a calendar that
/// closes for more than <see cref="MostClosedDays"/> days on end. A walk that would leave the range of
/// <see cref="DateOnly"/> throws <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
public sealed class WorkCalendar
{
    /// <summary>The longest run of closed days that a calendar may have.</summary>
    public const int MostClosedDays = 31;

    private const int FirstYear = 1990;
    private const int LastYear = 2100;
    private static readonly int FirstNumber = new DateOnly(FirstYear, 1, 1).DayNumber;
    private static readonly int DayCount = new DateOnly(LastYear, 12, 31).DayNumber - FirstNumber + 1;

    private readonly ulong[] _open;
    private readonly byte _weekend;
    private readonly FrozenDictionary<DateOnly, string> _holidayNames;

    /// <summary>Builds a calendar from its weekend and its holidays.</summary>
    /// <param name="name">What the calendar is called in reasons and messages, such as "NSW office days".</param>
    /// <param name="weekend">The weekdays on which nobody works; at most six.</param>
    /// <param name="holidays">The rules of the holidays. Where two give the same date, the first names it.</param>
    /// <exception cref="ArgumentException">The calendar would be closed for more than <see cref="MostClosedDays"/> days on end.</exception>
    public WorkCalendar(string name, IEnumerable<DayOfWeek> weekend, IEnumerable<HolidayRule> holidays)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(weekend);
        ArgumentNullException.ThrowIfNull(holidays);
        Name = name;
        Weekend = [.. weekend.Distinct().Order()];
        Holidays = [.. holidays];
        _weekend = Weekend.Aggregate((byte)0, (bits, day) => (byte)(bits | (1 << (int)day)));
        _holidayNames = NamesByDate(Holidays);
        _open = new ulong[(DayCount + 63) / 64];
        FillTable();
    }

    /// <summary>The first day whose holidays are known: 1 January 1990.</summary>
    public static DateOnly FirstDay => new(FirstYear, 1, 1);

    /// <summary>The last day whose holidays are known: 31 December 2100.</summary>
    public static DateOnly LastDay => new(LastYear, 12, 31);

    /// <summary>What the calendar is called in reasons and messages.</summary>
    public string Name { get; }

    /// <summary>The weekdays on which nobody works.</summary>
    public IReadOnlyList<DayOfWeek> Weekend { get; }

    /// <summary>The rules of the holidays.</summary>
    public IReadOnlyList<HolidayRule> Holidays { get; }

    /// <summary>Whether people work on <paramref name="date"/>. Takes a few nanoseconds and allocates nothing.</summary>
    public bool IsOpen(DateOnly date)
    {
        var index = date.DayNumber - FirstNumber;
        return (uint)index < (uint)DayCount
            ? (_open[index >> 6] & (1UL << (index & 63))) != 0
            : !IsWeekend(date);
    }

    /// <summary>The name of the holiday on <paramref name="date"/>, or null on an ordinary day or weekend.</summary>
    public string? HolidayName(DateOnly date) => _holidayNames.GetValueOrDefault(date);

    /// <summary><paramref name="date"/> itself when it is open, otherwise the next open day (R10: a step after the due date).</summary>
    public DateOnly OnOrAfter(DateOnly date) => Roll(date, 1);

    /// <summary><paramref name="date"/> itself when it is open, otherwise the last open day before it (R10: a step before the due date).</summary>
    public DateOnly OnOrBefore(DateOnly date) => Roll(date, -1);

    /// <summary>The next open day strictly after <paramref name="date"/> (R8: call the day after a letter).</summary>
    public DateOnly After(DateOnly date) => Roll(date.AddDays(1), 1);

    /// <summary>The last open day strictly before <paramref name="date"/>.</summary>
    public DateOnly Before(DateOnly date) => Roll(date.AddDays(-1), -1);

    /// <summary>
    /// The day that is <paramref name="openDays"/> open days after <paramref name="date"/> (R12: Mon 23 Aug + 4 = Fri 27 Aug);
    /// before it when negative. Zero gives <paramref name="date"/> itself, open or not.
    /// </summary>
    public DateOnly Add(DateOnly date, int openDays)
    {
        for (var left = openDays; left > 0; left--)
        {
            date = After(date);
        }

        for (var left = openDays; left < 0; left++)
        {
            date = Before(date);
        }

        return date;
    }

    /// <summary>
    /// How many open days lie after <paramref name="exclusiveFrom"/> up to and including <paramref name="inclusiveTo"/>;
    /// 0 when that is no later (R20: a feed silent for more than two banking days).
    /// </summary>
    public int OpenDaysBetween(DateOnly exclusiveFrom, DateOnly inclusiveTo)
    {
        var count = 0;
        for (var number = exclusiveFrom.DayNumber + 1; number <= inclusiveTo.DayNumber; number++)
        {
            count += IsOpen(DateOnly.FromDayNumber(number)) ? 1 : 0;
        }

        return count;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static FrozenDictionary<DateOnly, string> NamesByDate(IReadOnlyList<HolidayRule> rules)
    {
        // A day may be moved over the turn of the year, so that the neighbouring years count too.
        var names = new Dictionary<DateOnly, string>();
        for (var year = FirstYear - 1; year <= LastYear + 1; year++)
        {
            foreach (var holiday in rules.SelectMany(rule => rule.In(year)).Where(IsInTable))
            {
                names.TryAdd(holiday.Date, holiday.Name);
            }
        }

        return names.ToFrozenDictionary();
    }

    private static bool IsInTable(Holiday holiday) => holiday.Date >= FirstDay && holiday.Date <= LastDay;

    private void FillTable()
    {
        var closedRun = 0;
        for (var index = 0; index < DayCount; index++)
        {
            var date = DateOnly.FromDayNumber(FirstNumber + index);
            if (!IsWeekend(date) && !_holidayNames.ContainsKey(date))
            {
                _open[index >> 6] |= 1UL << (index & 63);
                closedRun = 0;
            }
            else if (++closedRun > MostClosedDays)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{Name}: closed for more than {MostClosedDays} days on end up to {date:yyyy-MM-dd}; a calendar needs open days."));
            }
        }
    }

    private bool IsWeekend(DateOnly date) => (_weekend & (1 << (int)date.DayOfWeek)) != 0;

    private DateOnly Roll(DateOnly date, int step)
    {
        for (var steps = 0; steps <= MostClosedDays * 2; steps++)
        {
            if (IsOpen(date))
            {
                return date;
            }

            date = date.AddDays(step);
        }

        throw new InvalidOperationException($"{Name} has no open day near {date.ToString("O", CultureInfo.InvariantCulture)}.");
    }
}
