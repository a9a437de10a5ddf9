using System.Globalization;
using System.Numerics;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Web.Answers;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Requests;

/// <summary>Every wrong field of a request, and what is wrong with it.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, IReadOnlyList<string>> _errors = new(StringComparer.Ordinal);

    public bool IsEmpty => _errors.Count == 0;

    /// <summary>True while nothing is wrong but that something is missing.</summary>
    public bool OnlyLacks { get; private set; } = true;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByField => _errors;

    public void Add(string field, string why)
    {
        OnlyLacks = false;
        AddTo(field, why);
    }

    /// <summary>Notes that a field is missing.</summary>
    public void AddLack(string field, string why = "is required") => AddTo(field, why);

    /// <summary>Ends the request if anything was wrong.</summary>
    /// <param name="status">400 for a request that cannot be read, 422 for one that lacks what it needs.</param>
    public void ThrowIfAny(int status = 400)
    {
        if (!IsEmpty)
        {
            throw new ProblemException(status, string.Join("; ", _errors.Select(error => $"{error.Key} {error.Value[0]}")), _errors);
        }
    }

    private void AddTo(string field, string why) =>
        _errors[field] = _errors.TryGetValue(field, out var known) ? [.. known, why] : [why];
}

/// <summary>An amount in a request: a plain number, in the account's currency, or an object that names its currency.</summary>
/// <param name="Units">The amount in units.</param>
/// <param name="Currency">The currency, or null for the account's.</param>
internal readonly record struct Amount(decimal Units, Currency? Currency)
{
    /// <summary>The amount in an account's currency; null, with an error noted, if it is none.</summary>
    public Money? In(Currency currency, string field, FieldErrors errors)
    {
        if (Currency is { } own && !ReferenceEquals(own, currency))
        {
            errors.Add(field, $"is in {own.Code}, and the account trades in {currency.Code}");
            return null;
        }

        if (!Money.TryOf(Units, currency, out var money))
        {
            errors.Add(field, $"is no amount in {currency.Code}, which has {currency.Decimals} decimals");
            return null;
        }

        return money;
    }
}

/// <summary>
/// Reads the fields of a JSON object: strict about types, and telling of every field that is wrong, not of the first only. Fields that nobody
/// asks for are passed over, and <c>null</c> is as good as nothing.
/// </summary>
internal sealed class Fields(JObject json, FieldErrors errors, string path = "")
{
    // Days further away are slips of the keyboard, and would lead calendars beyond their range.
    private static readonly DateOnly FirstDay = new(2000, 1, 1);
    private static readonly DateOnly LastDay = new(2199, 12, 31);

    private static readonly string[] InstantForms =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    public FieldErrors Errors => errors;

    /// <summary>A field's full name, as errors call it.</summary>
    public string NameOf(string name) => path + name;

    public bool Has(string name) => json.GetValue(name, StringComparison.Ordinal) is { Type: not (JTokenType.Null or JTokenType.Undefined) };

    /// <summary>True if the field is there at all, be it as <c>null</c>: whoever gives it says something of it (R46).</summary>
    public bool Says(string name) => json.ContainsKey(name);

    /// <summary>A text without blanks around it; null if there is none, or nothing but blanks.</summary>
    /// <param name="name">The field.</param>
    /// <param name="longest">The most characters.</param>
    /// <param name="isRequired">True if its lack is an error.</param>
    /// <param name="lines">True if it may have several lines.</param>
    public string? Text(string name, int longest, bool isRequired = false, bool lines = false)
    {
        if (Value(name, isRequired) is not { } value)
        {
            return null;
        }

        if (value.Type != JTokenType.String)
        {
            Wrong(name, $"must be a text, not {NameOf(value)}");
            return null;
        }

        var text = ((string)value!).Trim();
        if (text.Length == 0)
        {
            return isRequired ? Lacks(name) : null;
        }

        return text.Length > longest ? Wrong(name, string.Create(CultureInfo.InvariantCulture, $"is longer than {longest} characters"))
            : TextRules.WhyNot(text, lines) is { } why ? Wrong(name, why)
            : text;
    }

    public DateOnly? Date(string name, bool isRequired = false) =>
        Plain(name, isRequired) is { } text ? Keep(name, Date(text, out var day), day) : null;

    public DateTimeOffset? Instant(string name, bool isRequired = false) =>
        Plain(name, isRequired) is { } text ? Keep(name, Instant(text, out var moment), moment) : null;

    public T? Word<T>(string name, bool isRequired = false)
        where T : struct, Enum =>
        Plain(name, isRequired) is { } text ? Keep(name, Word<T>(text, out var word), word) : null;

    public bool? Flag(string name, bool isRequired = false)
    {
        if (Value(name, isRequired) is not { } value)
        {
            return null;
        }

        if (value.Type != JTokenType.Boolean)
        {
            Wrong(name, $"must be true or false, not {NameOf(value)}");
            return null;
        }

        return (bool)value;
    }

