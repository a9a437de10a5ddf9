using System.Globalization;
using Collections.App.Company;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Feeds;

/// <summary>A payload as a mapping reads it.</summary>
/// <param name="AsOf">Up to when the feed is complete, if it said so.</param>
/// <param name="Entries">The good entries.</param>
/// <param name="Count">All entries but those that the mapping skips.</param>
/// <param name="Rejected">What could not be read.</param>
internal sealed record MappedPayload(DateTimeOffset? AsOf, IReadOnlyList<BankEntry> Entries, int Count, IReadOnlyList<RejectedEntry> Rejected);

/// <summary>Reads a sender's own JSON as bank entries, by JSONPath. What it makes of an entry is checked as the contract's own form is.</summary>
internal sealed class FeedMapping
{
    private const string EachOf = "[*]";
    private const int MostEntries = 10_000;

    private readonly SettingsFile.MappingPart _part;
    private readonly MappedDay _day;
    private readonly IReadOnlyList<string> _reference;

    /// <exception cref="SettingsException">A setting is not right, or the sample does not come out as expected; the message names it.</exception>
    public FeedMapping(string feed, SettingsFile.MappingPart part, TimeZoneInfo zone)
    {
        var check = new MappingCheck($"feeds.{feed}.mapping");
        _part = part;
        _reference = check.Paths(part);
        _day = new MappedDay(check, part, zone);
        check.Sample(part, this);
    }

    /// <summary>True if good entries are kept though others of the same delivery cannot be read.</summary>
    public bool KeepsGood => _part.OnBadEntry == MappingCheck.KeepGood;

    /// <summary>Reads a payload; what is wrong with it is told, not thrown.</summary>
    public MappedPayload Read(JToken payload)
    {
        var rejected = new List<RejectedEntry>();
        var asOf = AsOfIn(payload, rejected);
        var entries = new List<BankEntry>();
        var count = 0;
        foreach (var (index, token) in EntriesIn(payload, rejected).Index())
        {
            var errors = new FieldErrors();
            if (IsSkipped(token, errors))
            {
                continue;
            }

            count++;
            if (token.Type == JTokenType.Null)
            {
                rejected.Add(new RejectedEntry(index, "", "null", "is null, and no entry"));
                continue;
            }

            var entry = EntryOf(token, errors);
            Note(errors, index, token, rejected);
            if (errors.IsEmpty)
            {
                entries.Add(entry);
            }
        }

        return new MappedPayload(asOf, entries, count, rejected);
    }

    private static void Note(FieldErrors errors, int? index, JToken token, List<RejectedEntry> rejected)
    {
        var text = token.ToString(Formatting.None);
        foreach (var (field, reasons) in errors.ByField)
        {
            rejected.Add(new RejectedEntry(index, field, text.Length > 300 ? text[..300] : text, reasons[0]));
        }
    }

    // A list that is gone is no empty list: a sender that has changed its form must not be taken for a heartbeat.
    private List<JToken> EntriesIn(JToken payload, List<RejectedEntry> rejected)
    {
        var errors = new FieldErrors();
        var path = _part.Entries ?? "$";
        var isList = path.EndsWith(EachOf, StringComparison.Ordinal);
        var lists = isList ? JsonPath.Select(payload, path[..^EachOf.Length], "entries", errors) : [];
        var entries = JsonPath.Select(payload, path, "entries", errors, keepsNulls: isList);
        if (isList ? lists.Count == 0 || lists.Exists(list => list is not JArray) : entries.Count == 0)
        {
            errors.Add("entries", $"are not where the mapping has them, {path}");
        }

        if (entries.Count > MostEntries)
        {
            errors.Add("entries", string.Create(CultureInfo.InvariantCulture, $"are more than {MostEntries}"));
        }

        Note(errors, index: null, payload, rejected);
        return errors.IsEmpty ? entries : [];
    }

