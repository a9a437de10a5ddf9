using System.Globalization;
using Collections.Core.Ledger;
using Collections.Files;

namespace Collections.Local.Demo;

/// <summary>The sample company: Harbour Supplies, and its sixty customers. Everything is made up; the same seed gives the same people.</summary>
internal static class DemoCompany
{
    /// <summary>The settings of the sample company, as they stand in its <c>appsettings.json</c>.</summary>
    public const string Settings = """
        {
          "company": {
            "name": "Harbour Supplies Pty Ltd",
            "address": ["12 Wharf Road", "Balmain NSW 2041"],
            "from": "accounts@harbour-supplies.example",
            "phone": "02 5550 1234",
            "bankAccountName": "Harbour Supplies Pty Ltd",
            "bankLines": ["BSB 062-000", "Account 1234 5678"],
            "cardLink": "https://pay.harbour-supplies.example/?amount={amount}&currency={currency}&reference={reference}",
            "timeZone": "Australia/Sydney",
            "region": "AU-NSW",
            "currency": "AUD",
            "terms": "net 30",
            "policy": "three-calls"
          }
        }
        """;

    /// <summary>The customers of the sample company; two branches of the first come to them.</summary>
    public const int CustomerCount = 58;

    private static readonly string[] Suburbs =
    [
        "Ashfield", "Balmain", "Bondi", "Brookvale", "Burwood", "Camden", "Chatswood", "Coogee", "Cronulla", "Dulwich Hill", "Epping", "Five Dock",
        "Glebe", "Hornsby", "Kogarah", "Leichhardt", "Manly", "Marrickville", "Mona Vale", "Newtown", "Parramatta", "Penrith", "Redfern", "Rozelle",
        "Ryde", "St Peters", "Strathfield", "Sutherland", "Waverley", "Windsor",
    ];

    private static readonly string[] Trades =
    [
        "Joinery", "Plumbing", "Electrical", "Builders", "Marine", "Hardware", "Roofing", "Landscapes", "Tiling", "Interiors", "Glass", "Steel",
    ];

    private static readonly string[] FirstNames =
    [
        "Jane", "Wei", "Priya", "Tom", "Fatima", "Luca", "Grace", "Nguyen", "Oliver", "Sofia", "Ahmed", "Chloe", "Daniel", "Mei", "Ruth", "Sam",
    ];

    private static readonly string[] LastNames =
    [
        "O'Neill", "Chen", "Kaur", "Smith", "Rossi", "Tran", "Wilson", "Haddad", "Papadopoulos", "Brown", "Singh", "Murphy", "Kowalski", "Lee",
    ];

    private static readonly string[] SalesReps = ["Alex Morgan", "Bianca Rizzo", "Colin Webb"];

    // So many of each, in this order; the rest pay promptly or slowly.
    private static readonly (Habit Habit, int Count)[] Habits =
    [
        (Habit.Slow, 16), (Habit.InParts, 4), (Habit.Promising, 4), (Habit.Disputing, 5), (Habit.Silent, 2), (Habit.Struggling, 1), (Habit.Angry, 1),
        (Habit.Moved, 2), (Habit.Overpaying, 1),
    ];

    /// <summary>The customers, and two branches of the first one.</summary>
    /// <param name="random">The seed's numbers.</param>
    /// <param name="count">How many customers, branches left out; each habit has its share of any number.</param>
    public static IReadOnlyList<DemoCustomer> Customers(Random random, int count)
    {
        var habits = Habits.SelectMany(one => Enumerable.Repeat(one.Habit, one.Count * count / CustomerCount)).ToList();
        habits.AddRange(Enumerable.Repeat(Habit.Prompt, count - habits.Count));
        var names = (from suburb in Suburbs from trade in Trades select $"{suburb} {trade}").ToArray();
        random.Shuffle(names);
        var customers = habits.Select((habit, n) => Customer(random, n, Name(names, n), habit)).ToList();
        customers.Add(Branch(random, customers[0], "Newcastle"));
        customers.Add(Branch(random, customers[0], "Wollongong"));
        return customers;
    }

    // The sample company needs each name once; a larger one takes them round again.
    private static string Name(string[] names, int n) =>
        n < names.Length ? names[n] : string.Create(CultureInfo.InvariantCulture, $"{names[n % names.Length]} {1 + (n / names.Length)}");

    private static DemoCustomer Customer(Random random, int n, string name, Habit habit)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"H{1001 + n}");
        var terms = random.Next(10) switch
        {
            < 5 => new Terms(TermsKind.Net, 30),
            < 8 => Terms.EndOfMonth30,
            < 9 => new Terms(TermsKind.Net, 14),
            _ => new Terms(TermsKind.Cash, 7),
        };
        var since = new DateOnly(2012 + random.Next(9), 1 + random.Next(12), 1 + random.Next(28));
        var account = new AccountRow(
            code, name, Currency.Aud, terms, Policy: random.Next(3) == 0 || habit == Habit.Moved ? "acc-monthly" : "three-calls", SalesRep: SalesReps[random.Next(SalesReps.Length)],
            CreditLimit: 5_000m * (1 + random.Next(6)), CustomerSince: since, Notes: NoteOf(habit));
        return new DemoCustomer(account, Contact(random, account), habit);
    }

    private static DemoCustomer Branch(Random random, DemoCustomer head, string town)
    {
        var account = head.Account with
        {
            Account = $"{head.Code}-{town[..3].ToUpperInvariant()}", Name = $"{head.Account.Name}, {town}", BillingAccount = head.Code, Notes = null,
        };
        return new DemoCustomer(account, Contact(random, account), head.Habit);
    }

    private static ContactRow Contact(Random random, AccountRow account)
    {
        var (first, last) = (FirstNames[random.Next(FirstNames.Length)], LastNames[random.Next(LastNames.Length)]);
        var domain = string.Concat(account.Name.ToLowerInvariant().Where(char.IsAsciiLetter));
        return new ContactRow(
            account.Account, $"{first} {last}", ContactRole.Accounts, $"accounts@{domain}.example",
            string.Create(CultureInfo.InvariantCulture, $"02 5550 {random.Next(1000, 9999)}"));
    }

    private static string? NoteOf(Habit habit) => habit switch
    {
        Habit.Slow => "Pays after the second reminder, never before.",
        Habit.InParts => "Usually sends half and forgets the rest.",
        Habit.Promising => "Ask for a date, and write it down.",
        Habit.Angry => "Call after ten.",
        _ => null,
    };
}
