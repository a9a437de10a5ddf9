using Collections.App.Payments;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Remittances;
using static Collections.App.Tests.Payments.PaymentMatcherTests;

namespace Collections.App.Tests.Payments;

/// <summary>What agrees is applied, what is alone or contradicted waits: payers, references, amounts, and what a person said.</summary>
public class PaymentEvidenceTests
{
    private const string SmithsAccount = "AU 062000 1234 5678";

    private static PaperLedger Ledger() => new PaperLedger()
        .Account("C10023", "Smith Plumbing").Account("C10045", "Jones Electrical").Account("C10067", "Brown Bakery")
        .Invoice("C10023", "INV-001001", 100m).Invoice("C10023", "INV-001002", 250m, due: new DateOnly(2021, 8, 31)).Invoice("C10023", "INV-001003", 1000m, due: new DateOnly(2021, 9, 30))
        .Invoice("C10045", "INV-001011", 480m).Invoice("C10045", "INV-001012", 100m)
        .Invoice("C10067", "INV-000990", 0m);

    public static TheoryData<string?, decimal, string> OfAKnownAccountNumber { get; } = new()
    {
        { null, 1000m, "+97 C10023: INV-001003=1000.00" },
        { null, 1350m, "+97 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=1000.00" },
        { null, 1250m, "+95 C10023: INV-001002=250.00, INV-001003=1000.00" },
        { null, 500m, "+92 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=150.00" },
        { null, 1400m, "+92 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=1000.00, rest 50.00" },
        { "INV-001003", 1400m, "+96 C10023: INV-001003=1000.00, rest 400.00" },
        { "INV-001003", 1100m, "+98 C10023: INV-001001=100.00, INV-001003=1000.00" },

        // The number is of another's invoice whose amount fits: they paid for the other. It fits their own as well: nobody knows.
        { "INV-001011", 480m, "+98 C10045: INV-001011=480.00" },
        { "INV-001012", 100m, "?85 C10023: INV-001001=100.00; ?85 C10045: INV-001012=100.00" },

        // The number is of another's invoice, the amount is none of it: a slip of their own, or unclear.
        { "INV-010003", 1000m, "+95 C10023: INV-001003=1000.00" },
        { "INV-001011", 1000m, "+91 C10023: INV-001003=1000.00" },
        { "INV-001011", 333m, "?60 C10023: INV-001001=100.00, INV-001002=233.00; ?45 C10045: INV-001011=333.00" },

        // The number is of what another has paid already: perhaps once more.
        { "INV-000990", 1000m, "+91 C10023: INV-001003=1000.00" },
        { "INV-000990", 333m, "?85 C10023: INV-001001=100.00, INV-001002=233.00; ?45 C10067: rest 333.00" },

        // The ledger lacks what is named: it waits with the account for that.
        { "INV-002000", 333m, "+92 C10023: rest 333.00 awaits" },
        { "INV-001001 INV-002000", 333m, "+96 C10023: INV-001001=100.00, rest 233.00 awaits" },
    };

    [Theory]
    [MemberData(nameof(OfAKnownAccountNumber))]
    public void Find_PayerOfAKnownAccountNumber_TextAndAmountDecide(string? reference, decimal amount, string expected)
    {
        var match = Find(Ledger().Learned("C10023", payerAccount: SmithsAccount), Entry(reference, amount) with { PayerAccount = SmithsAccount });

        Assert.Equal(expected, Told(match, amount) + (match.Awaits ? " awaits" : ""));
    }

