using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Asks matchers, and finds the accounts that they name.</summary>
internal sealed class MatcherDesk(LookUps lookUps, RemitterRows payers, AccountRows accounts, LedgerLoader loader, ShapeRows shapes, OpenLedgers ledgers)
{
    private readonly LookUps _lookUps = lookUps;
    private readonly RemitterRows _payers = payers;
    private readonly AccountRows _accounts = accounts;
    private readonly LedgerLoader _loader = loader;
    private readonly OpenLedgers _ledgers = ledgers;

    /// <summary>Begins to ask a matcher: of one delivery, or of all that waits. The numbers' shapes are read once.</summary>
    /// <param name="matcher">The matcher.</param>
    /// <param name="now">The moment, with which items are brought home that are on their way to another account; null for one that only looks.</param>
    public Asking Ask(IPaymentMatcher matcher, DateTimeOffset? now) => new(this, matcher, new ShapesOfNow(shapes), now);

    /// <summary>A matcher that is being asked.</summary>
    internal sealed class Asking(MatcherDesk desk, IPaymentMatcher matcher, ShapesOfNow shapes, DateTimeOffset? now)
    {
        /// <summary>What it says of an entry, with the account that is billed where it applies.</summary>
        public async Task<Matching> FindAsync(BankEntry entry, CancellationToken cancel)
        {
            var lookup = new GatheringLookup(desk._lookUps, desk._payers, desk._loader, shapes, BillToAsync);
            var match = await lookup.FindAsync(matcher, entry, cancel);
            var account = match.Account is { } code ? lookup.Document(code) ?? await BillToAsync(code, cancel) : null;
            BillTo? billTo = account is null ? null : new BillTo(account.Code, account.Currency);
            return new Matching(match with { Account = account?.Code }, billTo, lookup.Document, () => FindAsync(entry, cancel));
        }

        // What is on its way from one account to another is in neither of them.
        private async Task<AccountDocument?> BillToAsync(string code, CancellationToken cancel) =>
            await desk._accounts.FindBillToAsync(code, cancel) is { } account
                ? account.Moving.Count > 0 && now is { } at ? (await desk._ledgers.OpenAsync(account.Code, at, cancel)).Document : account
                : null;

        /// <summary>Which of the numbers that a match names an account owes something of.</summary>
        public async Task<IReadOnlyCollection<string>> OwnAsync(Match match, string account, CancellationToken cancel)
        {
            var own = new List<string>();
            foreach (var number in match.Allocations.Select(allocation => allocation.Invoice))
            {
                if (await desk._lookUps.FindByInvoiceAsync(number, cancel) is { } owner && owner.Code == account
                    && owner.OpenItems.Any(item => string.Equals(item.Number, number, StringComparison.OrdinalIgnoreCase)))
                {
                    own.Add(number);
                }
            }

            return own;
        }
    }
}
