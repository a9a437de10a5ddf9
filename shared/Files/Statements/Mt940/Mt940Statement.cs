using Collections.Core.Ledger;

namespace Collections.Files.Statements.Mt940;

/// <summary>A statement or report while it is read.</summary>
/// <param name="line">The line on which it begins.</param>
internal sealed class Mt940Statement(long line)
{
    private const int MaxIdentity = 500;

    private DateOnly? _openedOn;
    private DateOnly? _closedOn;
    private DateOnly? _reportedOn;
    private bool _isInterim;
    private bool _isReport;
    private string? _number;
    private StatementHead? _head;

    public BalanceCheck Sum { get; } = new();

    public string? Account { get; private set; }

    public Currency? Currency { get; private set; }

    public Money? Opening { get; private set; }

    public Money? Closing { get; private set; }

    /// <summary>What tells it from others of the account.</summary>
    public string Identity { get; private set; } = "";

    /// <summary>True once a field came that only a statement has.</summary>
    public bool IsOne { get; set; }

    /// <summary>True for a report (MT942), which says since which amount it lists, and has no opening balance.</summary>
    public bool IsReport => _isReport && Opening is null;

    /// <summary>True if it began with a balance, and so should end with one.</summary>
    public bool IsOpen => Opening is not null && Closing is null;

    /// <summary>Takes in one of its fields, other than its entries.</summary>
    public void Take(string tag, string text)
    {
        switch (tag)
        {
            case "20" or "28C" or "28":
                _number = tag == "20" ? _number : text;
                Identify(text);
                break;
            case "25" or "25P":
                Account = StatementText.Account(text);
                break;
            case "60F" or "60M":
                (Opening, _openedOn) = Balance(text);
                Currency = Opening?.Currency ?? Currency;
                Identify(text);
                IsOne = true;
                break;
            case "62F" or "62M":
                (Closing, _closedOn) = Balance(text);
                _isInterim = tag == "62M";
                IsOne = true;
                if (_head is not null)
                {
                    (_head.Closing, _head.ClosedOn) = (Closing, _closedOn);
                }

                break;
            case "34F":
                Currency = text.Length >= 3 && Currency.TryParse(text[..3], out var currency) ? currency : Currency;
                _isReport = true;
                IsOne = true;
                break;
            case "13D" or "13":
                _isReport = true;
                _reportedOn = text.Length >= 6 && StatementFigures.Day(text.AsSpan(0, 6), "yyMMdd", out var day) is null ? day : null;
                break;
        }
    }

    /// <summary>What tells it from others, known once its first entry comes.</summary>
    public StatementHead? Head() => _head = StatementHead.Of(Account, _number, Identity, Opening, _openedOn);

    /// <summary>What it says as a whole. After a last page every entry of the day is there; after another page, or in a report, the day goes on.</summary>
    public Statement Summary()
    {
        var through = _closedOn is { } closed ? _isInterim ? closed.AddDays(-1) : closed : _reportedOn?.AddDays(-1);
        return new Statement(line, Account, _openedOn, Sum.IsMissingPayments || IsOpen ? null : through, Currency, Opening, Closing, Sum.IsMissingPayments || IsOpen);
    }

    // A file may say the same a million times; a statement has a handful of numbers.
    private void Identify(string text) => Identity += Identity.Length < MaxIdentity ? $"|{text}" : "";

    // C210803EUR1234,50
    private static (Money?, DateOnly?) Balance(string text) =>
        text.Length > 10 && text[0] is 'C' or 'D'
        && StatementFigures.Day(text.AsSpan(1, 6), "yyMMdd", out var on) is null
        && Currency.TryParse(text.Substring(7, 3), out var currency)
        && StatementFigures.Amount(text[10..], AmountForm.Comma, out var units) is null
        && Money.TryOf(text[0] == 'D' ? -units : units, currency, out var amount)
            ? (amount, on)
            : (null, null);
}
