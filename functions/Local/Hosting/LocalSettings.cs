using System.Collections;
using System.Globalization;
using Collections.App.Calendars;
using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.Core.Calendars;
using Collections.Core.Ledger;

namespace Collections.Local.Hosting;

/// <summary>What holds for this installation: the files' settings, and the environment's before them.</summary>
/// <param name="File">The files' settings.</param>
/// <param name="Environment">The environment, by names of either case.</param>
internal sealed record LocalSettings(SettingsFile File, IReadOnlyDictionary<string, string> Environment)
{
    private const string FeedPrefix = "COLLECTIONS_FEED_";
    private const string FeedSuffix = "_SECRET";

    /// <summary>The name of a seller that has not given one; with it no letter is handed to a mail server.</summary>
    public const string NoName = "Your company";

    public string? ClerkToken => Setting("COLLECTIONS_TOKEN_CLERK", File.Tokens.Clerk);

    public string? ManagerToken => Setting("COLLECTIONS_TOKEN_MANAGER", File.Tokens.Manager);

    public string? Smtp => Setting("COLLECTIONS_SMTP", File.Smtp);

    /// <summary>The settings of a data folder: <c>appsettings.json</c> beside the program, the one in the folder, the environment; the last wins.</summary>
    /// <exception cref="CommandException">A file is not right.</exception>
    public static LocalSettings Load(DataFolder data, IReadOnlyDictionary<string, string>? environment = null) => new(
        SettingsFile.Read(Path.Combine(AppContext.BaseDirectory, SettingsFile.Name), data.Settings), environment ?? OfProcess());

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

    /// <summary>The company's own settings.</summary>
    /// <param name="regions">The regions that it can be in.</param>
    /// <exception cref="CommandException">A setting is not right; the message names it.</exception>
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
                Parse("timeZone", company.TimeZone, "Australia/Sydney", Zone, "is no IANA time zone, such as Australia/Sydney")),
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

    private static CommandException Wrong(string name, string? value, string why) => new($"{SettingsFile.Name}: company.{name} '{value}' {why}");

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
