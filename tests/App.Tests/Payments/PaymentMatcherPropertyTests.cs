using System.Text;
using Collections.App.Payments;
using Collections.App.Payments.Matching;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Policies;
using Collections.Core.Remittances;

namespace Collections.App.Tests.Payments;

/// <summary>What holds whatever is written: the same answer again, no exception, bounded look-ups, no more money than came in. Seeded.</summary>
public class PaymentMatcherPropertyTests
{
    private static readonly string[] Scraps =
    [
        "INV", "INV-", "Rechnung Nr.", "1001", "1002", "001003", "-", "/", "..", " to ", ",", "+", "&", "#", "2021/45", "20210045", "O", "l", "RF18", "539007547034", "C10023", "10045",
        "12/03/2021", "$1,250.00", "+++090/9337/55493+++", "21000000000313947143000901", "7", "Kd-Nr", "PO", "\ud83d", "\udc00", "é", "\0", "９", "%", "1001-1049", "tel", "\r\n", "🙂", "- -", "1e9", "99999999999999999999",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Find_RandomText_AnswersTheSameAgain_WithinBounds(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var entry = RandomEntry(random);
            var (ledger, again) = (RandomLedger(seed), RandomLedger(seed));

            var match = new PaymentMatcher(MatchingRule.Default).Find(entry, ledger);

            Assert.Equal(Shown(match), Shown(new PaymentMatcher(MatchingRule.Default).Find(entry, again)));
            Assert.InRange(ledger.Asked, 0, BoundedLookup.Most);
            Assert.InRange(match.Confidence, 0, 100);
            Assert.True(match.Account is null || match.Confidence >= MatchingRule.Default.ApplyFrom, Shown(match));
            Assert.True(match.Account is null || match.Suggestions.Count == 0);
            Assert.InRange(match.Suggestions.Count, 0, 5);
            Assert.Equal(match.Suggestions.Count, match.Suggestions.Select(other => other.Account).Distinct().Count());
            foreach (var allocations in match.Suggestions.Select(other => other.Allocations).Append(match.Allocations))
            {
                Assert.All(allocations, part => Assert.True(part.Amount.IsPositive));
                Assert.Equal(allocations.Count, allocations.Select(part => part.Invoice).Distinct().Count());
                Assert.True(allocations.Sum(part => part.Amount.Minor) <= entry.Amount.Minor, Shown(match));
                Assert.All(allocations, part => Assert.True(part.Amount.Minor <= ledger.FindInvoice(part.Invoice)!.Items.Sum(item => item.Open.Minor), Shown(match)));
            }
        }
    }

    // A store that fetches in rounds answers null until it knows.
    [Fact]
    public void Find_LedgerThatKnowsNothingYet_NeverThrows()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            Assert.Null(new PaymentMatcher(MatchingRule.Default).Find(RandomEntry(random), new PaperLedger()).Account);
        }
    }

    private static BankEntry RandomEntry(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(0, random.Next(20) == 0 ? 400 : 9); i > 0; i--)
        {
            text.Append(Scraps[random.Next(Scraps.Length)]).Append(random.Next(3) == 0 ? "" : " ");
        }

        string? Maybe(params string[] values) => random.Next(3) == 0 ? values[random.Next(values.Length)] : null;
        return new BankEntry("b1", new DateOnly(2021, 8, 3), new Money(random.Next(3) == 0 ? random.Next(1, 500_000) : 10_000 * random.Next(1, 20), Currency.Aud), true, text.ToString(),
            Maybe("Smith Plumbing", "SMITH", "Jones", "PAYPAL", "\ud800", ""), Maybe("C10023", "10045", "zz"), null)
        {
            PayerAccount = Maybe("AU 1234 5678", "x", "****"),
            StructuredReference = Maybe("RF18539007547034", "10116", "INV-001002", "+++1+++", text.ToString()),
        };
    }

    private static PaperLedger RandomLedger(int seed)
    {
        var random = new Random(seed);
        var ledger = new PaperLedger();
        foreach (var code in new[] { "C10023", "C10045", "7", "SMITH" })
        {
            ledger.Account(code, code == "SMITH" ? "Smith Plumbing" : $"Customer {code}");
        }

        for (var i = 0; i < 60; i++)
        {
            var number = (i % 4) switch { 0 => $"INV-{1000 + i:000000}", 1 => $"{1000 + i}", 2 => $"2021-{i:0000}", _ => $"{i}" };
            ledger.Invoice(new[] { "C10023", "C10045", "7", "SMITH" }[random.Next(4)], number, random.Next(5) == 0 ? 0m : 100m * random.Next(1, 15));
        }

        return ledger.Learned("C10045", payerAccount: "AU 1234 5678");
    }

    private static string Shown(Match match) =>
        $"{match.Account} {match.Confidence} {match.Why} [{string.Join(", ", match.Allocations)}] [{string.Join(", ", match.Learn)}] {match.Awaits} "
        + string.Join("; ", match.Suggestions.Select(other => $"{other.Account} {other.Confidence} {other.Why} [{string.Join(", ", other.Allocations)}]"));
}
