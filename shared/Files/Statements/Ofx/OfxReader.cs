using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.Files.Statements.Ofx;

/// <summary>Reads OFX statements of bank accounts and cards: version 1 (SGML) and 2 (XML).</summary>
internal sealed class OfxReader(TextReader text, ImportOptions options) : PartSource
{
    private const int MaxFields = 100;

    private readonly OfxTokens _tokens = new(text);
    private readonly EntryKeys _keys = new();

    // Where the leaves at hand belong to.
    private string _inside = "";
    private OfxStatement? _statement;
    private Dictionary<string, string>? _entry;
    private long _entryLine;
    private int _entries;
    private int _statements;
    private bool _isEnded;
    private bool _isOfCard;

    /// <inheritdoc/>
    public override long Line => _tokens.Line;

    /// <inheritdoc/>
    public override bool Step(Queue<StatementPart> parts)
    {
        while (_tokens.Next())
        {
            if (_tokens.IsClosing)
            {
                Close(_tokens.Name, parts);
            }
            else
            {
                Open(_tokens.Name, _tokens.Text, parts);
            }

            if (parts.Count > 0)
            {
                return true;
            }
        }

        return Finish(parts);
    }

    private bool Finish(Queue<StatementPart> parts)
    {
        BreakOff(parts);
        if (!_isEnded)
        {
            _statement?.Sum.Miss(mayBePayment: true);
            parts.Enqueue(new RejectedPart(_tokens.Line, new RowError(_tokens.Line, "</OFX>", null, "is missing: the file is cut off"), MayBePayment: true));
        }

        EndStatement(parts);
        return _statements > 0 ? false : throw new ImportFormatException("it has no statement in it");
    }

    private void Open(string name, string text, Queue<StatementPart> parts)
    {
        switch (name)
        {
            case "STMTRS" or "CCSTMTRS" or "INVSTMTRS":
                EndStatement(parts);
                _statement = new OfxStatement(_tokens.Line);
                _isOfCard = name == "CCSTMTRS";
                _entries = 0;
                break;
            case "STMTTRN" or "STMTTRNP":
                BreakOff(parts);
                (_entry, _entryLine, _inside) = (new Dictionary<string, string>(StringComparer.Ordinal), _tokens.Line, "");
                _entries++;
                if (name == "STMTTRNP")
                {
                    _entry["TRNTYPE"] = "HOLD";
                }

                break;
            case "BANKACCTFROM" or "CCACCTFROM" or "INVACCTFROM" or "LEDGERBAL" or "AVAILBAL" or "PAYEE" or "BANKACCTTO" or "CCACCTTO" or "CURRENCY" or "ORIGCURRENCY":
                _inside = name;
                break;
            default:
                TakeLeaf(name, text, parts);
                break;
        }
    }

    private void TakeLeaf(string name, string text, Queue<StatementPart> parts)
    {
        if (text.Length == 0)
        {
            return;
        }

        var field = _inside.Length == 0 ? name : $"{_inside}.{name}";
        if (_entry is not null)
        {
            if (_entry.Count < MaxFields)
            {
                _entry.TryAdd(field, text);
            }
        }
        else if (_statement is not null)
        {
            _statement.Take(field, text);
        }
        else if (name == "SEVERITY" && text == "ERROR")
        {
            parts.Enqueue(new StatementNote(_tokens.Line, "the bank says in the file that it could not answer as asked (status ERROR)"));
        }
    }

    private void Close(string name, Queue<StatementPart> parts)
    {
        if (name == _inside)
        {
            _inside = "";
        }

        switch (name)
        {
            case "STMTTRN" or "STMTTRNP" when _entry is { } entry:
                _entry = null;
                new OfxEntries(_keys, options).Make(Begun(), new OfxFound(entry, _entryLine, _entries) { IsOfCard = _isOfCard }, parts);
                break;
            case "STMTRS" or "CCSTMTRS" or "INVSTMTRS":
                EndStatement(parts);
                break;
            case "OFX":
                _isEnded = true;
                break;
        }
    }

