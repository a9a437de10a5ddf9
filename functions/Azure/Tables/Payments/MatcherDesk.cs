using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Asks matchers, and finds the accounts that they name.</summary>
internal sealed class MatcherDesk(LookUps lookUps, RemitterRows payers, AccountRows accounts, LedgerLoader loader, ShapeRows shapes)
{
    private readonly LookUps _lookUps = lookUps;
    private readonly RemitterRows _payers = payers;
    private readonly AccountRows _accounts = accounts;
    private readonly LedgerLoader _loader = loader;

    /// <summary>Begins to ask a matcher: of one delivery, or of all that waits. The numbers' shapes are read once.</summary>
    public Asking Ask(IPaymentMatcher matcher) => new(this, matcher, new ShapesOfNow(shapes));

    /// <summary>A matcher that is being asked.</summary>
    internal sealed class Asking(MatcherDesk desk, IPaymentMatcher matcher, ShapesOfNow shapes)
    {
        /// <summary>What it says of an entry, with the account that is billed where it applies.</summary>
        public async Task<Matching> FindAsync(BankEntry entry, CancellationToken cancel)
        {
            var lookup = new GatheringLookup(desk._lookUps, desk._payers, desk._accounts, desk._loader, shapes);
            var match = await lookup.FindAsync(matcher, entry, cancel);
            var account = match.Account is { } code ? lookup.Document(code) ?? await desk._accounts.FindBillToAsync(code, cancel) : null;
            BillTo? billTo = account is null ? null : new BillTo(account.Code, account.Currency);
            return new Matching(match with { Account = account?.Code }, billTo, lookup.Document, () => FindAsync(entry, cancel));
        }

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
