using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Newtonsoft.Json;

namespace Collections.Files;

/// <summary>The objects of a JSON array, one at a time, each as the text of its fields.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The readers hold nothing but memory; the stream is its opener's.")]
internal sealed class JsonRecords : RecordSource
{
    private const int MaxIgnored = 100;
    private const int MaxDigits = 15;

    private readonly StrictJsonText _text;
    private readonly JsonTextReader _json;
    private readonly Dictionary<string, int> _names;
    private readonly Dictionary<string, int> _fieldOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private readonly DefaultJsonNameTable _propertyNames = new();
    private readonly ArrayBufferWriter<char> _values = new(4096);
    private readonly Range[] _slices;
    private readonly bool[] _given;
    private readonly bool[] _isText;
    private ulong _print;
    private int _field;
    private bool _ended;

    public JsonRecords(TextReader text, Schema schema, IReadOnlyDictionary<string, string> map)
        : base(schema)
    {
        _names = schema.Names(map);
        _slices = new Range[schema.Fields.Length];
        _given = new bool[schema.Fields.Length];
        _isText = new bool[schema.Fields.Length];
        _text = new StrictJsonText(text, MaxRecord);
        _json = new JsonTextReader(_text)
        {
            DateParseHandling = DateParseHandling.None,

            // Read as decimals, NaN and 1e30 would end the file instead of their row. As doubles they are rejected row by row, and so is
            // a number of more than the 15 digits that a double keeps.
            FloatParseHandling = FloatParseHandling.Double,
            PropertyNameTable = _propertyNames,
            ArrayPool = SharedArrays.Chars,
            CloseInput = false,
        };
        try
        {
            _text.NextElement();
            Read();
        }
        catch (Exception e) when (e is JsonException or ElementTooLongException)
        {
            throw new ImportFormatException($"the file begins like JSON and is none: {(e is JsonException broken ? _text.Explain(broken) : e.Message)}");
        }

        if (_json.TokenType != JsonToken.StartArray)
        {
            throw new ImportFormatException($"the JSON must be an array of {schema.What}, such as [{{\"{schema.Fields[0]}\": \"A-1\"}}]");
        }
    }

    public override FileType FileType => FileType.Json;

    /// <summary>True to digest every element for <see cref="Print"/>.</summary>
    public bool KeepsPrint { get; init; }

    /// <inheritdoc/>
    public override ulong Print => _print;

    public override IReadOnlyCollection<string> IgnoredColumns => _ignored;

    /// <inheritdoc/>
    public override bool Has(int field) => _given[field];

    /// <inheritdoc/>
    public override bool IsNumber(int field) => _given[field] && !_isText[field];

    public override ReadOnlySpan<char> this[int field] => _values.WrittenSpan[_slices[field]].Trim();

