using System.Globalization;
using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Collections.Core.Remittances;
using Collections.Files;

namespace Collections.Local.Demo;

/// <summary>A payment that a customer of the demo will make.</summary>
/// <param name="Account">The account that is billed.</param>
/// <param name="Invoice">The invoice that it is meant for.</param>
/// <param name="On">The banking day on which it is booked.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reference">What the payer writes.</param>
internal sealed record DemoPayment(string Account, string Invoice, DateOnly On, decimal Amount, string Reference);

/// <summary>What the customers of the demo will buy, and when they will pay: months of it, from one seed.</summary>
internal sealed class DemoBooks
{
    private readonly ILookup<DateOnly, InvoiceRow> _issued;
    private readonly Dictionary<string, InvoiceRow> _byNumber;
    private readonly List<DemoPayment> _payments = [];

    /// <summary>Plans the months.</summary>
    /// <param name="customers">Who buys.</param>
    /// <param name="random">The seed's numbers.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="buys">How often a customer buys in a month: at least, at most.</param>
    public DemoBooks(IReadOnlyList<DemoCustomer> customers, Random random, DateOnly from, DateOnly to, (int Least, int Most) buys)
    {
        var sales = customers.SelectMany(customer => Sales(customer, random, from, to, buys)).OrderBy(sale => sale.On).ThenBy(sale => sale.Customer.Code, StringComparer.Ordinal);
        var invoices = new List<InvoiceRow>();
        foreach (var (customer, on, amount) in sales)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"INV-{20_001 + invoices.Count}");
            var due = customer.Account.Terms!.Value.DueDate(on);
            invoices.Add(new InvoiceRow(number, customer.Code, on, amount, Currency.Aud, due, null, null, null, null, null, []));
            _payments.AddRange(Payments(customer, invoices[^1], due, random));
        }

        _issued = invoices.ToLookup(invoice => invoice.Issued);
        _byNumber = invoices.ToDictionary(invoice => invoice.Invoice, StringComparer.Ordinal);
    }

    /// <summary>The invoices of a day.</summary>
    public IEnumerable<InvoiceRow> IssuedOn(DateOnly day) => _issued[day];

    /// <summary>The payments of a day.</summary>
    public IEnumerable<DemoPayment> PaidOn(DateOnly day) => _payments.Where(payment => payment.On == day);

    /// <summary>An invoice by its number.</summary>
    public InvoiceRow Invoice(string number) => _byNumber[number];

    /// <summary>What an account will pay after a day of what was overdue on it: the first day of it, and how much then; null if nothing.</summary>
    public (DateOnly On, decimal Amount)? NextPayment(string account, DateOnly day)
    {
        var coming = _payments.Where(payment => payment.Account == account && payment.On > day && _byNumber[payment.Invoice].Due < day).ToList();
        if (coming.Count == 0)
        {
            return null;
        }

        var first = coming.Min(payment => payment.On);
        return (first, coming.Where(payment => payment.On == first).Sum(payment => payment.Amount));
    }

    /// <summary>An overdue invoice of an account of which nothing has been paid by a day, or null.</summary>
    public InvoiceRow? FindUnpaid(string account, DateOnly day) => _payments
        .Where(payment => payment.Account == account && payment.On > day && _byNumber[payment.Invoice].Due < day)
        .Select(payment => _byNumber[payment.Invoice])
        .FirstOrDefault(invoice => !_payments.Exists(payment => payment.Invoice == invoice.Invoice && payment.On <= day));

    /// <summary>Plans the payments of an invoice anew: so much on a day, and no more.</summary>
    public void PayInstead(string account, string invoice, params IEnumerable<(DateOnly On, decimal Amount)> payments)
    {
        _payments.RemoveAll(payment => payment.Invoice == invoice);
        _payments.AddRange(payments.Select(one => new DemoPayment(account, invoice, BankDay(one.On), one.Amount, invoice)));
    }

    private static IEnumerable<(DemoCustomer Customer, DateOnly On, decimal Amount)> Sales(
        DemoCustomer customer, Random random, DateOnly from, DateOnly to, (int Least, int Most) buys)
    {
        for (var month = from; month <= to; month = month.AddMonths(1))
        {
            for (var n = random.Next(buys.Least, buys.Most + 1); n > 0; n--)
            {
                var on = Region.NewSouthWales.Office.OnOrAfter(month.AddDays(random.Next(28)));
                var amount = Math.Round((decimal)Math.Exp(Math.Log(90) + (random.NextDouble() * Math.Log(60))), 2);
                if (on <= to)
                {
                    yield return (customer, on, amount);
                }
            }
        }
    }

    private static IEnumerable<DemoPayment> Payments(DemoCustomer customer, InvoiceRow invoice, DateOnly due, Random random)
    {
        var account = customer.Account.BillingAccount ?? customer.Code;
        DemoPayment Pay(int daysLate, decimal share = 1)
        {
            var on = due.AddDays(daysLate);
            var byAccount = share == 1 && account == customer.Code && random.Next(5) == 0;
            return new DemoPayment(
                account, invoice.Invoice, BankDay(on > invoice.Issued ? on : invoice.Issued.AddDays(1)), Math.Round(invoice.Amount * share, 2),
                byAccount ? PaymentReference.For(account).ToPrintString() : invoice.Invoice);
        }

        switch (customer.Habit)
        {
            case Habit.Prompt or Habit.Overpaying:
                return [Pay(random.Next(10) == 0 ? random.Next(2, 9) : -random.Next(8))];
            case Habit.Slow:
                return [Pay(random.Next(2, 24))];
            case Habit.InParts:
                var first = Pay(random.Next(3, 9), 0.6m);
                return [first, first with { On = BankDay(first.On.AddDays(random.Next(10, 24))), Amount = invoice.Amount - first.Amount }];
            case Habit.Promising:
                return [Pay(random.Next(14, 36))];
            case Habit.Silent:
                return invoice.Issued.Month < 6 ? [Pay(random.Next(4, 18))] : [];
            case Habit.Struggling:
                return invoice.Issued.Month < 6 ? [Pay(random.Next(4, 18))] : [Pay(25, 0.25m), Pay(55, 0.25m)];
            case Habit.Moved:
                return [Pay(random.Next(25, 45))];
            default:
                return [Pay(random.Next(12, 30))];
        }
    }

    private static DateOnly BankDay(DateOnly day) => Region.NewSouthWales.Banking.OnOrAfter(day);
}
