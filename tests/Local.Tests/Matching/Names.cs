using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.Local.Tests.Matching;

/// <summary>A thousand customers: some alike, some called the same, some branches of others.</summary>
internal static class Names
{
    private const int Customers = 1000;
    private const int HeadOffices = 30;
    private const int Branches = 75;

    private static readonly string[] Surnames = (
        "Smith Jones Williams Brown Taylor Wilson Martin White Anderson Thompson Nguyen Walker Harris Lee Ryan Robinson Kelly King Davis Wright Evans Roberts " +
        "Johnson Green Hall Wood Jackson Clarke Patel Khan Singh Cooper Hughes Carter Murphy Bailey Collins Baker Kennedy O'Brien O'Connor McDonald Campbell " +
        "Müller Schröder Böhm Jäger Köhler Krüger Weiß Groß Schäfer Schmidt Schneider Fischer Weber Meyer Wagner Becker Hoffmann Schulz Koch Richter Klein Wolf " +
        "Neumann Zimmermann Braun Hartmann Lange Werner Krause Lehmann Dubois Lefèvre Moreau Girard Rousseau Fournier Mercier Blanc Guérin Chevalier Peeters " +
        "Janssens Maes Jacobs Willems Claes Goossens Wouters Keller Huber Baumann Frei Brunner Gerber Steiner Ammann Bühler Rossi Bianchi Ferrari Romano Greco " +
        "Lindström Åkesson Sørensen Novák Kowalski Horváth").Split(' ');

    private static readonly string[] Trades = (
        "Plumbing,Electrical,Joinery,Roofing,Motors,Bakery,Catering,Transport,Landscaping,Engineering,Fabrication,Interiors,Flooring,Pharmacy,Foods,Printing," +
        "Maschinenbau,Metallbau,Elektrotechnik,Haustechnik,Spedition,Tischlerei,Menuiserie,Boulangerie,Constructions,Packaging,Textiles,Dental,Optics,Furniture").Split(',');

    private static readonly string[] Towns = "Parramatta,Newcastle,Wollongong,Geelong,Ballarat,Bendigo,Köln,Zürich,Gent,Lyon,Leeds,Bristol".Split(',');

    private static readonly string[] First = "James,Maria,Peter,Anna,Thomas,Julia,David,Sofia,Daniel,Emma,Lukas,Nina".Split(',');

    public static List<Customer> Make(Dice dice)
    {
        var names = Distinct(dice);
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        var customers = new List<Customer>(Customers);
        for (var i = 0; i < Customers; i++)
        {
            var family = i - (Customers - HeadOffices - Branches);
            var headOffice = family < HeadOffices ? null : customers[Customers - HeadOffices - Branches + (family % HeadOffices)];
            var name = headOffice is null
                ? names[i]
                : new CustomerName($"{headOffice.PlainName} {Towns[family / HeadOffices * 3]}", LegalForm(headOffice.Currency));
            var customer = Make(dice, i, name, headOffice?.Currency ?? CurrencyOf(name.Plain.Split(' ')[0]), aliases);
            if (headOffice is not null)
            {
                customer.HeadOffice = headOffice;
                customer.IsBranched = headOffice.IsBranched = true;
            }

            customers.Add(customer);
        }

        foreach (var alone in customers.GroupBy(customer => customer.PlainName).Where(alike => alike.Count() == 1))
        {
            alone.Single().IsKnownByName = !aliases.Contains(alone.Single().BankName);
        }

        return customers;
    }

    /// <summary>As banks without accents print it.</summary>
    public static string Unaccented(string name) => string.Concat(name.Select(c => "äáåàâ".Contains(c, StringComparison.Ordinal) ? 'a' : c switch
    {
        'ö' or 'ø' or 'ó' => 'o',
        'ü' => 'u',
        'é' or 'è' => 'e',
        'Å' => 'A',
        _ => c,
    })).Replace("ß", "ss", StringComparison.Ordinal);

    private static Customer Make(Dice dice, int i, CustomerName name, Currency currency, HashSet<string> aliases) => new()
    {
        // Customers of the older system have a letter and four digits, which look like anybody's short invoice number.
        Code = i < 600 ? string.Create(CultureInfo.InvariantCulture, $"D-{1001 + i}") : string.Create(CultureInfo.InvariantCulture, $"{70001 + i}"),
        Name = name.Whole,
        PlainName = name.Plain,
        Currency = currency,
        Series = dice.Below(4) switch { 0 => Series.Yearly, 1 => Series.Plain, _ => Series.Prefixed },
        BankName = dice.In100(15) ? Alias(dice, aliases) : AtTheBank(dice, name),
        BankAccount = dice.In100(20) ? null : dice.In100(50) ? $"DE{dice.Digits(20)}" : $"{dice.Digits(3)}-{dice.Digits(3)} {dice.Digits(9)}",
    };

    // Clusters of alike names, as one finds them in every ledger: the plain firm, its services, its group, somebody else of the same name.
    private static List<CustomerName> Distinct(Dice dice)
    {
        var names = new List<CustomerName>(Customers);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (names.Count < Customers)
        {
            var (surname, trade) = (dice.Of(Surnames), dice.Of(Trades));
            var form = LegalForm(CurrencyOf(surname));
            if (!seen.Add($"{surname} {trade}"))
            {
                continue;
            }

            names.Add(new CustomerName($"{surname} {trade}", form));
            if (dice.In100(8))
            {
                names.Add(new CustomerName($"{surname} {trade} {dice.Any("Services", "Group", "International", "Supplies")}", form));
            }

            if (dice.In100(2))
            {
                names.Add(new CustomerName($"{surname} {trade}", form == "Limited" ? "PLC" : "Limited"));
            }
        }

        return [.. names.Take(Customers)];
    }

    // A surname has one currency, so that those who are alike are not told apart by it.
    private static Currency CurrencyOf(string surname) => Currency.Parse((surname.Sum(c => c) % 20) switch
    {
        < 10 => "AUD",
        < 15 => "EUR",
        < 17 => "CHF",
        < 18 => "GBP",
        < 19 => "NZD",
        _ => "USD",
    });

    private static string LegalForm(Currency currency) => currency.Code switch { "EUR" => "GmbH", "CHF" => "SA", "GBP" => "Ltd", "USD" => "Inc.", _ => "Pty Ltd" };

    private static string Alias(Dice dice, HashSet<string> taken)
    {
        while (true)
        {
            var alias = $"{dice.Of(First)} {dice.Of(Surnames)}-{dice.Of(Surnames)}".ToUpperInvariant();
            if (taken.Add(alias))
            {
                return alias;
            }
        }
    }

    private static string AtTheBank(Dice dice, CustomerName name) => dice.Below(6) switch
    {
        0 => name.Whole,
        1 => name.Whole.ToUpperInvariant(),
        2 => Unaccented(name.Whole).ToUpperInvariant(),
        3 => Unaccented(name.Plain).ToUpperInvariant(),
        4 => Spelt(name.Whole).ToUpperInvariant(),
        _ => Unaccented(name.Whole).Replace("Pty Ltd", "P/L", StringComparison.Ordinal),
    };

    // As German banks write umlauts.
    private static string Spelt(string name) => Unaccented(name
        .Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal).Replace("ü", "ue", StringComparison.Ordinal));

    private readonly record struct CustomerName(string Plain, string LegalForm)
    {
        public string Whole => $"{Plain} {LegalForm}";
    }
}
