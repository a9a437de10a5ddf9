using Collections.App.Stores;
using Collections.Core.Payments;

namespace Collections.Functions.Tables;

/// <summary>Asks matchers, and sees to it that what they say can be done.</summary>
internal sealed class MatcherDesk(LookUps lookUps, PayerRows payers, AccountRows accounts, LedgerLoader loader, ShapeRows shapes)
{
    private readonly LookUps _lookUps = lookUps;
    private readonly PayerRows _payers = payers;
    private readonly AccountRows _accounts = accounts;
    private readonly LedgerLoader _loader = loader;

    /// <summary>Begins to ask a matcher: of one delivery, or of all that waits. The numbers' shapes are read once.</summary>
    public Asking Ask(IPaymentMatcher matcher) => new(this, matcher, new ShapesOfNow(shapes));

    /// <summary>A matcher that is being asked.</summary>
    internal sealed class Asking(MatcherDesk desk, IPaymentMatcher matcher, ShapesOfNow shapes)
    {
        /// <summary>What it says of an entry: an account that is billed and trades in the payment's currency, or nobody.</summary>
        public async Task<Matching> FindAsync(BankEntry entry, CancellationToken cancel)
        {
            var lookup = new GatheringLookup(desk._lookUps, desk._payers, desk._accounts, desk._loader, shapes);
            var match = await lookup.FindAsync(matcher, entry, cancel);
            var account = match.Account is { } code ? lookup.Document(code) ?? await desk._accounts.FindPayerAsync(code, cancel) : null;
            match = account is null ? match with { Account = null }
                : !ReferenceEquals(account.Currency, entry.Amount.Currency) ? Match.None($"account {account.Code} trades in {account.Currency}")
                : match with { Account = account.Code };
            return new Matching(match, lookup.Seen, () => FindAsync(entry, cancel));
        }

        /// <summary>What it says of what is unapplied in an account: what settles open invoices of that account, and no others.</summary>
        public async Task<Match> FindMoreAsync(BankEntry entry, CancellationToken cancel)
        {
            var match = (await FindAsync(entry, cancel)).Match;
            var own = new List<Allocation>();
            foreach (var allocation in match.Allocations)
            {
                if (await desk._lookUps.FindByInvoiceAsync(allocation.Invoice, cancel) is { } owner && owner.Code == entry.Only
                    && owner.OpenItems.Any(item => string.Equals(item.Number, allocation.Invoice, StringComparison.OrdinalIgnoreCase)))
                {
                    own.Add(allocation);
                }
            }

            return match with { Allocations = own };
        }
    }
}