    protected override bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        _text.NextElement();
        try
        {
            if (!Read())
            {
                return Break("the JSON ends before its array does");
            }

            Line = _json.LineNumber;
            if (_json.TokenType == JsonToken.EndArray)
            {
                _ended = true;
                return Read() && Break("the JSON goes on after its array");
            }

            ReadElement();
            return true;
        }
        catch (ElementTooLongException)
        {
            return Break($"the element is longer than {MaxRecord:N0} characters; nothing after it was read");
        }
        catch (JsonException e)
        {
            return Break($"the JSON is broken, and nothing after it was read: {_text.Explain(e)}");
        }
    }

    private bool Break(string why)
    {
        _ended = true;
        Line = Math.Max(1, _json.LineNumber);
        Error = new RowError(Line, "", null, why);
        return true;
    }

    private void ReadElement()
    {
        _values.ResetWrittenCount();
        Array.Clear(_slices);
        Array.Clear(_given);
        Array.Clear(_isText);
        _print = Digest.Empty;
        if (_json.TokenType != JsonToken.StartObject)
        {
            Reject("", Convert.ToString(_json.Value, CultureInfo.InvariantCulture), "the element is not an object");
            _json.Skip();
            return;
        }

        while (ReadInside() && _json.TokenType == JsonToken.PropertyName)
        {
            var name = (string)_json.Value!;
            var field = FieldOf(name);
            ReadInside();
            if (field < 0)
            {
                PassOver(name);
            }
            else
            {
                _field = field;
                ReadField();
            }
        }
    }

    private void ReadField()
    {
        var from = _values.WrittenCount;
        switch (_json.TokenType, Schema.KindOf(_field))
        {
            case (JsonToken.StartObject, FieldKind.Money):
                _values.Write(ReadMoney());
                break;
            case (JsonToken.StartArray, FieldKind.Schedule):
                AppendSchedule();
                break;
            default:
                AppendValue();
                break;
        }

        // Whatever is left of a value that is none of ours.
        _json.Skip();
        if (_given[_field])
        {
            Reject(Schema.Fields[_field], default, "is given twice");
        }

        var text = _values.WrittenSpan[from..];
        if (text.Contains('\uFFFD'))
        {
            Reject(Schema.Fields[_field], text, "has bytes that are no characters in the file's encoding");
        }

        _slices[_field] = from.._values.WrittenCount;
        _given[_field] = true;
        _print = KeepsPrint ? Digest.With(Digest.With(_print, Schema.Fields[_field]), _values.WrittenSpan[from..]) : _print;
    }

    // Nobody wants it; but two elements that differ in it are not the same.
    private void PassOver(string name)
    {
        if (!KeepsPrint)
        {
            _json.Skip();
            return;
        }

        _print = Digest.With(_print, name);
        var depth = _json.Depth;
        do
        {
            _print = Digest.With(_print, Convert.ToString(_json.Value, CultureInfo.InvariantCulture));
        }
        while ((_json.TokenType is JsonToken.StartObject or JsonToken.StartArray || _json.Depth > depth) && ReadInside());
    }

    /// <summary>Writes a plain value as its text; null is nothing.</summary>
    private void AppendValue()
    {
        switch (_json.Value)
        {
            case null when _json.TokenType is JsonToken.Null or JsonToken.Undefined:
                break;
            case string text:
                _isText[_field] = true;
                _values.Write(text);
                break;
            case bool flag:
                _values.Write(flag ? "true" : "false");
                break;
            case IFormattable:
                _values.Write(ReadPlain());
                break;
            default:
                Reject(Schema.Fields[_field], default, "is not a plain value");
                break;
        }
    }

    /// <summary>Reads <c>{"amount": 900, "currency": "AUD"}</c> as <c>AUD 900</c>.</summary>
    private string ReadMoney()
    {
        var (amount, currency) = ReadPair("amount", "currency");
        return $"{currency} {(amount.Length > 0 ? amount : "{}")}";
    }

    /// <summary>Writes <c>[{"due": "2021-07-31", "amount": 400}]</c> as <c>2021-07-31=400;</c>.</summary>
    private void AppendSchedule()
    {
        while (ReadInside() && _json.TokenType != JsonToken.EndArray)
        {
            var (due, amount) = _json.TokenType == JsonToken.StartObject ? ReadPair("due", "amount") : (ReadPlain(), "");
            _values.Write($"{due}={amount};");
        }
    }

    /// <summary>Reads an object of two properties; others are passed over, and what is missing is empty.</summary>
    private (string First, string Second) ReadPair(string firstName, string secondName)
    {
        var (first, second) = ("", "");
        while (ReadInside() && _json.TokenType == JsonToken.PropertyName)
        {
            var name = Schema.Normal((string)_json.Value!);
            ReadInside();
            _isText[_field] |= name == "amount" && _json.TokenType == JsonToken.String;
            var text = name == "amount" && secondName == "amount" && _json.TokenType == JsonToken.StartObject ? ReadMoney() : ReadPlain();
            first = name == firstName ? text : first;
            second = name == secondName ? text : second;
        }

        return (first, second);
    }

    private string ReadPlain()
    {
        var text = Convert.ToString(_json.Value, CultureInfo.InvariantCulture) ?? "";
        if (_json.Value is double && text.Count(char.IsAsciiDigit) > MaxDigits)
        {
            Reject(Schema.Fields[_field], text, "is a JSON number of too many digits to be exact; write it as a string");
        }

        _json.Skip();
        return text;
    }

    private int FieldOf(string name)
    {
        if (_fieldOf.TryGetValue(name, out var field))
        {
            return field;
        }

        field = _names.GetValueOrDefault(Schema.Normal(name), -1);
        if (field >= 0 && _fieldOf.Count < MaxIgnored)
        {
            _fieldOf.Add(_propertyNames.Add(name), field);
        }
        else if (field < 0 && _ignored.Count < MaxIgnored)
        {
            _ignored.Add(name);
        }

        return field;
    }

    /// <summary>Reads a token inside an element, where the end of the text is an error.</summary>
    private bool ReadInside() => Read() ? true : throw new JsonReaderException("it ends inside an element");

    /// <summary>Reads a token that isn't a comment.</summary>
    private bool Read()
    {
        while (_json.Read())
        {
            if (_json.TokenType != JsonToken.Comment)
            {
                return true;
            }
        }

        return false;
    }
}
