namespace Collections.Local.Tests.Matching;

/// <summary>A month of the seller's: invoices go out in its first days, and then the payments come in.</summary>
internal sealed class Month
{
    private const int LeftOpen = 35;

    private readonly Dice _dice;
    private readonly Books _books;
    private readonly DateOnly _first;
    private readonly List<IReadOnlyList<Bill>> _printed = [];
    private readonly List<(Kind Kind, Scene Scene, DateOnly Day)> _planned = [];

    public Month(Dice dice, Books books, DateOnly first, IReadOnlyList<Kind> kinds)
    {
        (_dice, _books, _first) = (dice, books, first);
        foreach (var customer in books.Customers.Where(_ => dice.In100(LeftOpen)))
        {
            _printed.Add([Draw(customer, isTelling: false)]);
        }

        var cast = Cast(kinds);
        var partners = cast.Where(each => !each.Kind.SpendsOnAny).Select(each => each.Customer).ToList();
        foreach (var (customer, kind) in cast)
        {
            Plan(customer, kind, partners);
        }

        books.Number(dice.Shuffled(_printed));
    }

    /// <summary>What goes into the ledger at once.</summary>
    public IEnumerable<Bill> Invoices => _printed.SelectMany(group => group).Except(Late).Concat(_planned.Select(each => each.Scene.Credit).OfType<Bill>());

    /// <summary>What goes into the ledger a month later.</summary>
    public IEnumerable<Bill> Late => _planned.Where(each => each.Kind.IsEarly).SelectMany(each => each.Scene.Bills);

    /// <summary>The payments by day. What each is meant to settle is settled in the books before the next is made.</summary>
    public IEnumerable<(Kind Kind, Customer Customer, Remittance Remittance, DateOnly Day)> Payments()
    {
        foreach (var (kind, scene, day) in _planned.OrderBy(each => each.Day))
        {
            var remittance = kind.Write(scene);
            foreach (var (number, minor) in remittance.Truth.Settles)
            {
                _books.Find(number)!.Open -= minor;
            }

            yield return (kind, scene.Customer, remittance, day);
        }
    }

    // Each pays once a month. The kinds that few can pay are cast first.
    private List<(Customer Customer, Kind Kind)> Cast(IReadOnlyList<Kind> kinds)
    {
        var able = kinds.Distinct().ToDictionary(kind => kind, kind => _books.Customers.Count(kind.Who));
        var free = _dice.Shuffled(_books.Customers);
        var cast = new List<(Customer, Kind)>();
        foreach (var kind in kinds.OrderBy(kind => able[kind]).ThenBy(kind => kind.Name, StringComparer.Ordinal))
        {
            var at = free.FindIndex(customer => kind.Who(customer));
            cast.Add((free[at], kind));
            free.RemoveAt(at);
        }

        return cast;
    }

    private void Plan(Customer customer, Kind kind, List<Customer> partners)
    {
        var bills = Enumerable.Range(0, _dice.Between(kind.From, kind.To)).Select(_ => Draw(customer, kind.AmountTells)).ToList();
        var partner = kind.WithPartner
            ? _dice.Of(partners.FindAll(other => other.Billed != customer.Billed && other.Currency == customer.Currency))
            : null;
        var theirs = partner is null ? null : Draw(partner, isTelling: false);
        var credit = kind.WithCredit ? _books.DrawCredit(bills[0], bills[0].Issued) : null;
        Print(kind.IsInARow ? [Between(bills)] : bills.Select(bill => new[] { bill }));
        Print(theirs is null ? [] : [[theirs]]);
        var from = _first.AddDays(4);
        _planned.Add((kind, new Scene(_dice, _books, customer, bills, credit, partner, theirs), from.AddDays(_dice.Below(kind.LastDay - 4))));
    }

    private void Print(IEnumerable<IReadOnlyList<Bill>> groups) => _printed.AddRange(groups);

    // Now and then somebody else's invoice was printed in between.
    private IReadOnlyList<Bill> Between(List<Bill> bills)
    {
        if (bills.Count < 3 || _dice.In100(80))
        {
            return bills;
        }

        var other = _dice.Of(_books.Customers.FindAll(other => other.Billed != bills[0].Customer.Billed && other.Series == bills[0].Customer.Series));
        return [bills[0], Draw(other, isTelling: false), .. bills.Skip(1)];
    }

    private Bill Draw(Customer customer, bool isTelling) => _books.Draw(customer, _first.AddDays(_dice.Below(3)), isTelling);
}
