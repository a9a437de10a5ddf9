using Collections.Core.Ledger;

namespace Collections.Local.Tests.Matching;

/// <summary>How a customer's invoices are numbered: the seller has had three systems.</summary>
internal enum Series
{
    /// <summary><c>INV-000123</c>.</summary>
    Prefixed,

    /// <summary><c>2021-0045</c>.</summary>
    Yearly,

    /// <summary><c>104233</c>.</summary>
    Plain,
}

/// <summary>A customer, with what the generator knows of them and the product may not: what their bank calls them, and what they still owe.</summary>
internal sealed class Customer
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Their name without the legal form.</summary>
    public required string PlainName { get; init; }

    /// <summary>The surname and the trade: whoever shares both may be meant where a name is cut off.</summary>
    public string Firm { get => field ??= string.Join(' ', PlainName.Split(' ').Take(2)); } = null!;

    public required Currency Currency { get; init; }

    public required Series Series { get; init; }

    /// <summary>The account that is billed for this branch, or null.</summary>
    public Customer? HeadOffice { get; set; }

    /// <summary>Their name, as their bank prints it; or another: the owner's, a trading name.</summary>
    public required string BankName { get; init; }

    /// <summary>Their account at the bank, where the bank says it.</summary>
    public required string? BankAccount { get; init; }

    /// <summary>True if their bank calls them what the ledger does, and nobody else is called so.</summary>
    public bool IsKnownByName { get; set; }

    /// <summary>True if they paid before in a way that nobody could mistake.</summary>
    public bool HasPaid { get; set; }

    public bool IsBranched { get; set; }

    /// <summary>Others for whom they have paid, too.</summary>
    public HashSet<Customer> PaysFor { get; } = [];

    public List<Bill> Bills { get; } = [];

    public Customer Billed => HeadOffice ?? this;

    public bool IsKnown => HasPaid || IsKnownByName;

    /// <summary>What they owe, in the order in which money on account is spent: oldest due first.</summary>
    public IEnumerable<Bill> Owing => Bills.Where(bill => bill.Open > 0).OrderBy(bill => bill.Due).ThenBy(bill => bill.Number, StringComparer.Ordinal);

    public override string ToString() => $"{Code} {Name}";
}

/// <summary>An invoice, or a credit note, and what is open of it when all that the payers meant has been done.</summary>
internal sealed class Bill
{
    public required Customer Customer { get; init; }

    public string Number { get; set; } = "";

    public required DateOnly Issued { get; init; }

    public required Money Amount { get; init; }

    public required string Order { get; init; }

    public required string Reference { get; init; }

    public DateOnly Due => Issued.AddDays(30);

    /// <summary>In minor units; 0 for a credit note, which nobody pays.</summary>
    public long Open { get; set; }

    /// <summary>The number without what all numbers of its series begin with.</summary>
    public string Tail => Number[(Number.LastIndexOf('-') + 1)..];

    public override string ToString() => Number;
}
