using Collections.App.Company;
using Collections.App.Sending;

namespace Collections.Local.Hosting;

/// <summary>How a company's data are opened.</summary>
/// <param name="Data">Where they are.</param>
internal sealed record LocalHostOptions(DataFolder Data)
{
    /// <summary>Where letters go; null for what the settings say.</summary>
    public ILetterSender? Sender { get; init; }

    /// <summary>
    /// The moment at which a virtual clock begins, from the settings' time zone to it; null for the clock of the data: a virtual one where they
    /// have one, else the real one.
    /// </summary>
    public Func<TimeZoneInfo, DateTimeOffset>? StartAt { get; init; }

    /// <summary>True for a simulation: it can be run again, so it need not wait until each of its commits is on the disk.</summary>
    public bool IsSimulation { get; init; }

    /// <summary>The settings; null for those of the data folder and the process.</summary>
    public HostSettings? Settings { get; init; }

    /// <summary>Changes what the settings say of the company.</summary>
    public Func<App.Company.CompanySettings, App.Company.CompanySettings>? Company { get; init; }
}
