using Collections.App.Company;

namespace Collections.Web.Settings;

/// <summary>What a caller may do.</summary>
public enum ApiRole
{
    /// <summary>A collections clerk.</summary>
    Clerk,

    /// <summary>A manager, who may do all that a clerk may.</summary>
    Manager,

    /// <summary>A mail service, which reports what became of letters and may do nothing else.</summary>
    Reporter,
}

/// <summary>A bearer token.</summary>
/// <param name="Token">The secret; not blank.</param>
/// <param name="Role">What its bearer may do.</param>
/// <param name="Name">Who it is in the record, unless the header <c>X-Clerk</c> says.</param>
public sealed record ApiToken(string Token, ApiRole Role, string Name);

/// <summary>Settings of the HTTP interface.</summary>
public sealed record HttpOptions
{
    /// <summary>Who may come in; none means that every call that needs a token is refused.</summary>
    public IReadOnlyList<ApiToken> Tokens { get; init; } = [];

    /// <summary>The bearer token of a mail service that reports what became of letters, where it has no Entra identity; null for none.</summary>
    public string? ReportsToken { get; init; }

    /// <summary>Whose Entra ID tokens are let in; null for nobody's.</summary>
    public EntraOptions? Entra { get; init; }

    /// <summary>
    /// True where the platform signs people in before requests reach the app and strips the header <c>X-MS-CLIENT-PRINCIPAL</c> of callers: App Service
    /// with its built-in authentication turned on. Anywhere else whoever sends that header would be believed.
    /// </summary>
    public bool TrustPlatformSignIn { get; init; }

    /// <summary>
    /// The secrets of each bank feed, <c>whsec_</c> and base64 unless its part says otherwise; several while one replaces another. Feeds' names are told apart without regard to case, and
    /// stored as written here.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> FeedSecrets { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How the feeds of those names sign and write what they deliver, where it isn't by Standard Webhooks and in the contract's own form.</summary>
    public IReadOnlyDictionary<string, SettingsFile.FeedPart> FeedParts { get; init; } = new Dictionary<string, SettingsFile.FeedPart>();

    /// <summary>The zone in which a moment's day is taken, where a feed has moments for days and names no zone.</summary>
    public TimeZoneInfo FeedZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The longest body of a bank's delivery, in bytes.</summary>
    public int MaxWebhookBytes { get; init; } = 256 * 1024;

    /// <summary>The longest body of delivery reports, in bytes; Event Grid's events are at most this long.</summary>
    public int MaxReportsBytes { get; init; } = 1024 * 1024;

    /// <summary>The longest body of other requests, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>The longest file of a ledger import, in bytes. It is never held in memory as a whole.</summary>
    public long MaxImportBytes { get; init; } = 200L * 1024 * 1024;

    /// <summary>The longest body of an archive's lines, in bytes: one account's whole history must fit.</summary>
    public int MaxArchiveBytes { get; init; } = 90 * 1024 * 1024;

    /// <summary>How long what other machines have begun goes on after the company was paused.</summary>
    public TimeSpan PauseTakes { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far a delivery's timestamp may be from the clock, either way, in seconds.</summary>
    public int WebhookToleranceSeconds { get; init; } = 300;
}
