using System.Globalization;
using Collections.App.Payments;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Policies;

namespace Collections.App.Tests.Payments;

/// <summary>Cases of what payers write, each with the whole answer: <c>+98 C1: INV-001001=100, rest 5</c> is applied, <c>?85 C1: …</c> suggested, <c>-</c> nobody's.</summary>
public class PaymentMatcherTests
{
    private static readonly DateOnly Booked = new(2021, 8, 3);

    // SMITH owes three invoices, JONES two, one of them of the same amount as one of SMITH's; BROWN has paid all.
    private static PaperLedger Ledger() => new PaperLedger()
        .Account("C10023", "Smith Plumbing Supplies Pty Ltd").Account("C10045", "Jones & Sons Ltd").Account("C10067", "Brown Electrical").Account("E100", "Muster GmbH", "EUR")
        .Invoice("C10023", "INV-001001", 100m).Invoice("C10023", "INV-001002", 250.50m, due: new DateOnly(2021, 8, 31), order: "PO-7788").Invoice("C10023", "INV-001003", 1000m, due: new DateOnly(2021, 9, 30))
        .Invoice("C10045", "INV-001011", 480m).Invoice("C10045", "INV-001012", 99m).Invoice("C10045", "INV-000007", 77m)
        .Invoice("C10067", "INV-000990", 0m)
        .Invoice("E100", "2021-0045", 300m);

