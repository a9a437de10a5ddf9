using Collections.Core.Ledger;

namespace Collections.Files.Statements;

/// <summary>What tells a statement from the others of its account, and which of them it follows.</summary>
public sealed class StatementHead
{
    /// <summary>What is the same whenever this very statement is loaded.</summary>
    public required string Identity { get; init; }

    /// <summary>Its number, or null.</summary>
    public string? Number { get; init; }

    /// <summary>The seller's own account, or an empty text.</summary>
    public required string Account { get; init; }

    /// <summary>The balance before its entries.</summary>
    public required Money Opening { get; init; }

    /// <summary>The day of that balance, or null.</summary>
    public DateOnly? OpenedOn { get; init; }

    /// <summary>The balance after its entries; null until that is read.</summary>
    public Money? Closing { get; internal set; }

    /// <summary>The day of that balance; null until it is read, or if it doesn't say.</summary>
    public DateOnly? ClosedOn { get; internal set; }

    /// <summary>A statement's head; null for one without a balance before its entries, of which nobody can say what it follows.</summary>
    internal static StatementHead? Of(string? account, string? number, string otherwise, Money? opening, DateOnly? openedOn) => opening is not { } money ? null : new StatementHead
    {
        Identity = FormattableString.Invariant($"{number ?? otherwise}|{money.Minor}|{openedOn:yyyyMMdd}"),
        Number = number,
        Account = account ?? "",
        Opening = money,
        OpenedOn = openedOn,
    };
}