    [Theory]
    [InlineData("Payee One", 1000, "+95 C10023: INV-001003=1000.00")]
    [InlineData("Payee One", 1250, "+92 C10023: INV-001002=250.00, INV-001003=1000.00")]
    [InlineData("Payee One", 500, "?85 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=150.00")]
    [InlineData("Smith Plumbing", 1000, "+94 C10023: INV-001003=1000.00")]
    [InlineData("Smith Plumbing", 1250, "+91 C10023: INV-001002=250.00, INV-001003=1000.00")]
    [InlineData("Smith Plumbing", 500, "?75 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=150.00")]
    [InlineData("Brown Bakery", 500, "?75 C10067: rest 500.00")]
    [InlineData("PayPal Smith Plumbing", 1000, "-")]
    [InlineData("Nobody", 1000, "-")]
    public void Find_NameAndAmountOnly_AppliedOnlyWhereTheAmountFits(string payer, decimal amount, string expected) =>
        Assert.Equal(expected, Told(Find(Ledger().Learned("C10023", name: "Payee One"), Entry(null, amount, payer)), amount));

    [Theory]
    [InlineData(480, "+91 C10045: INV-001011=480.00")]
    [InlineData(100, "?85 C10023: INV-001001=100.00; ?85 C10045: INV-001012=100.00")]
    [InlineData(333, "?55 C10023: INV-001001=100.00, INV-001002=233.00; ?55 C10045: INV-001011=333.00")]
    public void Find_PayerOfSeveralAccounts_NeedsMore(decimal amount, string expected)
    {
        var ledger = Ledger().Learned("C10023", payerAccount: SmithsAccount).Learned("C10045", payerAccount: SmithsAccount);

        Assert.Equal(expected, Told(Find(ledger, Entry(null, amount) with { PayerAccount = SmithsAccount }), amount));
    }

