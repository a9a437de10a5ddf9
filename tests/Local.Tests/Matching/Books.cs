using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.Local.Tests.Matching;

/// <summary>The seller's books: a thousand customers, and invoices numbered one after another across them, so that a wrong digit is nearly always somebody's number.</summary>
internal sealed class Books
{
    private static readonly int[] RoundAmounts = [55, 110, 165, 220, 250, 275, 330, 440, 495, 500, 550, 750, 880, 990, 1000, 1100, 1500, 1650, 2200, 5500];

    private readonly Dice _dice;
    private readonly Dictionary<string, Bill> _byNumber = new(StringComparer.Ordinal);
    private readonly int[] _last = new int[3];
    private int _lastCredit;

    public Books(Dice dice)
    {
        _dice = dice;
        Customers = Names.Make(dice);
    }

    public List<Customer> Customers { get; }

    public IEnumerable<Bill> Owing => _byNumber.Values.Where(bill => bill.Open > 0);

    public Bill? Find(string number) => _byNumber.GetValueOrDefault(number);

    /// <summary>A new invoice, without its number yet.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="issued">When.</param>
    /// <param name="isTelling">True for an amount that is no other's of this customer, nor of any whom they pay for or could be taken for.</param>
    public Bill Draw(Customer customer, DateOnly issued, bool isTelling)
    {
        var amount = Amount(isTelling);
        while (isTelling && Rivals(customer).SelectMany(rival => rival.Bills).Any(bill => Math.Abs(bill.Open - amount) <= 200))
        {
            amount = Amount(isTelling);
        }

        return Add(customer, issued, amount);
    }

    /// <summary>A credit note on an invoice.</summary>
    public Bill DrawCredit(Bill bill, DateOnly issued)
    {
        var credit = Add(bill.Customer, issued, -(long)(bill.Amount.Minor * _dice.Part(0.05, 0.5)));
        credit.Number = string.Create(CultureInfo.InvariantCulture, $"CN-{++_lastCredit:00000}");
        _byNumber.Add(credit.Number, credit);
        return credit;
    }

    /// <summary>Numbers invoices; those of a group, which were printed together, one after another.</summary>
    public void Number(IEnumerable<IReadOnlyList<Bill>> groups)
    {
        foreach (var bill in groups.SelectMany(group => group))
        {
            var series = bill.Customer.Series;
            var number = ++_last[(int)series];
            bill.Number = series switch
            {
                Series.Prefixed => string.Create(CultureInfo.InvariantCulture, $"INV-{number:000000}"),
                Series.Yearly => string.Create(CultureInfo.InvariantCulture, $"2021-{number:0000}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"{100_000 + number}"),
            };
            _byNumber.Add(bill.Number, bill);
        }
    }

    private Bill Add(Customer customer, DateOnly issued, long amount)
    {
        var bill = new Bill
        {
            Customer = customer,
            Issued = issued,
            Amount = new Money(amount, customer.Currency),
            Order = _dice.Below(3) switch { 0 => $"PO-{_dice.Digits(5)}", 1 => $"45{_dice.Digits(8)}", _ => $"B/2021/{_dice.Digits(4)}" },
            Reference = _dice.Any($"Job {_dice.Digits(5)}", $"Lot {_dice.Digits(4)}-{_dice.Digits(2)}", $"Site {_dice.Any("Nord", "Harbour", "Mill Rd", "West")} {_dice.Digits(3)}"),
            Open = Math.Max(0, amount),
        };
        customer.Bills.Add(bill);
        return bill;
    }

    private long Amount(bool isTelling) => !isTelling && _dice.In100(40) ? _dice.Of(RoundAmounts) * 100 : (long)Math.Exp(_dice.Part(Math.Log(40_00), Math.Log(9_000_00)));

    private IEnumerable<Customer> Rivals(Customer customer) =>
        Customers.Where(other => other.Firm == customer.Firm || customer.PaysFor.Contains(other));
}