    private OfxStatement Begun()
    {
        _statement ??= new OfxStatement(_tokens.Line);
        if (!_statement.IsBegun)
        {
            _keys.Begin("ofx", _statement.Account, _statement.Identity, opening: null);
            _statement.IsBegun = true;
        }

        return _statement;
    }

    // An entry without its end: the file broke off in it, or lost a piece.
    private void BreakOff(Queue<StatementPart> parts)
    {
        if (_entry is not null)
        {
            Begun().Sum.Miss(mayBePayment: true);
            var place = string.Create(CultureInfo.InvariantCulture, $"STMTTRN[{_entries}]");
            parts.Enqueue(new RejectedPart(_entryLine, new RowError(_entryLine, place, null, "is not closed"), MayBePayment: true));
            _entry = null;
        }
    }

    private void EndStatement(Queue<StatementPart> parts)
    {
        BreakOff(parts);
        if (_statement is { } statement)
        {
            _statements++;
            parts.Enqueue(statement.Summary());
        }

        (_statement, _inside) = (null, "");
    }
}

/// <summary>An entry's fields as they were found.</summary>
/// <param name="Fields">By name; those of an element inside with its name and a point in front.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Number">Its place in its statement, from 1.</param>
internal sealed record OfxFound(IReadOnlyDictionary<string, string> Fields, long Line, int Number)
{
    /// <summary>True on a card's statement, not an account's.</summary>
    public bool IsOfCard { get; init; }

    /// <summary>A field's text, or null.</summary>
    public string? this[string name] => Fields.GetValueOrDefault(name);
}

/// <summary>A statement while it is read.</summary>
/// <param name="line">The line on which it begins.</param>
internal sealed class OfxStatement(long line)
{
    private string? _bank;
    private string? _number;
    private DateOnly? _from;
    private DateOnly? _to;
    private DateOnly? _balanceOn;
    private decimal? _balance;

    public BalanceCheck Sum { get; } = new();

    public bool IsBegun { get; set; }

    public Currency? Currency { get; private set; }

    public string? Account => StatementText.Account($"{_bank} {_number}");

    public string Identity => $"{_from}|{_to}";

    /// <summary>True if the bank's ids merely count the lines of the file; null before the first was seen.</summary>
    public bool? IdsCountLines { get; set; }

    public void Take(string field, string text)
    {
        switch (field)
        {
            case "CURDEF":
                Currency = Currency.TryParse(text, out var currency) ? currency : Currency;
                break;
            case "BANKACCTFROM.BANKID":
                _bank ??= text;
                break;
            case "BANKACCTFROM.ACCTID" or "CCACCTFROM.ACCTID" or "INVACCTFROM.ACCTID":
                _number ??= text;
                break;
            case "DTSTART":
                _from = DayOf(text);
                break;
            case "DTEND":
                _to = DayOf(text);
                break;
            case "LEDGERBAL.DTASOF":
                _balanceOn = DayOf(text);
                break;
            case "LEDGERBAL.BALAMT":
                _balance = StatementFigures.Amount(text, AmountForm.Signed, out var units) is null ? units : null;
                break;
        }
    }

    public Statement Summary() => new(
        line, Account, _from, Sum.IsMissingPayments ? null : _to ?? _balanceOn, Currency, Opening: null,
        _balance is { } units && Currency is not null && Money.TryOf(units, Currency, out var closing) ? closing : null, Sum.IsMissingPayments);

    /// <summary>The day at the beginning of <c>20210803120000[-5:EST]</c>, or null.</summary>
    public static DateOnly? DayOf(string text) =>
        text.Length >= 8 && StatementFigures.Day(text.AsSpan(0, 8), "yyyyMMdd", out var day) is null ? day : null;
}
