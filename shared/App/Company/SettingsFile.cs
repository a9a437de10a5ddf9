using Collections.Core.Remittances;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Company;

/// <summary>What <c>appsettings.json</c> may say. A name that isn't here is an error, so that a slip is not taken for a default.</summary>
public sealed class SettingsFile
{
    /// <summary>The file's name, in the data folder or beside the program.</summary>
    public const string Name = "appsettings.json";

    private const string Separator = "__";

    private static readonly JsonSerializer Strict = JsonSerializer.Create(new JsonSerializerSettings
    {
        MissingMemberHandling = MissingMemberHandling.Error,
        DateParseHandling = DateParseHandling.None,
    });

    /// <summary>The seller and its defaults.</summary>
    public CompanyPart Company { get; init; } = new();

    /// <summary>Who may call the API.</summary>
    public TokensPart Tokens { get; init; } = new();

    /// <summary>The bank feeds by name, each with its secrets.</summary>
    public Dictionary<string, FeedPart> Feeds { get; init; } = [];

    /// <summary>Where letters are handed to a mail server (Local only).</summary>
    public string? Smtp { get; init; }

    /// <summary>ASP.NET's own: how much is logged.</summary>
    public JToken? Logging { get; init; }

    /// <summary>ASP.NET's own: the web server's limits and certificates.</summary>
    public JToken? Kestrel { get; init; }