    public static TheoryData<string?, string?, decimal, string> References { get; } = new()
    {
        { PaymentReference.For("C10023").Value, null, 500m, "+99 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=150.00" },
        { null, $"thanks {PaymentReference.For("C10023").ToPrintString()} July", 500m, "+99 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=150.00" },
        { PaymentReference.For("C10023").Value, "INV-001003", 500m, "+99 C10023: INV-001003=500.00" },
        { Rf("INV001011"), null, 400m, "+99 C10045: INV-001011=400.00" },
        { Rf("1011"), null, 400m, "+99 C10045: INV-001011=400.00" },
        { Rf("NORTH1011"), null, 400m, "-" },
        { Swiss("00000000000000000000001011"), null, 400m, "+99 C10045: INV-001011=400.00" },
        { Swiss("12345600000000000000001011"), null, 400m, "+99 C10045: INV-001011=400.00" },
        { Swiss("00000000001004500000001011"), null, 400m, "+99 C10045: INV-001011=400.00" },
        { Belgian("0000010045"), null, 100m, "+99 C10045: INV-001012=100.00" },
        { "10116", null, 400m, "+93 C10045: INV-001011=400.00" },
        { null, "INV-1011 RF19539007547034", 480m, "+97 C10045: INV-001011=480.00" },
        { "RF19539007547034", null, 480m, "-" },
        { "INV-001011", null, 480m, "+98 C10045: INV-001011=480.00" },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void Find_StructuredReference_IsProofIfItsCheckDigitsAreRight(string? structured, string? text, decimal amount, string expected) =>
        Assert.Equal(expected, Told(Find(Ledger(), Entry(text, amount) with { StructuredReference = structured }), amount));

    [Fact]
    public void Find_WrongCheckDigits_AreSaid() =>
        Assert.Equal("its RF reference has wrong check digits", Find(Ledger(), Entry(null, 5m) with { StructuredReference = "RF19539007547034" }).Why);

    [Theory]
    [InlineData("C10023", "+99 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=150.00")]
    [InlineData("10023", "+99 C10023: INV-001001=100.00, INV-001002=250.00, INV-001003=150.00")]
    [InlineData("C99", "-")]
    [InlineData("NORTH10023", "-")]
    [InlineData("NORTH-10023", "-")]
    public void Find_AccountThatTheFeedNames_IsCertain(string account, string expected) =>
        Assert.Equal(expected, Told(Find(Ledger(), Entry(null, 500m) with { Account = account }), 500m));

    [Theory]
    [InlineData("2021-07-20", 980, "+98 A1: X-1=980.00")]
    [InlineData("2021-07-20", 990, "+98 A1: X-1=990.00")]
    [InlineData("2021-07-20", 978, "?85 A1: X-1=978.00")]
    [InlineData("2021-07-01", 980, "?85 A1: X-1=980.00")]
    public void Find_EarlyPaymentDiscount_IsAsGoodAsExactForTheDaysOfThePolicy(string issued, decimal amount, string expected)
    {
        var ledger = new PaperLedger().Account("A1", "Smith").Invoice("A1", "X-1", 1000m, issued: DateOnly.Parse(issued, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(expected.Replace("+98", "+97", StringComparison.Ordinal), Told(Find(ledger, Entry("X-1", amount)), amount));
    }

    [Fact]
    public void Find_DiscountOnOneOfTwo_EachGetsItsOwn()
    {
        var ledger = new PaperLedger().Account("A1", "Smith").Invoice("A1", "X-1", 1000m).Invoice("A1", "X-2", 500m, issued: new DateOnly(2021, 7, 25), due: new DateOnly(2021, 8, 25));

        Assert.Equal("+97 A1: X-1=1000.00, X-2=490.00", Told(Find(ledger, Entry("X-1 X-2", 1490m)), 1490m));
    }

    [Theory]
    [InlineData("Smith Plumbing", null, 750, "+91 A1: X-1=750.00")]
    [InlineData("Smith Plumbing", "X-1 CR-1", 750, "+98 A1: X-1=750.00")]
    [InlineData(null, "X-1", 750, "+97 A1: X-1=750.00")]
    public void Find_CreditTakenOff_MoneyGoesToTheInvoices(string? payer, string? text, decimal amount, string expected)
    {
        var ledger = new PaperLedger().Account("A1", "Smith Plumbing").Invoice("A1", "X-1", 1000m).Invoice("A1", "CR-1", -250m);

        Assert.Equal(expected, Told(Find(ledger, Entry(text, amount, payer)), amount));
    }

    [Theory]
    [InlineData(400, "X-1=400.00")]
    [InlineData(800, "X-1=800.00")]
    [InlineData(1200, "X-1=1200.00")]
    public void Find_InstalmentsOfOneInvoice_AreSettledAsOne(decimal amount, string expected)
    {
        var ledger = new PaperLedger().Account("A1", "Smith");
        for (var part = 1; part <= 3; part++)
        {
            ledger.Invoice("A1", "X-1", 400m, part: part, due: new DateOnly(2021, 7, 31).AddMonths(part));
        }

        var match = Find(ledger, Entry("X-1", amount));

        Assert.StartsWith("+9", Told(match, amount), StringComparison.Ordinal);
        Assert.EndsWith($"A1: {expected}", Told(match, amount), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AnotherCurrency_IsNeverMixed()
    {
        var ledger = Ledger().Account("E1", "Muster", "EUR").Invoice("E1", "EU-0001", 100m);

        Assert.Equal("-", Told(Find(ledger, Entry("EU-0001", 100m)), 100m));
        Assert.Equal("+98 E1: EU-0001=100.00", Told(Find(ledger, Entry("EU-0001", 100m, currency: "EUR")), 100m));
        Assert.Equal("-", Told(Find(ledger, Entry("E1", 100m)), 100m));
    }

    [Fact]
    public void Find_RefusedAccount_IsNeitherAppliedNorSuggested()
    {
        var entry = Entry("INV-001011", 480m, "Jones Electrical") with { Refused = ["C10045"], Account = "C10045", StructuredReference = PaymentReference.For("C10045").Value };

        Assert.Equal("-", Told(Find(Ledger(), entry), 480m));
        Assert.Equal("+94 C10023: INV-001003=1000.00", Told(Find(Ledger(), Entry("INV-001011", 1000m, "Smith Plumbing") with { Refused = ["C10045"] }), 1000m));
    }

    [Theory]
    [InlineData("INV-001003", 333, "+99 C10023: INV-001003=333.00")]
    [InlineData("INV-001011", 480, "-")]
    [InlineData("thanks", 1000, "-")]
    [InlineData("C10023", 1000, "-")]
    public void Find_OnlyOneAccount_AppliesOnlyWhatNamesItsInvoices(string text, decimal amount, string expected) =>
        Assert.Equal(expected, Told(Find(Ledger(), Entry(text, amount, "Smith Plumbing") with { Only = "C10023" }), amount));

    [Fact]
    public void Find_CertainMatch_TeachesThePayer()
    {
        var entry = Entry("INV-001011", 480m, "Holding Company Ltd") with { PayerAccount = SmithsAccount };

        Assert.Equal(["a:AU06200012345678", "n:HOLDING"], Find(Ledger(), entry).Learn);
        Assert.Equal(["n:HOLDING"], Find(Ledger().Learned("C10045", payerAccount: SmithsAccount), entry).Learn);
        Assert.Empty(Find(Ledger(), Entry("INV-001011", 480m, "PayPal")).Learn);
        Assert.Empty(Find(Ledger(), Entry("INV-001011", 480m, "Brown Bakery")).Learn);
        Assert.Empty(Find(Ledger(), Entry("INV-001011 INV-001001", 580m, "Holding Company Ltd")).Learn);
    }

    [Fact]
    public void Find_Suggestions_HoldFromThePolicysConfidence()
    {
        var match = new PaymentMatcher(MatchingRule.Default with { HoldFrom = 70, ApplyFrom = 100 })
            .Find(Entry("INV-001011", 333m) with { PayerAccount = SmithsAccount }, Ledger().Learned("C10023", payerAccount: SmithsAccount));

        Assert.Equal([("C10023", 60, false), ("C10045", 45, false)], match.Suggestions.Select(other => (other.Account, other.Confidence, other.Holds)));
        Assert.True(Assert.Single(new PaymentMatcher(MatchingRule.Default).Find(Entry("INV-001011", 333m), Ledger()).Suggestions).Holds);
    }

    [Theory]
    [InlineData("1011", null, 480, "it names INV-001011 (written '1011'); its amount is what is open")]
    [InlineData("INV-001011", "Jones Electrical", 400, "it names INV-001011 and the payer is called as account C10045 is; it pays a part of the AUD 480.00 that is open")]
    [InlineData("INV-002000", null, 10, "it names INV-002000, which the ledger does not have")]
    [InlineData("hello", null, 10, "no invoice number, account, payment reference or payer of ours in it")]
    public void Find_Why_SaysWhatAgrees(string text, string? payer, decimal amount, string expected) =>
        Assert.Equal(expected, Find(Ledger(), Entry(text, amount, payer)).Why);

    [Fact]
    public void Find_InvoiceInAnotherCurrency_IsSaid() =>
        Assert.Equal("it names INV-001011, which is in AUD, not EUR", Find(Ledger(), Entry("INV-001011", 480m, currency: "EUR")).Why);

    [Fact]
    public void Find_NumberAsPrintedAndAmount_AsksLittle()
    {
        var ledger = Ledger();

        Assert.NotNull(Find(ledger, Entry("INV-001011", 480m, "Somebody") with { PayerAccount = SmithsAccount }).Account);

        Assert.InRange(ledger.Asked, 1, 3);
    }

    private static string Rf(string body)
    {
        var digits = Enumerable.Range(2, 97).Select(check => $"RF{check:00}{body}");
        return digits.First(PaymentReference.IsValid);
    }

    private static string Swiss(string payload) => Enumerable.Range(0, 10).Select(check => $"{payload}{check}").First(text => StructuredReference.Read(text) is not null);

    private static string Belgian(string payload) =>
        Enumerable.Range(1, 97).Select(check => $"{payload}{check:00}").First(text => StructuredReference.Read(text) is { Kind: ReferenceKind.Belgian });
}