    // Where the mapping says that the sender tells it, its lack is an error: without it the feed would count as complete up to now (R20).
    private DateTimeOffset? AsOfIn(JToken payload, List<RejectedEntry> rejected)
    {
        if (_part.AsOf is null)
        {
            return null;
        }

        var errors = new FieldErrors();
        DateTimeOffset? asOf = null;
        if (JsonPath.Text(payload, _part.AsOf, "asOf", errors) is not { } text)
        {
            errors.AddLack("asOf");
        }
        else if (MappedDay.Epoch(text) is { } moment)
        {
            asOf = moment;
        }
        else if (Fields.Instant(text, out var instant) is { } why)
        {
            errors.Add("asOf", why);
        }
        else
        {
            asOf = instant;
        }

        Note(errors, index: null, payload, rejected);
        return asOf;
    }

    private bool IsSkipped(JToken token, FieldErrors errors) =>
        _part.SkipWhen is { Path: { } path, Values: { } values }
        && JsonPath.Select(token, path, "skipWhen", errors).Exists(value => JsonPath.TextOf(value) is { } text && values.Contains(text, StringComparer.Ordinal));

    // The reasons that the mapping gives come before those of the check.
    private BankEntry EntryOf(JToken token, FieldErrors errors)
    {
        string? Text(string? path, string field) => path is null ? null : JsonPath.Text(token, path, field, errors);

        var currency = (_part.Currency!.StartsWith('=') ? _part.Currency[1..] : Text(_part.Currency, "currency"))?.ToUpperInvariant();
        var units = Units(Text(_part.Amount, "amount"), currency, errors);
        var isBySign = _part.Direction == MappingCheck.Sign;
        var json = new JObject
        {
            ["id"] = Text(_part.Id, "id"),
            ["bookedOn"] = Text(_part.BookedOn, "bookedOn") is { } day ? _day.Of(day, errors) : null,
            ["amount"] = isBySign && units is { } signed ? Math.Abs(signed) : units,
            ["currency"] = currency,
            ["direction"] = isBySign ? (units < 0 ? "debit" : "credit") : Direction(token, errors),
            ["reference"] = Reference(token, errors),
            ["payer"] = Text(_part.Payer, "payer"),
            ["account"] = Text(_part.Account, "account"),
            ["reversalOf"] = Text(_part.ReversalOf, "reversalOf"),
            ["payerAccount"] = Text(_part.PayerAccount, "payerAccount"),
            ["structuredReference"] = Text(_part.StructuredReference, "structuredReference"),
            ["endToEndId"] = Text(_part.EndToEndId, "endToEndId"),
            ["bankReference"] = Text(_part.BankReference, "bankReference"),
        };
        foreach (var lack in json.Properties().Where(one => one.Value is JValue { Value: null }).ToList())
        {
            lack.Remove();
        }

        return BankEntryBody.Read(new Fields(json, errors), json);
    }

    private string? Reference(JToken token, FieldErrors errors)
    {
        var texts = _reference.Select(path => JsonPath.Text(token, path, "reference", errors)).Where(text => !string.IsNullOrWhiteSpace(text));
        var joined = string.Join(' ', texts);
        return joined.Length == 0 ? null : joined;
    }

    private string? Direction(JToken token, FieldErrors errors)
    {
        if (_part.Direction!.StartsWith('='))
        {
            return _part.Direction[1..];
        }

        var text = JsonPath.Text(token, _part.Direction, "direction", errors);
        if (text is null || _part.DirectionValues is not { } values)
        {
            return text;
        }

        if (values.TryGetValue(text, out var direction))
        {
            return direction;
        }

        errors.Add("direction", $"is none of {string.Join(", ", values.Keys)}");
        return null;
    }

    private decimal? Units(string? text, string? code, FieldErrors errors)
    {
        if (text is null)
        {
            return null;
        }

        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units))
        {
            errors.Add("amount", "must be a number, or a text of one such as -12.50");
            return null;
        }

        if (_part.AmountUnit != MappingCheck.Minor)
        {
            return units;
        }

        if (units != decimal.Truncate(units))
        {
            errors.Add("amount", "is in minor units, and must be a whole number");
            return null;
        }

        // What the currency lacks is told as the currency's error.
        for (var i = 0; code is not null && Currency.TryParse(code, out var currency) && i < currency.Decimals; i++)
        {
            units /= 10;
        }

        return units;
    }
}
