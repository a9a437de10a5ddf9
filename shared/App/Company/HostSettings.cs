using System.Collections;
using System.Globalization;
using Collections.App.Calendars;
using Collections.App.Policies;
using Collections.Core.Calendars;
using Collections.Core.Ledger;

namespace Collections.App.Company;

/// <summary>What holds for this installation: the files' settings, and the environment's before them.</summary>
/// <param name="File">The files' settings.</param>
/// <param name="Environment">The environment, by names of either case.</param>
public sealed record HostSettings(SettingsFile File, IReadOnlyDictionary<string, string> Environment)
{
    private const string FeedPrefix = "COLLECTIONS_FEED_";
    private const string FeedSuffix = "_SECRET";

    /// <summary>The name of a seller that has not given one; with it no letter is handed to a mail server.</summary>
    public const string NoName = "Your company";

    /// <summary>The token of the clerks, or null.</summary>
    public string? ClerkToken => Setting("COLLECTIONS_TOKEN_CLERK", File.Tokens.Clerk);

    /// <summary>The token of the managers, or null.</summary>
    public string? ManagerToken => Setting("COLLECTIONS_TOKEN_MANAGER", File.Tokens.Manager);

    /// <summary>The token of a mail service that reports what became of letters, or null for none.</summary>
    public string? ReportsToken => Setting("COLLECTIONS_TOKEN_REPORTS", File.Tokens.Reports);

    /// <summary>The mail server, or null.</summary>
    public string? Smtp => Setting("COLLECTIONS_SMTP", File.Smtp);

    /// <summary>The company's time zone.</summary>
    /// <exception cref="SettingsException">It is none.</exception>
    public TimeZoneInfo TimeZone => Parse("timeZone", File.Company.TimeZone, "Australia/Sydney", Zone, "is no IANA time zone, such as Australia/Sydney");

    /// <summary>The settings of some files and of the process's environment; the last wins.</summary>
    /// <param name="files">The files; those that are not there are left out.</param>
    /// <param name="environment">The environment, by names of either case; null for the process's own.</param>
    /// <exception cref="SettingsException">A setting is not right.</exception>
    public static HostSettings Load(IEnumerable<string> files, IReadOnlyDictionary<string, string>? environment = null)
    {
        var variables = environment ?? OfProcess();
        return new HostSettings(SettingsFile.Read(files, variables), variables);
    }

    /// <summary>A setting of the environment, trimmed; null where it is not there or blank.</summary>
    public string? Find(string name) => Setting(name, null);

    /// <summary>The secrets of each bank feed, by the feed's name in lower case; several where one is being changed for another.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Feeds()
    {
        var feeds = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, feed) in File.Feeds)
        {
            feeds[name.ToLowerInvariant()] = Secrets(feed.Secret);
        }

        foreach (var (name, value) in Environment)
        {
            if (name.Length > FeedPrefix.Length + FeedSuffix.Length
                && name.StartsWith(FeedPrefix, StringComparison.OrdinalIgnoreCase) && name.EndsWith(FeedSuffix, StringComparison.OrdinalIgnoreCase))
            {
                feeds[name[FeedPrefix.Length..^FeedSuffix.Length].ToLowerInvariant()] = Secrets(value);
            }
        }

        return feeds;
    }

    /// <summary>How each bank feed of the files signs and writes what it delivers, by the feed's name in lower case.</summary>
    public IReadOnlyDictionary<string, SettingsFile.FeedPart> FeedParts()
    {
        var parts = new Dictionary<string, SettingsFile.FeedPart>(StringComparer.Ordinal);
        foreach (var (name, part) in File.Feeds)
        {
            parts[name.ToLowerInvariant()] = part;
        }

        return parts;
    }

    /// <summary>The company's own settings.</summary>
    /// <param name="regions">The regions that it can be in.</param>
    /// <exception cref="SettingsException">A setting is not right; the message names it.</exception>
    public CompanySettings Company(Regions regions)
    {
        var company = File.Company;
        var name = company.Name ?? NoName;
        var replyTo = company.ReplyTo ?? company.From ?? "accounts@localhost";
        return new CompanySettings
        {
            Seller = new Seller
            {
                Name = name,
                AddressLines = company.Address,
                ReplyTo = replyTo,
                Phone = company.Phone,
                BankAccountName = company.BankAccountName ?? name,
                BankLines = company.BankLines,
                CardLinkPattern = company.CardLink,
            },
            FromAddress = company.From ?? replyTo,
            Place = new Place(
                Parse("region", company.Region, "AU-NSW", regions.Find, $"is no region that is known; known are {string.Join(", ", regions.All)}"),
                TimeZone),
            Currency = Parse("currency", company.Currency, "AUD", code => Currency.TryParse(code, out var found) ? found : null, "is no currency code of ISO 4217"),
            Terms = ParseValue<Terms>("terms", company.Terms, "net 30", text => Terms.TryParse(text, out var terms) ? terms : null, "is none of 'eom+30', 'net 30', 'cod', 'cash 7'"),
            DefaultPolicy = company.Policy ?? PolicyBook.DefaultName,
            ScanAt = ParseValue("scanAt", company.ScanAt, "06:00", Time, "is no time of day, such as 06:00"),
        };
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static TimeZoneInfo? Zone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    private static T Parse<T>(string name, string? value, string otherwise, Func<string, T?> parse, string why)
        where T : class =>
        parse(value ?? otherwise) ?? throw Wrong(name, value, why);

    private static T ParseValue<T>(string name, string? value, string otherwise, Func<string, T?> parse, string why)
        where T : struct =>
        parse(value ?? otherwise) ?? throw Wrong(name, value, why);

    private static SettingsException Wrong(string name, string? value, string why) => new($"the setting company.{name} '{value}' {why}");

    private string? Setting(string name, string? otherwise) =>
        Environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim()
        : string.IsNullOrWhiteSpace(otherwise) ? null
        : otherwise.Trim();

    private static string[] Secrets(string? text) =>
        (text ?? "").Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, string> OfProcess()
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            all[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return all;
    }
}
