using Collections.Core.Ledger;

namespace Collections.Files.Statements;

/// <summary>Adds up a statement: its entries must lead from the opening balance to the closing one.</summary>
internal sealed class BalanceCheck
{
    private readonly Dictionary<Currency, long> _moved = [];

    /// <summary>True once an entry is missing through which a payment may be.</summary>
    public bool IsMissingPayments { get; private set; }

    /// <summary>True once any entry is missing.</summary>
    public bool IsMissingEntries { get; private set; }

    public void Add(Money amount, bool isCredit) =>
        _moved[amount.Currency] = _moved.GetValueOrDefault(amount.Currency) + (isCredit ? amount.Minor : -amount.Minor);

    public void Miss(bool mayBePayment)
    {
        IsMissingEntries = true;
        IsMissingPayments |= mayBePayment;
    }

    /// <summary>What is wrong with the sum, or null; also where it cannot be told.</summary>
    public string? WhyNot(Money? opening, Money? closing)
    {
        if (IsMissingEntries || opening is not { } first || closing is not { } last || first.Currency != last.Currency
            || _moved.Keys.Any(currency => currency != first.Currency))
        {
            return null;
        }

        var reached = first with { Minor = first.Minor + _moved.GetValueOrDefault(first.Currency) };
        return reached == last ? null : $"the statement opens with {first}, its entries lead to {reached}, and it closes with {last}: entries may be missing";
    }
}
