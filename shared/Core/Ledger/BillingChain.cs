namespace Collections.Core.Ledger;

/// <summary>An account on the way from a branch to the one that is billed.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Currency">The currency that it trades in; null while it is not in the ledger.</param>
/// <param name="BillingAccount">The account that is billed for it in turn, or null.</param>
public readonly record struct ChainLink(string Code, Currency? Currency, string? BillingAccount);

/// <summary>Which account is billed for a branch, branches of branches included (R6).</summary>
/// <remarks>A store reads the chain from the branch's billing account on, link after link as <see cref="NextOf"/> says, and asks.</remarks>
public static class BillingChain
{
    /// <summary>Branches of branches are followed this far; a longer chain is a mistake of the books.</summary>
    public const int MostHops = 8;

    /// <summary>The next account to read; null at the chain's end.</summary>
    /// <param name="account">The branch.</param>
    /// <param name="billing">The account that is billed for it, as the books say; null for none.</param>
    /// <param name="links">What was read so far.</param>
    public static string? NextOf(string account, string? billing, IReadOnlyList<ChainLink> links)
    {
        ArgumentNullException.ThrowIfNull(links);
        var next = links.Count == 0 ? billing : links[^1].BillingAccount;
        return links.Count == MostHops || next == account ? null : next;
    }

    /// <summary>Why an account cannot be billed as the books say, or null. The billing account itself may come later in the same file.</summary>
    /// <param name="account">The account as it is from now on.</param>
    /// <param name="hasCase">True if a case is open on the account itself.</param>
    /// <param name="links">The chain from its billing account on.</param>
    public static string? WhyNot(Account account, bool hasCase, IReadOnlyList<ChainLink> links)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(links);
        if (account.BillingAccount is not { } billing)
        {
            return null;
        }

        if (hasCase)
        {
            return $"a case is open on {account.Code} itself: it can be billed to {billing} when that is over";
        }

        foreach (var link in links)
        {
            if (link.Currency is { } currency && !ReferenceEquals(currency, account.Currency))
            {
                return $"{link.Code} trades in {currency}, {account.Code} in {account.Currency}";
            }
        }

        var next = links.Count == 0 ? billing : links[^1].BillingAccount;
        return links.Count == MostHops && next is not null ? $"more than {MostHops} accounts stand between {account.Code} and the one that is billed"
            : next == account.Code ? $"{account.Code} would be billed to itself, through {billing}"
            : null;
    }

    /// <summary>The account that is billed: the last one of the chain that the ledger has; the account itself where it has none.</summary>
    public static string BillToOf(string account, IReadOnlyList<ChainLink> links)
    {
        ArgumentNullException.ThrowIfNull(links);
        var billTo = account;
        foreach (var link in links)
        {
            if (link.Currency is null)
            {
                break;
            }

            billTo = link.Code;
        }

        return billTo;
    }
}