    /// <summary>A plain number in units, or <c>{"amount": …, "currency": …}</c>.</summary>
    public Amount? Amount(string name, bool isRequired = false)
    {
        if (Value(name, isRequired) is not { } value)
        {
            return null;
        }

        if (value is JObject money)
        {
            var inner = new Fields(money, errors, NameOf(name) + ".");
            var units = inner.Number("amount");
            var currency = inner.Currency("currency");
            return units is { } u && currency is not null ? new Amount(u, currency) : null;
        }

        return Number(name) is { } plain ? new Amount(plain, null) : null;
    }

    /// <summary>A number that must be there.</summary>
    public decimal? Number(string name)
    {
        if (Value(name, isRequired: true) is not { } value)
        {
            return null;
        }

        switch (value)
        {
            case JValue { Value: decimal number }:
                // 900.00 and 900 are the same amount, and written the same.
                return number / 1.0000000000000000000000000000m;
            case JValue { Value: long number }:
                return number;
            case JValue { Value: BigInteger or double }:
                Wrong(name, "is too large a number");
                return null;
            default:
                Wrong(name, $"must be a number, not {NameOf(value)}");
                return null;
        }
    }

    /// <summary>A currency's code that must be there.</summary>
    public Currency? Currency(string name)
    {
        if (Plain(name, isRequired: true) is not { } text)
        {
            return null;
        }

        if (Core.Ledger.Currency.TryParse(text, out var currency))
        {
            return currency;
        }

        Wrong(name, "is no currency code of ISO 4217, such as AUD");
        return null;
    }

    public Fields? Object(string name, bool isRequired = false)
    {
        if (Value(name, isRequired) is not { } value)
        {
            return null;
        }

        if (value is JObject inner)
        {
            return new Fields(inner, errors, NameOf(name) + ".");
        }

        Wrong(name, $"must be an object, not {NameOf(value)}");
        return null;
    }

    /// <summary>The objects of an array that must be there.</summary>
    public IReadOnlyList<Fields> Objects(string name, int most)
    {
        var objects = new List<Fields>();
        if (Value(name, isRequired: true) is not { } value)
        {
            return objects;
        }

        if (value is not JArray array || array.Count > most)
        {
            Wrong(name, value is JArray ? string.Create(CultureInfo.InvariantCulture, $"has more than {most} elements") : $"must be an array, not {NameOf(value)}");
            return objects;
        }

        for (var i = 0; i < array.Count; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]");
            if (array[i] is JObject inner)
            {
                objects.Add(new Fields(inner, errors, NameOf(place) + "."));
            }
            else
            {
                Wrong(place, $"must be an object, not {NameOf(array[i])}");
            }
        }

        return objects;
    }

    /// <summary>Reads a date.</summary>
    /// <returns>Null, or why it is none.</returns>
    public static string? Date(string text, out DateOnly day) =>
        !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) ? "is no date, such as 2021-08-03"
        : day < FirstDay || day > LastDay ? "is not between 2000-01-01 and 2199-12-31"
        : null;

    /// <summary>Reads an instant.</summary>
    /// <returns>Null, or why it is none.</returns>
    public static string? Instant(string text, out DateTimeOffset moment) =>
        !DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment)
            ? "is no instant with its offset, such as 2021-08-03T09:00:00+10:00"
            : DateOnly.FromDateTime(moment.UtcDateTime) is var day && (day < FirstDay || day > LastDay) ? "is not between 2000-01-01 and 2199-12-31"
            : null;

    /// <summary>Reads a word of a kind.</summary>
    /// <returns>Null, or why it is none.</returns>
    public static string? Word<T>(string text, out T word)
        where T : struct, Enum =>
        Words.TryParse(text, out word) ? null : $"is not one of {string.Join(", ", Words.All<T>())}";

    private string? Plain(string name, bool isRequired) => Text(name, 100, isRequired);

    private JToken? Value(string name, bool isRequired)
    {
        if (Has(name))
        {
            return json.GetValue(name, StringComparison.Ordinal);
        }

        if (isRequired)
        {
            Lacks(name);
        }

        return null;
    }

    private string? Lacks(string name)
    {
        errors.AddLack(NameOf(name));
        return null;
    }

    private string? Wrong(string name, string why)
    {
        errors.Add(NameOf(name), why);
        return null;
    }

    private T? Keep<T>(string name, string? why, T value)
        where T : struct
    {
        if (why is null)
        {
            return value;
        }

        Wrong(name, why);
        return null;
    }

    private static string NameOf(JToken value) => value.Type switch
    {
        JTokenType.Array => "an array",
        JTokenType.Object => "an object",
        JTokenType.String => "a text",
        JTokenType.Boolean => "true or false",
        _ => "a number",
    };
}

/// <summary>What texts from outside may hold.</summary>
internal static class TextRules
{
    /// <summary>Why a text cannot be kept, or null: characters that no screen shows, and what is none.</summary>
    public static string? WhyNot(string text, bool lines = false)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t'))
            {
                return "has characters that cannot be printed";
            }

            // The JSON reader puts U+FFFD in the place of half a character.
            if (c == '\uFFFD' || (char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]))))
            {
                return "has something in it that is no character";
            }
        }

        return null;
    }

    /// <summary>The text with every such character made a blank: for what banks deliver, which must not be lost for its looks.</summary>
    public static string Cleaned(string text) =>
        WhyNot(text) is null ? text : string.Concat(text.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) || rune.Value == 0xFFFD ? " " : rune.ToString())).Trim();
}
