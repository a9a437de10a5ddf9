using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;

namespace Collections.StoreContract;

/// <summary>The helpers of the facts about matching: matchers that say what a fact needs, and what people decide.</summary>
public abstract class MatchingFacts<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    protected static readonly Actor Ann = new("ann");

    private int _asked;

    protected static IPaymentMatcher Says(Func<BankEntry, ILedgerLookup, Match> says) => new ScriptedMatcher(says);

    /// <summary>Applies an entry to an account: to its invoices in the order in which they are given.</summary>
    protected static IPaymentMatcher Applies(string account, params Allocation[] allocations) => Says((_, _) => new Match(account, allocations, "it is theirs"));

    /// <summary>Applies nothing, and suggests accounts, without those that were refused.</summary>
    protected static IPaymentMatcher Suggests(params Suggestion[] suggestions) =>
        Says((entry, _) => Match.None("not certain") with { Confidence = 70, Suggestions = [.. suggestions.Where(one => !entry.Refused.Contains(one.Account))] });

    protected static Suggestion MayBe(string account, bool holds = true, params Allocation[] allocations) => new(account, allocations, 70, $"{account} owes as much", holds);

    protected Task<IReadOnlyList<PaymentResult>> ReceiveAsync(IPaymentMatcher matcher, params BankEntry[] entries) =>
        Payments.ReceiveAsync(new BankDelivery("anz", Now, null, entries), matcher, None);

    protected async Task<PaymentResult> RematchOneAsync(string payment, IPaymentMatcher matcher) =>
        Assert.Single(await Payments.RematchAsync([payment], matcher, Later(2), None));

    protected async Task<string?> DecideAsync(string payment, PaymentDecision decision) => (await Payments.DecideAsync(payment, decision, Ann, Later(1), None))?.Why;

    protected async Task DoAsync(string payment, PaymentDecision decision) => Assert.Null(await DecideAsync(payment, decision));

    protected static PaymentDecision.Allocate Allocate(string? account, params Allocation[] allocations) => new(allocations, account, []);

    protected static Allocation Of(string invoice, decimal amount) => new(invoice, Aud(amount));

    /// <summary>What a matcher finds out inside a commit; it is the same for one that only looks. A store may ask a matcher several times: the last answer counts.</summary>
    protected async Task<T> AskAsync<T>(Func<ILedgerLookup, T> ask)
    {
        var answers = new List<T>();
        var asking = Says((_, ledger) =>
        {
            answers.Add(ask(ledger));
            return Match.None("asked");
        });
        var result = Assert.Single(await ReceiveAsync(asking, Payment($"asked-{++_asked}", 1)));
        var inside = answers[^1];
        Assert.NotNull(await Payments.LookAsync(result.PaymentId, asking, None));
        Assert.Equal(inside, answers[^1]);
        return answers[^1];
    }

    protected Task<IReadOnlyList<(string Account, bool IsLearned)>> PayersAsync(string key, bool isBeginning = false) => AskAsync<IReadOnlyList<(string, bool)>>(
        ledger => [.. ledger.FindRemitters(key, isBeginning).Select(payer => (payer.Account, payer.IsLearned))]);

    /// <summary>What waits in an account's inbox, oldest first.</summary>
    protected async Task<IReadOnlyList<Happening>> InboxAsync(string account) => [.. (await FileAsync(account)).Inbox.Select(item => item.Happening)];

    protected async Task<PaymentRow> RowAsync(string payment) =>
        await Desk.PaymentAsync(payment, None) ?? throw new InvalidOperationException($"no payment {payment}");

    /// <summary>Accounts with a case each, so that they hear of money, and with one invoice each of 600, due on the days that are given.</summary>
    protected async Task AddOwingAsync(params (string Account, string Invoice, DateOnly Due)[] accounts)
    {
        foreach (var (account, invoice, due) in accounts)
        {
            await AddAccountsAsync(account);
            await AddAsync(NewInvoice(account, invoice, 600, due: due));
            await OpenCaseAsync(account);
        }
    }

    private sealed class ScriptedMatcher(Func<BankEntry, ILedgerLookup, Match> says) : IPaymentMatcher
    {
        public Match Find(BankEntry entry, ILedgerLookup ledger) => says(entry, ledger);
    }
}
