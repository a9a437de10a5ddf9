using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.Files.Accounting;

/// <summary>What all exports have in common while they are read: cells by their rules, customers by name, documents checked and numbered, rows left out.</summary>
internal sealed class ExportWork(ImportOptions options, ExportDates dates, DecimalSign sign)
{
    private const int MostTold = 20;

    private readonly List<ReadRow<InvoiceRow>> _rows = [];
    private readonly Dictionary<string, long> _lineOfNumber = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ExportCustomer> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _leftOut = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private readonly List<string> _mismatches = [];
    private int _untold;

    /// <summary>True if every row's amount could be told.</summary>
    public bool TellsAmounts { get; set; } = true;

    /// <summary>The currency that the books are kept in, or null.</summary>
    public Currency? Home => options.DefaultCurrency;

    /// <summary>What stands before the decimals of its amounts.</summary>
    public DecimalSign Sign => sign;

    /// <summary>Rejects a row.</summary>
    public bool Reject(long line, string field, string? value, string why)
    {
        _rows.Add(new ReadRow<InvoiceRow>(line, null, new RowError(line, field, value, why)));
        return false;
    }

    /// <summary>Leaves a row out that is no item of the ledger; the report counts them by what they are.</summary>
    public void LeaveOut(string what) => _leftOut[what] = _leftOut.GetValueOrDefault(what) + 1;

    /// <summary>Tells of something that cost no row.</summary>
    public void Warn(string warning)
    {
        if (_warnings.Count < MostTold)
        {
            _warnings.Add(warning);
        }
        else
        {
            _untold++;
        }
    }

    /// <summary>Compares a total that the file gives with the sum of the rows it covers.</summary>
    public void CheckTotal(long line, string what, decimal total, decimal sum)
    {
        if (total != sum)
        {
            _mismatches.Add(string.Create(
                CultureInfo.InvariantCulture, $"line {line}: the file's total {what} is {total:N2}, and its rows that were read sum to {sum:N2}"));
        }
    }

    /// <summary>Reads an amount that must be there.</summary>
    public bool Amount(ExportRecord record, int column, string field, out decimal amount)
    {
        Currency? currency = null;
        amount = 0;
        var text = record[column];
        return (text.Length > 0 || Reject(record.Line, field, text, "is required"))
            && (FieldReader.Amount(text, sign, ref currency, out amount) is not { } why || Reject(record.Line, field, text, why));
    }

    /// <summary>Reads an amount; nothing where it is blank.</summary>
    public bool AmountOrZero(ExportRecord record, int column, string field, out decimal amount)
    {
        amount = 0;
        return record[column].Length == 0 || Amount(record, column, field, out amount);
    }

    /// <summary>Reads a date that must be there.</summary>
    public bool Day(ExportRecord record, int column, string field, out DateOnly day)
    {
        day = default;
        var text = record[column];
        return (text.Length > 0 || Reject(record.Line, field, text, "is required"))
            && (dates.Read(text, out day) is not { } why || Reject(record.Line, field, text, why));
    }

    /// <summary>Reads a date; null where it is blank.</summary>
    public bool DayOrNull(ExportRecord record, int column, string field, out DateOnly? day)
    {
        day = null;
        if (record[column].Length == 0)
        {
            return true;
        }

        var isRead = Day(record, column, field, out var read);
        day = isRead ? read : null;
        return isRead;
    }

    /// <summary>Reads a currency's code; the export's own where it is blank.</summary>
    public bool Code(ExportRecord record, int column, out Currency? currency)
    {
        currency = null;
        var text = record[column];
        return text.Length == 0 || Currency.TryParse(text, out currency) || Reject(record.Line, "currency", text, "is not an ISO 4217 currency code");
    }

    /// <summary>The customer of a row, met before or new.</summary>
    /// <param name="record">The row.</param>
    /// <param name="name">The name.</param>
    /// <param name="code">The export's own number for the customer; blank if there is none.</param>
    /// <param name="customer">The customer.</param>
    public bool Customer(ExportRecord record, string name, string code, out ExportCustomer customer)
    {
        customer = null!;
        if (name.Length is 0 or > FieldReader.MaxName)
        {
            return Reject(record.Line, "account", name, name.Length == 0 ? "is required: the row names no customer" : $"is longer than {FieldReader.MaxName} characters");
        }

        if (code.Length > FieldReader.MaxNumber)
        {
            return Reject(record.Line, "account", code, $"is longer than {FieldReader.MaxNumber} characters");
        }

        var isOwnCode = code.Length > 0 && code != "*None";
        var key = isOwnCode ? code : AccountCodes.Of(name);
        if (!_customers.TryGetValue(key, out customer!))
        {
            _customers.Add(key, customer = new ExportCustomer(key, name, isOwnCode));
        }

        return true;
    }

