namespace Collections.Core.Calendars;

/// <summary>A holiday on one date only, such as a day of mourning or a day that a government declares for one year.</summary>
/// <param name="Name">The holiday's name.</param>
/// <param name="Date">The date.</param>
public sealed record OneOffHoliday(string Name, DateOnly Date) : HolidayRule(Name)
{
    private protected override IEnumerable<Holiday> Observed(int year) => Date.Year == year ? [new Holiday(Date, Name)] : [];
}