    public static TheoryData<string, string?, decimal, string> Texts { get; } = new()
    {
        // As printed, and the amount.
        { "INV-001001", null, 100m, "+98 C10023: INV-001001=100.00" },
        { "inv-001001", null, 100m, "+98 C10023: INV-001001=100.00" },
        { "Payment of INV-001001, thank you", null, 100m, "+98 C10023: INV-001001=100.00" },
        { "INV-001001", "Smith Plumbing Supplies", 100m, "+99 C10023: INV-001001=100.00" },

        // Prefix, signs, zeros, blanks.
        { "1001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "INV 1001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "Inv.1001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "#1001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "Rechnung Nr. 001001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "facture n° 1001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "INV001001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "PAYMENTINV1001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "INV-00 1001", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "INV-0010\n01", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "INV-OO1OO1", null, 100m, "+97 C10023: INV-001001=100.00" },
        { "INV 7", null, 77m, "+94 C10045: INV-000007=77.00" },
        { "7 boxes", null, 77m, "?88 C10045: INV-000007=77.00" },
        { "7", null, 70m, "-" },

        // Lists and ranges.
        { "1001,1002", null, 350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50" },
        { "1001+1002", null, 350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50" },
        { "1001/2/3", null, 1350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=1000.00" },
        { "INV 1001, 02, 03", null, 1350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=1000.00" },
        { "1001 & 1002", null, 350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50" },
        { "1001-1003", null, 1350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=1000.00" },
        { "1001 to 1003", null, 1350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=1000.00" },
        { "1001..1003", null, 1350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=1000.00" },
        { "INV-001001 - INV-001003", null, 1350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=1000.00" },
        { "invoices 1001 to 1009", null, 1350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=1000.00" },
        { "INV1001INV1002", null, 350.50m, "+97 C10023: INV-001001=100.00, INV-001002=250.50" },
        { "INV-001001 INV-001002", null, 350.50m, "+98 C10023: INV-001001=100.00, INV-001002=250.50" },

        // The amount is another.
        { "INV-001003", "Smith Plumbing Supplies", 400m, "+96 C10023: INV-001003=400.00" },
        { "INV-001003", null, 400m, "?85 C10023: INV-001003=400.00" },
        { "1003", null, 400m, "?65 C10023: INV-001003=400.00" },
        { "INV-001003", "Jones and Sons", 400m, "?60 C10045: INV-000007=77.00, INV-001011=323.00; ?45 C10023: INV-001003=400.00" },
        { "INV-001001", "Smith Plumbing Supplies", 130m, "+96 C10023: INV-001001=100.00, rest 30.00" },
        { "INV-001001", null, 130m, "?75 C10023: INV-001001=100.00, rest 30.00" },
        { "INV-001001 INV-001002", null, 300m, "+92 C10023: INV-001001=100.00, INV-001002=200.00" },
        { "INV-001001", null, 99.40m, "+97 C10023: INV-001001=99.40" },
        { "INV-001001", null, 100.60m, "+97 C10023: INV-001001=100.00, rest 0.60" },

        // Several accounts.
        { "INV-001001 INV-001012", null, 199m, "+97 C10023: INV-001001=100.00, INV-001012=99.00" },
        { "INV-001001 INV-001011", null, 300m, "?85 C10045: INV-001011=300.00; ?75 C10023: INV-001001=100.00, rest 200.00" },

        // Settled, unknown, foreign.
        { "INV-000990", "Brown Electrical", 55m, "+95 C10067: rest 55.00" },
        { "INV-000990", null, 55m, "?70 C10067: rest 55.00" },
        { "INV-000990", "Smith Plumbing Supplies", 1000m, "?85 C10023: INV-001003=1000.00; ?45 C10067: rest 1000.00" },
        { "INV-009999", null, 55m, "-" },
        { "Your ABN 51 824 753 556, tel 02 5550 1001", null, 55m, "-" },
        { "paid 12/03/2021", null, 100m, "-" },

        // Names and codes.
        { "thanks", "SMITH PLUMBING SUPPLIES", 1000m, "+94 C10023: INV-001003=1000.00" },
        { "thanks", "SMITH PLUMBING SUPP", 1000m, "+94 C10023: INV-001003=1000.00" },
        { "thanks", "SMITH PLUMBING SUPPLIES", 20m, "?75 C10023: INV-001001=20.00" },
        { "thanks", "SMITH PLUMB. SUPPL. PT", 1000m, "+94 C10023: INV-001003=1000.00" },
        { "thanks", "SMITH PLUMBING SUPPLIES NORTH", 1000m, "?75 C10023: INV-001003=1000.00" },
        { "thanks", "SMITH PLUMBING NORTH", 1000m, "?75 C10023: INV-001003=1000.00" },
        { "TFR FROM SMITH PLUMBING SUPPLIES PTY LTD", null, 1000m, "+94 C10023: INV-001003=1000.00" },
        { "TFR SMITH PLUMBING SUPPLIES INV-001003", null, 400m, "+96 C10023: INV-001003=400.00" },
        { "customer no 10023", null, 1350.50m, "+96 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=1000.00" },
        { "Kd-Nr C10023", null, 100m, "+96 C10023: INV-001001=100.00" },
        { "C10023", "Smith Plumbing Supplies", 500m, "+95 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=149.50" },
        { "C10023", null, 500m, "?75 C10023: INV-001001=100.00, INV-001002=250.50, INV-001003=149.50" },
        { "PO 7788", "Smith Plumbing Supplies", 250.50m, "+99 C10023: INV-001002=250.50" },

        // One slip, within the account that the payer's name names.
        { "INV-010003", "Smith Plumbing Supplies", 1000m, "+95 C10023: INV-001003=1000.00" },

        // A higher number that nobody has yet may be next month's invoice of the same amount.
        { "INV-001103", "Smith Plumbing Supplies", 1000m, "?85 C10023: INV-001003=1000.00" },
        { "INV-010001", null, 100m, "?60 C10023: INV-001001=100.00" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Find_WhatPayersWrite_IsMatchedOrSuggested(string reference, string? payer, decimal amount, string expected) =>
        Assert.Equal(expected, Told(Find(Ledger(), Entry(reference, amount, payer)), amount));

    internal static BankEntry Entry(string? reference, decimal amount, string? payer = null, string currency = "AUD") =>
        new("b1", Booked, Money.Of(amount, Currency.Parse(currency)), IsCredit: true, reference, payer, null, null);

    internal static Match Find(PaperLedger ledger, BankEntry entry) => new PaymentMatcher(MatchingRule.Default).Find(entry, ledger);

    /// <summary>A match in one line.</summary>
    internal static string Told(Match match, decimal amount)
    {
        if (match.Account is { } account)
        {
            return $"+{match.Confidence} {account}: {Parts(match.Allocations, amount)}";
        }

        return match.Suggestions.Count == 0 ? "-" : string.Join("; ", match.Suggestions.Select(other => $"?{other.Confidence} {other.Account}: {Parts(other.Allocations, amount)}"));
    }

    private static string Parts(IReadOnlyList<Allocation> allocations, decimal amount)
    {
        var parts = allocations.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Invoice}={part.Amount.Amount:0.00}"));
        var rest = amount - allocations.Sum(part => part.Amount.Amount);
        return string.Join(", ", rest == 0 ? parts : parts.Append(string.Create(CultureInfo.InvariantCulture, $"rest {rest:0.00}")));
    }
}
