using System.Globalization;
using Collections.Core.Ledger;
using Collections.Core.Payments;

namespace Collections.Files.Statements.Camt;

/// <summary>A statement or notification while it is read: its account, its period and its balances.</summary>
/// <param name="kind">The element's name: <c>Stmt</c>, <c>Ntfctn</c> or <c>Rpt</c>.</param>
/// <param name="number">Its place in the file, from 1.</param>
/// <param name="line">The line on which it begins.</param>
internal sealed class CamtStatement(string kind, int number, long line)
{
    // A period that ends this late ends with its day; banks write 23:59:59, or midnight of the next day.
    private static readonly TimeOnly EndOfDay = new(23, 0);

    private string _id = "";
    private string _page = "";
    private string? _number;
    private DateOnly? _createdOn;
    private string? _fromText;
    private string? _toText;
    private (Money Amount, DateOnly? On)? _opening;
    private (Money Amount, DateOnly? On)? _previous;
    private (Money Amount, DateOnly? On, bool IsInterim)? _closing;

    /// <summary>How its entries come (<see cref="BankEntry.Source"/>).</summary>
    public string Source { get; } = kind switch { "Ntfctn" => "camt.054", "Rpt" => "camt.052", _ => "camt.053" };

    public BalanceCheck Sum { get; } = new();

    public string? Account { get; private set; }

    public Currency? Currency { get; private set; }

    public int Entries { get; set; }

    /// <summary>Its place, for people.</summary>
    public string Place { get; } = string.Create(CultureInfo.InvariantCulture, $"{kind}[{number}]");

    public string Identity => $"{_id}|{_page}|{_fromText}|{Opening}";

    public Money? Opening => (_opening ?? _previous)?.Amount;

    public Money? Closing => _closing?.Amount;

    /// <summary>Takes in one of its elements, other than its entries.</summary>
    public void Take(CamtNode node)
    {
        switch (node.Name)
        {
            case "Id":
                _id = node.Text;
                break;
            case "ElctrncSeqNb" or "LglSeqNb":
                _number ??= node.Text.Trim() is { Length: > 0 } number ? number : null;
                break;
            case "CreDtTm":
                _createdOn = DayOf(node.Text);
                break;
            case "StmtPgntn" or "NtfctnPgntn" or "RptPgntn":
                _page = node.TextAt("PgNb") ?? "";
                break;
            case "FrToDt":
                (_fromText, _toText) = (node.TextAt("FrDtTm") ?? node.TextAt("FrDt"), node.TextAt("ToDtTm") ?? node.TextAt("ToDt"));
                break;
            case "Acct":
                Account = CamtDetail.AccountOf(node);
                Currency = Currency.TryParse(node.TextAt("Ccy"), out var currency) ? currency : Currency;
                break;
            case "Bal":
                TakeBalance(node);
                break;
        }
    }

    /// <summary>What tells it from others; its balances stand before its entries.</summary>
    public StatementHead? Head()
    {
        var opening = _opening ?? _previous;
        var head = StatementHead.Of(Account, _number is null ? null : $"{_number}/{_page}", Identity, opening?.Amount, opening?.On);
        if (head is not null)
        {
            (head.Closing, head.ClosedOn) = (_closing?.Amount, _closing?.On);
        }

        return head;
    }

    /// <summary>What it says as a whole.</summary>
    public Statement Summary() => new(
        line, Account, DayOf(_fromText) ?? (_opening ?? _previous)?.On,
        Sum.IsMissingPayments ? null : Through(), Currency ?? Opening?.Currency ?? Closing?.Currency, Opening, Closing,
        Sum.IsMissingPayments);

    /// <summary>A day at the beginning of a date or a date with time.</summary>
    public static DateOnly? DayOf(string? text) =>
        text is { Length: >= 10 } && StatementFigures.Day(text.AsSpan(0, 10), "yyyy-MM-dd", out var day) is null ? day : null;

    private void TakeBalance(CamtNode node)
    {
        if (StatementFigures.Amount(node.At("Amt")?.Text, AmountForm.Point, out var units) is not null
            || !Currency.TryParse(node.At("Amt")?.Currency, out var currency)
            || !Money.TryOf(node.TextAt("CdtDbtInd") == "DBIT" ? -units : units, currency, out var amount))
        {
            return;
        }

        var on = DayOf(node.TextAt("Dt", "Dt") ?? node.TextAt("Dt", "DtTm"));
        switch (node.TextAt("Tp", "CdOrPrtry", "Cd"))
        {
            case "OPBD":
                _opening ??= (amount, on);
                break;
            case "PRCD":
                _previous ??= (amount, on);
                break;
            case "CLBD":
                _closing = (amount, on, node.TextAt("Tp", "SubTp", "Cd") == "INTM");
                break;
        }
    }

    // A closing booked balance is the day's last word. A notification tells a period; without one, the day on which it was made is not over.
    private DateOnly? Through()
    {
        if (kind == "Stmt" && _closing is { On: { } on } closing)
        {
            return closing.IsInterim ? on.AddDays(-1) : on;
        }

        return DayOf(_toText) is { } last
            ? IsEndOfDay(_toText!) ? last : last.AddDays(-1)
            : kind == "Stmt" ? null : _createdOn?.AddDays(-1);
    }

    private static bool IsEndOfDay(string text) =>
        text.Length == 10
        || (text.Length >= 16 && TimeOnly.TryParseExact(text.AsSpan(11, 5), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time >= EndOfDay);
}
