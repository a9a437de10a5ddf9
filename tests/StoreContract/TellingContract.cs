using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;

namespace Collections.StoreContract;

/// <summary>Whatever happens to payments in whatever order: accounts are told of exactly the money that they have, and wait exactly while they are suspected.</summary>
public abstract class TellingContract<THost> : MatchingFacts<THost>
    where THost : IStoreHost, new()
{
    private static readonly int Steps = Thoroughness.Of(full: 60, atADesk: 20);
    private static readonly string[] Codes = ["A100", "A200", "A300"];

    private readonly List<string> _payments = [];
    private int _reversals;

    [StoreTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Accounts_AfterAnything_HaveHeardOfWhatTheyHave(int seed)
    {
        var random = new Random(seed);
        foreach (var (code, i) in Codes.Select((code, i) => (code, i)))
        {
            await AddAccountsAsync(code);
            await Ledger.SaveInvoicesAsync([.. Enumerable.Range(1, 4).Select(n => NewInvoice(code, Number(i, n), 100 * n, due: Day(7, n + (3 * i))))], Now, None);
            await OpenCaseAsync(code);
        }

        for (var step = 0; step < Steps; step++)
        {
            await StepAsync(random);
            await AssertSumsAsync();
            await AssertToldAsync($"seed {seed}, step {step}");
        }
    }

    private async Task StepAsync(Random random)
    {
        var payment = _payments.Count > 0 ? _payments[random.Next(_payments.Count)] : "anz:none";
        switch (random.Next(9))
        {
            case 0 or 1:
                _payments.Add($"anz:p{_payments.Count}");
                await ReceiveAsync(Random(random), Payment(_payments[^1][4..], random.Next(1, 600)));
                break;
            case 2:
                await ReceiveAsync(Reversal($"r{_reversals++}", random.Next(4) == 0 ? "unheard-of" : payment[4..], random.Next(1, 300)));
                break;
            case 3:
                await Payments.RematchAsync(await Payments.WaitingAsync(10, None), Random(random), Later(1), None);
                break;
            case 4:
                await DecideAsync(payment, new PaymentDecision.Undo());
                break;
            case 5:
                await DecideAsync(payment, new PaymentDecision.Reject(random.Next(2) == 0 ? null : Codes[random.Next(Codes.Length)]));
                break;
            case 6:
                await DecideAsync(payment, new PaymentDecision.SetAside("a loan"));
                break;
            case 7 when _reversals > 0:
                await DecideAsync($"anz:r{random.Next(_reversals)}", new PaymentDecision.Undoes(payment));
                break;
            default:
                await DecideAsync(payment, new PaymentDecision.Allocate(Some(random), random.Next(2) == 0 ? null : Codes[random.Next(Codes.Length)], ["a:AU123456"]));
                break;
        }
    }

    // It applies to one account, or suggests some, as it happens; never what was refused.
    private static IPaymentMatcher Random(Random random)
    {
        var seed = random.Next();
        return Says((entry, _) =>
        {
            var own = new Random(seed);
            var free = Codes.Where(code => !entry.Refused.Contains(code) && (entry.Only ?? code) == code).ToList();
            return free.Count > 0 && own.Next(2) == 0
                ? new Match(free[own.Next(free.Count)], Some(own), "it seems so") with { Awaits = own.Next(2) == 0, Learn = ["n:SMITH"] }
                : Match.None("not certain") with { Suggestions = [.. free.Select(code => MayBe(code, holds: own.Next(2) == 0))] };
        });
    }

    private static IReadOnlyList<Allocation> Some(Random random) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => Number(random.Next(Codes.Length), random.Next(1, 5))).Distinct().Select(number => Of(number, random.Next(1, 200)))];

    private static string Number(int account, int n) => string.Create(CultureInfo.InvariantCulture, $"{account + 1}00{n}");

    private async Task AssertToldAsync(string when)
    {
        var rows = (await Desk.PaymentsAsync(null, null, null, 500, None)).Items;
        foreach (var (code, i) in Codes.Select((code, i) => (code, i)))
        {
            var file = await FileAsync(code);
            Assert.True(file.Inbox.Select(item => item.Key).Distinct(StringComparer.Ordinal).Count() == file.Inbox.Count, when);
            foreach (var row in rows)
            {
                var had = row.Allocations.Where(part => part.Invoice.StartsWith(Number(i, 0)[..3], StringComparison.Ordinal)).Sum(part => part.Amount.Minor)
                    + (row.Account == code && !row.IsReversal ? row.Unapplied.Minor : 0);
                var heard = file.Inbox.Sum(item => item.Happening switch
                {
                    PaymentReceived got when got.PaymentId == row.Id => got.Amount.Minor,
                    PaymentReversed lost when lost.PaymentId == row.Id => -lost.Amount.Minor,
                    _ => 0,
                });
                Assert.True(had == heard, $"{when}: {code} has {had} of {row.Id} and heard of {heard}");

                var last = file.Inbox.LastOrDefault(item => item.Happening is PaymentSuspected one && one.PaymentId == row.Id || item.Happening is PaymentLookedAt two && two.PaymentId == row.Id);
                var waits = row.Suggestions.Any(one => one.Account == code && one.Holds);
                Assert.True(waits == last?.Happening is PaymentSuspected, $"{when}: {code} {(waits ? "is" : "is not")} suspected of {row.Id}, and heard {last?.Happening}");
            }
        }
    }
}
