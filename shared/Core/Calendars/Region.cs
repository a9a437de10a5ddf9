namespace Collections.Core.Calendars;

/// <summary>
/// Where an account works: the calendar of its offices and that of its banks. An account names its region by code; a code
/// that nobody has defined is an error of the import, so that no letter goes out on a holiday that we merely didn't know.
/// </summary>
public sealed partial class Region
{
    /// <summary>A region from its two calendars.</summary>
    /// <param name="code">ISO 3166-2 where it has one, such as "AU-NSW".</param>
    /// <param name="name">The region's name for people.</param>
    /// <param name="office">When offices work: letters and calls keep to it.</param>
    /// <param name="banking">When banks post payments: bank data and payment claims keep to it.</param>
    public Region(string code, string name, WorkCalendar office, WorkCalendar banking)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(banking);
        (Code, Name, Office, Banking) = (code, name, office, banking);
    }

    /// <summary>The code by which accounts name the region, such as "AU-NSW".</summary>
    public string Code { get; }

    /// <summary>The region's name for people.</summary>
    public string Name { get; }

    /// <summary>Office days: letters, calls and steps keep to it.</summary>
    public WorkCalendar Office { get; }

    /// <summary>Banking days: what the bank posts and when a claim can be checked (R20, R26).</summary>
    public WorkCalendar Banking { get; }

    /// <inheritdoc/>
    public override string ToString() => Code;
}
