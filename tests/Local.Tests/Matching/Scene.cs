using Collections.Core.Ledger;

namespace Collections.Local.Tests.Matching;

/// <summary>A payment that is about to be made: who pays, and the invoices that were printed for it.</summary>
internal sealed record Scene(Dice Dice, Books Books, Customer Customer, IReadOnlyList<Bill> Bills, Bill? Credit, Customer? Partner, Bill? PartnerBill)
{
    private static readonly string[] Around = ["{0}", "{0}", "{0}", "Payment {0}", "Pmt for {0}", "{0} thank you", "Our payment of {0}", "{0} with thanks", "Paying {0} today"];

    public Bill Bill => Bills[0];

    /// <summary>The payment of these invoices in full, by the customer, who names them.</summary>
    public Remittance Pays(string? text, params IReadOnlyList<Bill> bills) => Pays(text, bills.Sum(bill => bill.Open), [.. bills.Select(bill => (bill, bill.Open))]);

    /// <summary>A payment of any amount.</summary>
    public Remittance Pays(string? text, long minor, params IReadOnlyList<(Bill Bill, long Minor)> settled) =>
        new(new Money(minor, (settled.Count > 0 ? settled[0].Bill.Customer : Customer).Currency), text, Customer.BankName, Customer.BankAccount, Truth.Of(settled));

    /// <summary>The same, by somebody who names no invoice.</summary>
    public Remittance PaysUnnamed(string? text, params IReadOnlyList<Bill> bills)
    {
        var remittance = Pays(text, bills);
        return remittance with { Truth = remittance.Truth with { AnyOf = Customer.Owing.ToDictionary(bill => bill.Number, bill => bill.Open, StringComparer.Ordinal) } };
    }

    /// <summary>A payment on account, which the oldest invoices get, of an amount that says nothing.</summary>
    public Remittance PaysOldest(string? text)
    {
        var owing = Customer.Owing.ToList();
        var amount = SomeAmount(owing);
        var (rest, settled) = (amount, new List<(Bill, long)>());
        foreach (var bill in owing.TakeWhile(_ => rest > 0))
        {
            settled.Add((bill, Math.Min(rest, bill.Open)));
            rest -= settled[^1].Item2;
        }

        return Pays(text, amount, settled);
    }

    /// <summary>A number with a few words around it.</summary>
    public string Say(string number) => Dice.Of(Around).Replace("{0}", number, StringComparison.Ordinal);

    // Neither an invoice, nor the sum of some, nor one less a discount.
    private long SomeAmount(List<Bill> owing)
    {
        var sums = Sums(owing);
        for (var tries = 0; tries < 100; tries++)
        {
            var amount = (long)(owing.Sum(bill => bill.Open) * Dice.Part(0.1, 0.9));
            if (!sums.Exists(sum => Math.Abs(sum - amount) <= 200) && !owing.Exists(bill => Math.Abs(bill.Open - amount) <= bill.Open * 3 / 100))
            {
                return amount;
            }
        }

        return owing.Max(bill => bill.Open) / 2;
    }

    private static List<long> Sums(List<Bill> owing)
    {
        List<long> sums = [0];
        foreach (var bill in owing.Take(12))
        {
            sums.AddRange(sums.ConvertAll(sum => sum + bill.Open));
        }

        return sums;
    }
}
