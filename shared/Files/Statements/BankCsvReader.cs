using System.Globalization;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.Files.Statements;

/// <summary>Reads bank exports as CSV: a day and an amount a row, or a debit and a credit column.</summary>
internal sealed class BankCsvReader : PartSource
{
    // The positions of the fields in Schema.BankEntries.
    private const int Booked = 0;
    private const int Amount = 1;
    private const int Credit = 2;
    private const int Debit = 3;
    private const int CurrencyCode = 4;
    private const int Direction = 5;
    private const int Reference = 6;
    private const int Payer = 7;
    private const int PayerAccount = 8;
    private const int Id = 9;
    private const int EndToEnd = 10;
    private const int Code = 11;
    private const int Value = 12;
    private const int Status = 13;
    private const int Account = 14;
    private const int BankAccount = 15;
    private const int ReversalOf = 16;
    private const int Structured = 17;
    private const int BankReference = 18;

    private readonly CsvRecords _records;
    private readonly FieldReader _fields;
    private readonly AmountForm _form;
    private readonly string[] _statusColumns;
    private readonly EntryKeys _keys = new();
    private readonly Currency? _defaultCurrency;
    private readonly BalanceCheck _sum = new();
    private SkippedPart? _left;
    private string? _own;
    private int _changes;
    private DateOnly? _from;
    private DateOnly? _to;

    private BankCsvReader(CsvRecords records, ImportOptions options)
    {
        _records = records;
        _fields = new FieldReader(_records, options);
        _defaultCurrency = options.DefaultCurrency;
        _form = options.Decimal == DecimalSign.Comma ? AmountForm.FreeComma : AmountForm.Free;
        _statusColumns = _records.Has(Status) ? [] : [.. _records.IgnoredColumns.Where(BookingStatus.IsHeader)];
    }

    /// <summary>Opens a file: its amounts are looked through before the first row is read.</summary>
    /// <param name="source">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="options">How it is to be understood.</param>
    /// <exception cref="ImportFormatException">A column is missing, the options don't fit the file, or its amounts can be meant in two ways.</exception>
    public static BankCsvReader Open(Rereadable source, TextReader text, ImportOptions options)
    {
        var records = new CsvRecords(text, Schema.BankEntries, options.Map);
        if (!records.Has(Amount) && !records.Has(Credit) && !records.Has(Debit))
        {
            throw new ImportFormatException(
                "the file of bank entries has neither a column amount nor columns credit and debit; if they have other names there, say --map theirs=amount");
        }

        if (options.Decimal is null)
        {
            options = options with { Decimal = FileSurvey.WayOf(records, [Amount, Credit, Debit], told: null) };
            source.Rewind();
            records = new CsvRecords(TextOpener.OpenWithHead(source).Text, Schema.BankEntries, options.Map, records);
        }

        source.Forget();
        return new BankCsvReader(records, options);
    }

    /// <inheritdoc/>
    public override long Line => _records.Line;

    /// <inheritdoc/>
    public override bool Step(Queue<StatementPart> parts)
    {
        if (!_records.Next())
        {
            parts.Enqueue(new Statement(1, _own, _from, _sum.IsMissingPayments ? null : _to, _defaultCurrency, Opening: null, Closing: null, _sum.IsMissingPayments));
            return false;
        }

        var entry = _records.Error is null ? Parse() : null;
        if (_records.Error is { } error)
        {
            _sum.Miss(mayBePayment: true);
            parts.Enqueue(new RejectedPart(error.Line, error, MayBePayment: true));
        }
        else if (_left is { } left)
        {
            parts.Enqueue(left);
        }
        else if (entry!.Amount.IsZero)
        {
            parts.Enqueue(new SkippedPart(_records.Line, SkipKind.Nothing, "its amount is nothing"));
        }
        else
        {
            parts.Enqueue(_keys.Finish(entry));
        }

        return true;
    }

    // By our own column, or by whatever column of the file says so.
    private bool IsBooked()
    {
        foreach (var column in _statusColumns)
        {
            if (!IsBooked(column, _records.Column(column)))
            {
                return false;
            }
        }

        return IsBooked(Schema.BankEntries.Fields[Status], _fields[Status]);
    }

    private bool IsBooked(string column, ReadOnlySpan<char> word)
    {
        switch (BookingStatus.Of(word))
        {
            case Booking.Booked:
                return true;
            case Booking.Unknown:
                return _records.Reject(column, word, "is no state of a transaction that is known: nobody can tell whether it is money");
            case var booking:
                _left = new SkippedPart(
                    _records.Line, booking == Booking.NotYet ? SkipKind.NotYet : SkipKind.NotMoney, BookingStatus.Why(booking, word[..Math.Min(word.Length, 100)].ToString()));
                return false;
        }
    }