    /// <summary>Notes how a customer can be reached; what was told first stays.</summary>
    public void Reach(ExportRecord record, ExportCustomer customer, string email, string phone, string person)
    {
        if (email.Length > ContactReader.MaxEmail || (email.Length > 0 && !ContactReader.IsAddress(email)))
        {
            Warn($"line {record.Line}: '{(email.Length > 100 ? email[..100] : email)}' is not an email address and is left out");
            email = "";
        }

        customer.Email ??= email.Length > 0 ? email : null;
        customer.Phone ??= phone.Length is > 0 and <= FieldReader.MaxText ? phone : null;
        customer.Person ??= person.Length is > 0 and <= FieldReader.MaxName ? person : null;
    }

    /// <summary>Checks a document, numbers it where it has no number of its own, and takes it into the ledger's rows.</summary>
    public bool Add(ExportDocument document)
    {
        var (line, balance, amount) = (document.Line, document.Balance, document.Amount ?? document.Balance);
        if (amount == 0 && balance == 0)
        {
            LeaveOut("about nothing: neither an amount nor a balance");
            return true;
        }

        if (document.MustBeCredit && (amount > 0 || balance > 0))
        {
            return Reject(line, "amount", Text(amount), "is the customer's debt, though the row is a credit or a payment");
        }

        if (balance != 0 && (balance > 0 != amount > 0 || Math.Abs(balance) > Math.Abs(amount)))
        {
            return Reject(line, "balance", Text(balance), string.Create(CultureInfo.InvariantCulture, $"is no part of the amount, {amount}"));
        }

        var currency = document.Currency ?? options.DefaultCurrency;
        if (currency is not null && (amount.Scale > currency.Decimals || balance.Scale > currency.Decimals))
        {
            return Reject(line, "amount", Text(amount), $"has more decimals than {currency.Code}, which has {currency.Decimals}");
        }

        if (document.Due < document.Issued)
        {
            return Reject(line, "due", document.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "is before the day of issue");
        }

        if (!Number(document, out var number))
        {
            return false;
        }

        _rows.Add(new ReadRow<InvoiceRow>(
            line,
            new InvoiceRow(
                number, document.Customer.Code, document.Issued, amount, currency, document.Due, balance,
                Short(document.Reference), Short(document.Order), Disputed: null, Settled: null, Instalments: []) { Said = document.Said },
            Error: null));
        return true;
    }

    /// <summary>What all of it came to.</summary>
    public ExportReading End(AccountingExport export, DateOnly? asOf)
    {
        var warnings = new List<string>(_mismatches.Take(MostTold));
        if (_mismatches.Count > MostTold)
        {
            warnings.Add($"{_mismatches.Count - MostTold} more totals of the file differ from its rows");
        }

        warnings.AddRange(_leftOut.Select(left => string.Create(CultureInfo.InvariantCulture, $"left out: {left.Value} {(left.Value == 1 ? "row" : "rows")} {left.Key}")));
        warnings.AddRange(_warnings);
        if (_untold > 0)
        {
            warnings.Add($"{_untold} more of this kind");
        }

        return new ExportReading
        {
            Export = export,
            Rows = [.. _rows.OrderBy(row => row.Line)],
            Customers = _customers,
            AsOf = asOf,
            TellsAmounts = TellsAmounts,
            IsOutOfBalance = _mismatches.Count > 0,
            Warnings = warnings,
        };
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static string? Short(string? text) =>
        string.IsNullOrEmpty(text) ? null : text.Length > FieldReader.MaxText ? text[..FieldReader.MaxText] : text;

    private bool Number(ExportDocument document, out string number)
    {
        number = document.Number ?? "";
        if (number.Length > 0)
        {
            return (number.Length <= FieldReader.MaxNumber || Reject(document.Line, "invoice", number, $"is longer than {FieldReader.MaxNumber} characters"))
                && (_lineOfNumber.TryAdd(number, document.Line)
                    || Reject(document.Line, "invoice", number, $"is also the number of another document, on line {_lineOfNumber[number]}"));
        }

        if (document.Prefix is not { } prefix)
        {
            return Reject(document.Line, "invoice", "", "is required: an invoice without a number can't be asked for");
        }

        // Two that look the same are told apart by their order.
        var amount = document.Amount is { } known ? Text(known) : "";
        for (var n = 1; ; n++)
        {
            number = AccountCodes.Number(
                prefix, document.Issued, document.Customer.Code, document.Reference ?? "", amount, n.ToString(CultureInfo.InvariantCulture));
            if (_lineOfNumber.TryAdd(number, document.Line))
            {
                return true;
            }
        }
    }
}
