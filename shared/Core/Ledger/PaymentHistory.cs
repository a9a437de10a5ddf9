namespace Collections.Core.Ledger;

/// <summary>The class of a payer, shown with the figures it came from (R16).</summary>
public enum PayerClass
{
    /// <summary>Fewer than three invoices settled.</summary>
    New,

    /// <summary>At most one in five settled late.</summary>
    Prompt,

    /// <summary>Often late, by a month at most on average.</summary>
    Slow,

    /// <summary>Often late, and by more than a month on average.</summary>
    Problem,
}

/// <summary>How a customer has paid: sums over settled invoices, so that it can be kept up one settlement at a time.</summary>
/// <param name="Settled">Invoices settled in full.</param>
/// <param name="Late">Of those, the ones settled after their due date.</param>
/// <param name="LateDays">The days by which those were late, summed.</param>
public readonly record struct PaymentHistory(int Settled, int Late, int LateDays)
{
    /// <summary>The least number of settlements before a pattern is seen.</summary>
    public const int EnoughToTell = 3;

    /// <summary>The class that the figures give (R16).</summary>
    public PayerClass Class =>
        Settled < EnoughToTell ? PayerClass.New
        : Late * 5 <= Settled ? PayerClass.Prompt
        : LateDays <= Late * 30 ? PayerClass.Slow
        : PayerClass.Problem;

    /// <summary>Neither reliably on time nor reliably late: between one in five and four in five late (R10).</summary>
    public bool IsIrregular => Settled >= EnoughToTell && Late * 5 > Settled && Late * 5 < Settled * 4;

    /// <summary>The history with one more invoice settled.</summary>
    /// <param name="due">The day on which it was due.</param>
    /// <param name="on">The day on which it was settled in full.</param>
    public PaymentHistory With(DateOnly due, DateOnly on)
    {
        var late = on.DayNumber - due.DayNumber;
        return late > 0 ? new PaymentHistory(Settled + 1, Late + 1, LateDays + late) : this with { Settled = Settled + 1 };
    }
}