    /// <summary>Reads the files that are there; a later one wins, setting by setting, and the environment over all of them.</summary>
    /// <param name="paths">The files, in order.</param>
    /// <param name="environment">The environment; of it, names such as <c>company__name</c> and <c>company__address__0</c> are settings of the file.</param>
    /// <exception cref="SettingsException">A setting is not right; the message says where.</exception>
    public static SettingsFile Read(IEnumerable<string> paths, IReadOnlyDictionary<string, string> environment)
    {
        var all = new JObject();
        foreach (var path in paths.Where(File.Exists))
        {
            Merge(all, path, () =>
            {
                using var reader = new JsonTextReader(new StringReader(File.ReadAllText(path))) { DateParseHandling = DateParseHandling.None };
                return JObject.Load(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
            });
        }

        Merge(all, "the environment", () => OfEnvironment(environment));
        return all.ToObject<SettingsFile>(Strict)!;
    }

    // Each source is checked by itself, so that the message names the right one.
    private static void Merge(JObject all, string source, Func<JObject> read)
    {
        try
        {
            var settings = read();
            settings.ToObject<SettingsFile>(Strict);
            all.Merge(settings, new JsonMergeSettings
            {
                MergeArrayHandling = MergeArrayHandling.Replace,
                PropertyNameComparison = StringComparison.OrdinalIgnoreCase,
            });
        }
        catch (JsonException e)
        {
            throw new SettingsException($"{source}: {e.Message}");
        }
    }

    // Names of two parts are texts, names of three are the lines of a list, in the order of their numbers. A blank one says nothing.
    private static JObject OfEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var company = new JObject();
        foreach (var (name, value) in environment.OrderBy(one => one.Key.Length).ThenBy(one => one.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (name.Split(Separator) is not [var section, var key, ..] parts || !section.Equals(nameof(Company), StringComparison.OrdinalIgnoreCase)
                || string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            if (parts.Length == 2)
            {
                company[key] = value;
            }
            else if (company.GetValue(key, StringComparison.OrdinalIgnoreCase) is JArray lines)
            {
                lines.Add(value);
            }
            else
            {
                company[key] = new JArray(value);
            }
        }

        return company.Count > 0 ? new JObject { [nameof(Company)] = company } : [];
    }

    /// <summary>The seller and its defaults.</summary>
    public sealed class CompanyPart
    {
        /// <summary>Who sells; letters come from it.</summary>
        public string? Name { get; init; }

        /// <summary>The lines of its postal address.</summary>
        public IReadOnlyList<string> Address { get; init; } = [];

        /// <summary>The address that letters come from.</summary>
        public string? From { get; init; }

        /// <summary>The address that answers go to; unless told, the one that letters come from.</summary>
        public string? ReplyTo { get; init; }

        /// <summary>Its telephone number.</summary>
        public string? Phone { get; init; }

        /// <summary>Whose the bank account is; unless told, the seller.</summary>
        public string? BankAccountName { get; init; }

        /// <summary>The lines that name the bank account (R41).</summary>
        public IReadOnlyList<string> BankLines { get; init; } = [];

        /// <summary>The pattern of a link to pay by card, with <c>{amount}</c> and <c>{reference}</c> (R41).</summary>
        public string? CardLink { get; init; }

        /// <summary>Its time zone of IANA.</summary>
        public string? TimeZone { get; init; }

        /// <summary>The region whose holidays it keeps.</summary>
        public string? Region { get; init; }

        /// <summary>The currency of accounts and invoices that name none.</summary>
        public string? Currency { get; init; }

        /// <summary>The terms of accounts that name none.</summary>
        public string? Terms { get; init; }

        /// <summary>The policy of accounts that name none.</summary>
        public string? Policy { get; init; }

        /// <summary>The local time of the day's scan, such as 06:00.</summary>
        public string? ScanAt { get; init; }
    }

    /// <summary>The tokens of the people who call the API.</summary>
    public sealed class TokensPart
    {
        /// <summary>The token of the clerks.</summary>
        public string? Clerk { get; init; }

        /// <summary>The token of the managers.</summary>
        public string? Manager { get; init; }

        /// <summary>The token of a mail service that reports what became of letters.</summary>
        public string? Reports { get; init; }
    }

    /// <summary>A bank feed.</summary>
    public sealed class FeedPart
    {
        /// <summary>Its secrets (<c>whsec_…</c>, unless the scheme is another), separated by blanks; several while one is changed for another.</summary>
        public string? Secret { get; init; }

        /// <summary>How it signs: <c>standard-webhooks</c> unless told, <c>stripe</c>, <c>hmac-sha256-hex</c> or <c>hmac-sha256-base64</c>.</summary>
        public string? Scheme { get; init; }

        /// <summary>The header with the signature; needed by every scheme but <c>standard-webhooks</c>.</summary>
        public string? Header { get; init; }

        /// <summary>What stands before the signature of an <c>hmac-sha256-…</c>, such as <c>sha256=</c>.</summary>
        public string? Prefix { get; init; }

        /// <summary>What its secrets are, <c>text</c> unless told, or <c>base64</c>; not for <c>standard-webhooks</c>.</summary>
        public string? SecretEncoding { get; init; }

        /// <summary>How its own JSON is read; null for the contract's own form.</summary>
        public MappingPart? Mapping { get; init; }
    }

    /// <summary>How a sender's own JSON is read as bank entries: JSONPaths, those of an entry's fields from the entry.</summary>
    public sealed class MappingPart
    {
        /// <summary>Where the entries are, such as <c>$.data[*]</c>; <c>$</c> unless told, the payload itself.</summary>
        public string? Entries { get; init; }

        /// <summary>The sender's id of an entry, unique in the feed.</summary>
        public string? Id { get; init; }

        /// <summary>The day on which it was booked.</summary>
        public string? BookedOn { get; init; }

        /// <summary>The form of that day, or <c>epoch</c> for seconds since 1970; unless told, ISO 8601.</summary>
        public string? DateFormat { get; init; }

        /// <summary>The IANA zone in which a moment's day is taken; the company's unless told.</summary>
        public string? TimeZone { get; init; }

        /// <summary>The amount: a number, or a text of one.</summary>
        public string? Amount { get; init; }

        /// <summary><c>major</c> (units, unless told) or <c>minor</c> (such as cents).</summary>
        public string? AmountUnit { get; init; }

        /// <summary>The currency: a path, or a constant such as <c>=AUD</c>.</summary>
        public string? Currency { get; init; }

        /// <summary><c>sign</c> for the amount's own, <c>=credit</c>, <c>=debit</c>, or a path.</summary>
        public string? Direction { get; init; }

        /// <summary>What the values at that path mean: <c>credit</c> or <c>debit</c>.</summary>
        public Dictionary<string, string>? DirectionValues { get; init; }

        /// <summary>What the payer wrote: a path, or several, whose texts are joined with blanks.</summary>
        public JToken? Reference { get; init; }

        /// <summary>Who paid.</summary>
        public string? Payer { get; init; }

        /// <summary>The account, where the sender knows it.</summary>
        public string? Account { get; init; }

        /// <summary>The id of the entry that this one undoes (R37).</summary>
        public string? ReversalOf { get; init; }

        /// <summary>The payer's account at their bank.</summary>
        public string? PayerAccount { get; init; }

        /// <summary>The structured reference that the payer used.</summary>
        public string? StructuredReference { get; init; }

        /// <summary>The id that the payer's bank gave the payment.</summary>
        public string? EndToEndId { get; init; }

        /// <summary>The bank's own reference of the entry.</summary>
        public string? BankReference { get; init; }

        /// <summary>Up to when the feed is complete, from the payload: an instant, or seconds since 1970.</summary>
        public string? AsOf { get; init; }

        /// <summary>Which entries are passed over.</summary>
        public SkipPart? SkipWhen { get; init; }

        /// <summary><c>refuse</c> the whole delivery unless told, or <c>keep-good</c>.</summary>
        public string? OnBadEntry { get; init; }

        /// <summary>A payload as the sender writes it.</summary>
        public JToken? Sample { get; init; }

        /// <summary>The entries that it holds, in the contract's own form.</summary>
        public IReadOnlyList<JToken>? Expect { get; init; }
    }

    /// <summary>Which entries are passed over.</summary>
    public sealed class SkipPart
    {
        /// <summary>A path from the entry.</summary>
        public string? Path { get; init; }

        /// <summary>An entry with one of these values there is none.</summary>
        public IReadOnlyList<string>? Values { get; init; }
    }
}
