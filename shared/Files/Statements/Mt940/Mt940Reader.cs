using System.Text.RegularExpressions;

namespace Collections.Files.Statements.Mt940;

/// <summary>Reads SWIFT MT940 statements and MT942 reports, with or without the network's envelope.</summary>
internal sealed class Mt940Reader(TextReader text, ImportOptions options) : PartSource
{
    private const int MaxLines = 100;

    // Linear in time, whatever the text.
    private static readonly Regex Tag = new(
        @"^[ \t]{0,3}:(?<tag>\d{2}[A-Z]?|NS):", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly BoundedLines _lines = new(text);
    private readonly EntryKeys _keys = new();
    private readonly List<string> _field = [];
    private string? _tag;
    private long _tagLine;
    private bool _isCut;

    private Mt940Statement? _statement;
    private bool _isBegun;
    private int _statements;

    // The entry whose field 86 may still follow.
    private Mt940Line? _entry;
    private long _entryLine;
    private readonly List<string> _info = [];

    /// <inheritdoc/>
    public override long Line => _lines.Number;

    /// <inheritdoc/>
    public override bool Step(Queue<StatementPart> parts)
    {
        while (_lines.Next() is { } line)
        {
            line = line.TrimStart('\u0001', '\u0002', '\u0003', '\uFEFF');
            if (Tag.Match(line) is { Success: true } tag)
            {
                TakeField(parts);
                (_tag, _tagLine, _isCut) = (tag.Groups["tag"].Value, _lines.Number, _lines.IsCut);
                _field.Add(line[tag.Length..]);
            }
            else if (line.StartsWith('-') || line.StartsWith('{'))
            {
                // The end of a message, or the network's envelope around the next.
                TakeField(parts);
            }
            else if (_tag is not null && _field.Count < MaxLines)
            {
                _isCut |= _lines.IsCut;
                _field.Add(line);
            }

            if (parts.Count > 0)
            {
                return true;
            }
        }

        TakeField(parts);
        EndStatement(parts);
        return _statements > 0 ? false : throw new ImportFormatException("it has no statement in it");
    }

    private void TakeField(Queue<StatementPart> parts)
    {
        var (tag, first) = (_tag, _field.Count > 0 ? _field[0].Trim() : "");
        _tag = null;
        switch (tag)
        {
            case null:
                break;
            case "61":
                EndEntry(parts);
                BeginEntry(parts);
                break;
            case "86":
                // After the closing balance it tells of the statement.
                _info.AddRange(_entry is null ? [] : _field.Take(MaxLines - _info.Count));
                break;
            case "20":
                EndStatement(parts);
                _statement = new Mt940Statement(_tagLine);
                _statement.Take(tag, first);
                break;
            default:
                EndEntry(parts);
                _statement?.Take(tag, first);
                break;
        }

        _field.Clear();
    }

    private void BeginEntry(Queue<StatementPart> parts)
    {
        _statement ??= new Mt940Statement(_tagLine);
        _statement.IsOne = true;
        if (!_isBegun)
        {
            _keys.Begin(_statement.IsReport ? "mt942" : "mt940", _statement.Account, _statement.Identity, _statement.Opening, _statement.Head());
            _isBegun = true;
        }

        (string Field, string Value, string Why, bool MayBePayment)? wrong = _isCut
            ? ("", _field[0][..50], $"is longer than {BoundedLines.MaxLine:N0} characters", true)
            : Mt940Line.Read(_field[0].Trim(), out _entry);
        if (wrong is { } error)
        {
            Reject(parts, _tagLine, error.Field, error.Value, error.Why, error.MayBePayment);
        }

        _entryLine = _tagLine;
        _info.Clear();
    }

    private void Reject(Queue<StatementPart> parts, long line, string field, string value, string why, bool mayBePayment)
    {
        _entry = null;
        _statement!.Sum.Miss(mayBePayment);
        parts.Enqueue(new RejectedPart(line, new RowError(line, field.Length == 0 ? ":61:" : $":61: {field}", value, why), mayBePayment));
    }

    private void EndEntry(Queue<StatementPart> parts)
    {
        if (_entry is not { } line)
        {
            return;
        }

        _entry = null;
        if (line.Mark is "EC" or "ED")
        {
            parts.Enqueue(new SkippedPart(_entryLine, SkipKind.NotYet, "it is expected, and no money yet"));
            return;
        }

        var mayBePayment = line.Mark != "D";
        if ((_statement!.Currency ?? options.DefaultCurrency) is not { } currency)
        {
            Reject(parts, _entryLine, "currency", "", "is not told by an opening balance (field 60)", mayBePayment);
        }
        else if (StatementFigures.Of(line.Amount, currency, out var amount) is { } why)
        {
            Reject(parts, _entryLine, "amount", line.AmountText, why, mayBePayment);
        }
        else if (amount.IsZero)
        {
            parts.Enqueue(new SkippedPart(_entryLine, SkipKind.Nothing, "its amount is nothing"));
        }
        else
        {
            _statement.Sum.Add(amount, line.IsCredit);
            parts.Enqueue(_keys.Finish(EntryOf(line, Mt940Info.Read(_info), amount)));
        }
    }

    private RawEntry EntryOf(Mt940Line line, Mt940Info info, Core.Ledger.Money amount) => new(_entryLine, line.BookedOn, amount, line.IsCredit)
    {
        BankReference = line.BankReference,
        Reference = info.Reference ?? line.OwnerReference,
        Payer = info.Payer,
        Details = new EntryDetails
        {
            ValueDate = line.ValueDate,
            PayerAccount = info.PayerAccount,
            EndToEndId = info.EndToEndId,
            OwnerReference = line.OwnerReference,
            TransactionCode = info.Code is null ? line.Type : $"{line.Type}-{info.Code}",

            // RC takes a credit back. So do returned items (RTI) and returned direct debits (108, 109), which come as ordinary debits.
            IsReversal = line.Mark == "RC" || (line.Mark == "D" && (line.Type.EndsWith("RTI", StringComparison.Ordinal) || info.Code is "108" or "109")),
        },
    };

    private void EndStatement(Queue<StatementPart> parts)
    {
        EndEntry(parts);
        if (_statement is { IsOne: true } statement)
        {
            _statements++;
            if (statement.IsOpen)
            {
                parts.Enqueue(new RejectedPart(
                    _lines.Number, new RowError(_lines.Number, ":62F:", null, "is missing: the statement has no closing balance, and may be cut off"), MayBePayment: true));
            }

            var summary = statement.Summary();
            if (statement.Sum.WhyNot(statement.Opening, statement.Closing) is { } why)
            {
                parts.Enqueue(new StatementNote(summary.Line, why));
                summary = summary with { Through = null, LacksPayments = true };
            }

            if (_isBegun)
            {
                _keys.End(statement.Closing);
            }

            parts.Enqueue(summary);
        }

        (_statement, _isBegun) = (null, false);
    }
}
