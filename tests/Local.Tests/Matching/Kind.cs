namespace Collections.Local.Tests.Matching;

/// <summary>A kind of human mess.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="What">What the payer does.</param>
/// <param name="Payments">How many of ten thousand are so.</param>
/// <param name="Write">Makes one.</param>
internal sealed record Kind(string Name, string What, int Payments, Func<Scene, Remittance> Write)
{
    /// <summary>Who pays so.</summary>
    public Func<Customer, bool> Who { get; init; } = _ => true;

    /// <summary>At least so many invoices are printed for it.</summary>
    public int From { get; init; } = 1;

    /// <summary>At most so many.</summary>
    public int To { get; init; } = 1;

    /// <summary>True if the amount alone must tell which invoice is meant, so that it is nobody else's.</summary>
    public bool AmountTells { get; init; }

    /// <summary>True if they are numbered one after another; now and then another customer's comes between.</summary>
    public bool IsInARow { get; init; }

    /// <summary>True if it may settle all that the customer owes, so that nobody else should be about to pay any of that.</summary>
    public bool SpendsOnAny { get; init; }

    public bool WithCredit { get; init; }

    /// <summary>True if another customer's invoice is paid.</summary>
    public bool WithPartner { get; init; }

    /// <summary>True if the invoice comes into the ledger a month later.</summary>
    public bool IsEarly { get; init; }

    /// <summary>The last day of the month on which it is paid.</summary>
    public int LastDay { get; init; } = 28;
}
