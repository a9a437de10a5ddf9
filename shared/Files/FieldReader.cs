using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>Reads the fields of a record by the rules of their type. A field that breaks one rejects the record, and the method says false.</summary>
internal sealed class FieldReader
{
    /// <summary>The most characters of an account's or invoice's number.</summary>
    public const int MaxNumber = 64;

    /// <summary>The most characters of a name.</summary>
    public const int MaxName = 200;

    /// <summary>The most characters of a short text.</summary>
    public const int MaxText = 100;

    private const int MaxDates = 8192;

    private readonly RecordSource _record;
    private readonly string _dateFormat;
    private readonly Currency? _defaultCurrency;
    private readonly DecimalSign _decimal;
    private readonly Dictionary<string, DateOnly> _dates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOnly>.AlternateLookup<ReadOnlySpan<char>> _datesByText;

    // Accounts, currencies and the like repeat; a small table of recent texts saves most of their copies.
    private readonly string[] _recent = new string[2048];

    public FieldReader(RecordSource record, ImportOptions options)
    {
        _record = record;
        _dateFormat = options.CheckedDateFormat();
        _defaultCurrency = options.DefaultCurrency;
        _decimal = options.Decimal ?? DecimalSign.Point;
        _datesByText = _dates.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The text of a field; empty where the record doesn't have it.</summary>
    public ReadOnlySpan<char> this[int field] => _record[field];

    /// <summary>True if the record says something of a field, be it that there is nothing (R46).</summary>
    public bool Has(int field) => _record.Has(field);

    /// <summary>Rejects the record for one of its fields.</summary>
    public bool Reject(int field, string why) => _record.Reject(_record.Schema.Fields[field], _record[field], why);

    /// <summary>A text of one line that must be there.</summary>
    public bool Required(int field, int max, [NotNullWhen(true)] out string? value) =>
        Optional(field, max, out value) && (value is not null || Reject(field, "is required"));

    /// <summary>A text of one line, or null where it is blank.</summary>
    public bool Optional(int field, int max, out string? value)
    {
        var text = _record[field];
        value = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text.Length > max)
        {
            return Reject(field, $"is longer than {max} characters");
        }

        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return Reject(field, "has a control character or a line end");
            }
        }

        value = Copy(text);
        return true;
    }

    /// <summary>A text that may have several lines, or null where it is blank.</summary>
    public bool Lines(int field, int max, out string? value)
    {
        var text = _record[field];
        value = null;
        foreach (var c in text)
        {
            if (char.IsControl(c) && c is not ('\r' or '\n' or '\t'))
            {
                return Reject(field, "has a control character");
            }
        }

        if (text.Length > max)
        {
            return Reject(field, $"is longer than {max} characters");
        }

        value = text.IsEmpty ? null : text.ToString();
        return true;
    }

    /// <summary>A date in the file's one form, or null where it is blank.</summary>
    public bool Date(int field, out DateOnly? day, int firstYear = 1990)
    {
        day = null;
        var text = _record[field];
        if (text.IsEmpty)
        {
            return true;
        }

        if (Day(text, firstYear, out var read) is { } why)
        {
            return Reject(field, why);
        }

        day = read;
        return true;
    }

    /// <summary>A date that must be there.</summary>
    public bool RequiredDate(int field, out DateOnly day)
    {
        var isRead = Date(field, out var read) && (read is not null || Reject(field, "is required"));
        day = read.GetValueOrDefault();
        return isRead;
    }

    /// <summary>Reads a date in the file's one form.</summary>
    /// <returns>Null, or why it is none.</returns>
    public string? Day(ReadOnlySpan<char> text, int firstYear, out DateOnly day)
    {
        if (!_datesByText.TryGetValue(text, out day))
        {
            if (!DateOnly.TryParseExact(text, _dateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            {
                return $"is not a day of the calendar in the form {_dateFormat}";
            }

            if (_dates.Count < MaxDates)
            {
                _dates.Add(text.ToString(), day);
            }
        }

        return day.Year < firstYear || day.Year > 2100 ? $"is not between the years {firstYear} and 2100" : null;
    }

    /// <summary>A currency by its code, or null where it is blank; the default comes last, in <see cref="Fits"/>.</summary>
    public bool Code(int field, out Currency? currency)
    {
        currency = null;
        return _record[field].IsEmpty || Currency.TryParse(Copy(_record[field]), out currency) || Reject(field, "is not an ISO 4217 currency code");
    }

    /// <summary>An amount, or null where it is blank. A currency's code in front must be the row's, or becomes it.</summary>
    public bool Amount(int field, ref Currency? currency, out decimal? amount)
    {
        amount = null;
        if (_record[field].IsEmpty)
        {
            return true;
        }

        if (AmountIn(field, _record[field], ref currency, out var read) is { } why)
        {
            return Reject(field, why);
        }

        amount = read;
        return true;
    }

    /// <summary>An amount that must be there.</summary>
    public bool RequiredAmount(int field, ref Currency? currency, out decimal amount)
    {
        var isRead = Amount(field, ref currency, out var read) && (read is not null || Reject(field, "is required"));
        amount = read.GetValueOrDefault();
        return isRead;
    }

    /// <summary>Reads an amount out of a field, in the way that the file writes them.</summary>
    /// <returns>Null, or why it is none.</returns>
    public string? AmountIn(int field, ReadOnlySpan<char> text, ref Currency? currency, out decimal amount) =>
        Amount(text, _record.IsNumber(field) ? DecimalSign.Point : _decimal, ref currency, out amount);

    /// <summary>Reads an amount.</summary>
    /// <returns>Null, or why it is none.</returns>
    public static string? Amount(ReadOnlySpan<char> text, DecimalSign sign, ref Currency? currency, out decimal amount)
    {
        if (Amounts.Read(text, sign, out amount, out var code) is { } why)
        {
            return why;
        }

        if (code is not null && currency is not null && !ReferenceEquals(code, currency))
        {
            return $"is in {code.Code} and the row in {currency.Code}";
        }

        currency ??= code;
        return null;
    }

    /// <summary>Gives a row that names no currency the default.</summary>
    public Currency? OrDefault(Currency? currency) => currency ?? _defaultCurrency;

    /// <summary>Checks that a field's amount has no more decimals than its currency.</summary>
    public bool Fits(int field, decimal? amount, Currency? currency) =>
        amount is not { } a || currency is null || a.Scale <= currency.Decimals
        || Reject(field, $"has more decimals than {currency.Code}, which has {currency.Decimals}");

    private string Copy(ReadOnlySpan<char> text)
    {
        ref var recent = ref _recent[string.GetHashCode(text, StringComparison.Ordinal) & (_recent.Length - 1)];
        return recent is not null && text.SequenceEqual(recent) ? recent : recent = text.ToString();
    }
}