    /// <summary>The entry of a row, or null for one that is left out or rejected.</summary>
    private RawEntry? Parse()
    {
        _left = null;
        if (!IsBooked())
        {
            return null;
        }

        if (!_fields.RequiredDate(Booked, out var bookedOn)
            || !_fields.Code(CurrencyCode, out var currency)
            || !_fields.Date(Value, out var valueDate)
            || !ReadUnits(out var units, out var field))
        {
            return null;
        }

        currency ??= _defaultCurrency;
        if (currency is null)
        {
            _fields.Reject(CurrencyCode, "is required; name it with --currency");
            return null;
        }

        if (StatementFigures.Of(Math.Abs(units), currency, out var amount) is { } why)
        {
            _fields.Reject(field, why);
            return null;
        }

        Begin(StatementText.Account(_fields[BankAccount].ToString()));
        _from = _from is null || bookedOn < _from ? bookedOn : _from;
        _to = _to is null || bookedOn > _to ? bookedOn : _to;
        return EntryOf(new RawEntry(_records.Line, bookedOn, amount, units > 0), valueDate);
    }

    private RawEntry EntryOf(RawEntry entry, DateOnly? valueDate)
    {
        var undoes = StatementText.Reference(_fields[ReversalOf].ToString());
        return entry with
        {
            BankReference = StatementText.Reference(_fields[Id].ToString()),
            Reference = StatementText.Clean(_fields[Reference].ToString()),
            Payer = StatementText.Clean(_fields[Payer].ToString()),
            Account = StatementText.Clean(_fields[Account].ToString(), FieldReader.MaxNumber),
            Details = new EntryDetails
            {
                ValueDate = valueDate,
                PayerAccount = StatementText.Account(_fields[PayerAccount].ToString()),
                EndToEndId = StatementText.Reference(_fields[EndToEnd].ToString()),
                StructuredReference = StatementText.Reference(_fields[Structured].ToString()),
                BankReference = StatementText.Reference(_fields[BankReference].ToString()),
                TransactionCode = StatementText.Clean(_fields[Code].ToString()),
                Undoes = undoes,
                IsReversal = undoes is not null && !entry.IsCredit,
            },
        };
    }

    private void Begin(string? account)
    {
        // Each change of account is a statement of its own that follows the last: equal rows are equal payments, not the same row again.
        if (_changes == 0 || account != _own)
        {
            _keys.Begin("csv", account, identity: (++_changes).ToString(CultureInfo.InvariantCulture), opening: null);
            _own = account;
        }
    }

    /// <summary>How much came in, negative for money that went out, and the field that says so.</summary>
    private bool ReadUnits(out decimal units, out int field)
    {
        units = 0;
        field = !_fields[Amount].IsEmpty || (_fields[Credit].IsEmpty && _fields[Debit].IsEmpty) ? Amount : _fields[Credit].IsEmpty || IsNothing(_fields[Credit]) ? Debit : Credit;
        if (field == Debit && _fields[Debit].IsEmpty)
        {
            field = Credit;
        }

        if (StatementFigures.Amount(_fields[field].ToString(), _form, out units) is { } why)
        {
            return _fields.Reject(field, why);
        }

        if (field == Credit && units < 0)
        {
            return _fields.Reject(Credit, "is negative, and stands in the column of what came in");
        }

        if (field != Amount)
        {
            // Banks write what went out with and without a minus.
            units = field == Debit ? -Math.Abs(units) : units;
            return _fields[Credit].IsEmpty || _fields[Debit].IsEmpty || IsNothing(_fields[Credit]) || IsNothing(_fields[Debit])
                || _fields.Reject(Debit, "stands beside a credit; a row is one or the other");
        }

        return Turn(ref units);
    }

    private bool Turn(ref decimal units)
    {
        var direction = _fields[Direction];
        if (direction.IsEmpty)
        {
            return true;
        }

        var isCredit = Is(direction, "credit") || Is(direction, "CRDT") || Is(direction, "C") || Is(direction, "CR") || Is(direction, "in");
        if (!isCredit && !(Is(direction, "debit") || Is(direction, "DBIT") || Is(direction, "D") || Is(direction, "DR") || Is(direction, "out")))
        {
            return _fields.Reject(Direction, "is neither credit nor debit");
        }

        if (isCredit && units < 0)
        {
            return _fields.Reject(Amount, "is negative, and the direction says credit");
        }

        if (!isCredit && _fields[Amount].EndsWith("CR", StringComparison.OrdinalIgnoreCase))
        {
            return _fields.Reject(Amount, "says credit, and the direction says debit");
        }

        units = isCredit ? units : -Math.Abs(units);
        return true;
    }

    private bool IsNothing(ReadOnlySpan<char> text) => StatementFigures.Amount(text.ToString(), _form, out var units) is null && units == 0;

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
