using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.Local.Tests.Matching;

/// <summary>What a payer did, as their bank tells it, and what they meant by it.</summary>
internal sealed record Remittance(Money Amount, string? Text, string? PayerName, string? PayerAccount, Truth Truth)
{
    public string? Structured { get; init; }

    public BankEntry Entry(string id, DateOnly day) => new(id, day, Amount, IsCredit: true, Text, PayerName, null, null)
    {
        PayerAccount = PayerAccount,
        StructuredReference = Structured,
        Source = "camt.053",
    };
}

/// <summary>What the payer meant, written by the generator when it makes the payment and never from what a matcher does.</summary>
/// <param name="Accounts">The account, or those of the invoices where it pays for several; none if a careful bookkeeper would ask before applying it.</param>
/// <param name="Settles">What it settles, in minor units by invoice; the rest is unapplied.</param>
internal sealed record Truth(IReadOnlyList<string> Accounts, IReadOnlyDictionary<string, long> Settles)
{
    public static Truth MustNot { get; } = new([], new Dictionary<string, long>());

    public bool MayApply => Accounts.Count > 0;

    /// <summary>True if the invoice is not in the ledger yet: nothing is settled until it is.</summary>
    public bool IsEarly { get; init; }

    /// <summary>What was open of each invoice of a payer who named none: any that are settled whole are what they meant. Null for a payer who named them.</summary>
    public IReadOnlyDictionary<string, long>? AnyOf { get; init; }

    public static Truth Of(params IReadOnlyList<(Bill Bill, long Minor)> settled) => new(
        [.. settled.Select(each => each.Bill.Customer.Billed.Code).Distinct(StringComparer.Ordinal)],
        settled.ToDictionary(each => each.Bill.Number, each => each.Minor, StringComparer.Ordinal));

    /// <summary>True if an account and allocations are what the payer meant.</summary>
    public bool Allows(string account, IReadOnlyList<Allocation> allocations)
    {
        var settled = allocations.GroupBy(part => part.Invoice, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(part => part.Amount.Minor), StringComparer.Ordinal);
        return Accounts.Contains(account) && (AnyOf is null ? IsSame(settled) : IsWhole(settled));
    }

    private bool IsSame(Dictionary<string, long> settled) =>
        settled.Count == Settles.Count && settled.All(part => Settles.TryGetValue(part.Key, out var minor) && minor == part.Value);

    private bool IsWhole(Dictionary<string, long> settled) =>
        (Settles.Count > 1 || settled.Count == 1)
        && settled.Values.Sum() == Settles.Values.Sum()
        && settled.All(part => AnyOf!.TryGetValue(part.Key, out var open) && open == part.Value);
}
