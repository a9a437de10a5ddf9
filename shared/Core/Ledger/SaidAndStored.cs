using Collections.Core.Calendars;

namespace Collections.Core.Ledger;

/// <summary>Puts together what is stored of a row of the books and what is said of it now: what is not said, stays (R46).</summary>
/// <remarks>Pure, and the one place that knows it: a store reads what it has, asks here, and writes what comes out.</remarks>
public static class SaidAndStored
{
    /// <summary>An account as it is from now on.</summary>
    /// <param name="known">As it is stored; its contacts and its history are not the row's to tell.</param>
    /// <param name="said">What is said of it.</param>
    /// <param name="rejected">Why what is said can't be, or null.</param>
    public static Account Together(Account known, AccountEntry said, out RowResult? rejected)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(said);
        var row = said.Account;
        rejected = Says(AccountFields.Currency) && !ReferenceEquals(row.Currency, known.Currency)
            ? new RowResult(RowState.Rejected, "currency", $"the account trades in {known.Currency}; another currency needs an account of its own")
            : null;
        var limit = Says(AccountFields.CreditLimit) ? row.CreditLimit : known.CreditLimit;
        if (rejected is null && limit is { } money && !ReferenceEquals(money.Currency, known.Currency))
        {
            // Whoever does not say the currency means the account's own.
            limit = Money.TryOf(money.Amount, known.Currency, out var own) ? own : null;
            rejected = limit is null
                ? new RowResult(RowState.Rejected, "credit_limit", $"has more decimals than {known.Currency}, in which the account trades, has")
                : null;
        }

        return known with
        {
            Name = Says(AccountFields.Name) ? row.Name : known.Name,
            Terms = Says(AccountFields.Terms) ? row.Terms : known.Terms,
            Policy = Says(AccountFields.Policy) ? row.Policy : known.Policy,
            Place = PlaceOf(known.Place, row.Place, Says(AccountFields.Region), Says(AccountFields.TimeZone)),
            BillingAccount = Says(AccountFields.BillingAccount) ? row.BillingAccount : known.BillingAccount,
            SalesRep = Says(AccountFields.SalesRep) ? row.SalesRep : known.SalesRep,
            CreditLimit = limit,
            Status = Says(AccountFields.Status) ? row.Status : known.Status,
            Language = Says(AccountFields.Language) ? row.Language : known.Language,
            CustomerSince = Says(AccountFields.CustomerSince) ? row.CustomerSince : known.CustomerSince,
            Notes = Says(AccountFields.Notes) ? row.Notes : known.Notes,
        };

        bool Says(AccountFields field) => (said.Said & field) != AccountFields.None;
    }

    /// <summary>A contact as it is from now on. A new address clears a bounce (R35).</summary>
    public static Contact Together(Contact known, ContactEntry said)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(said);
        var row = said.Contact;
        var email = Says(ContactFields.Email) ? row.Email : known.Email;
        return known with
        {
            Email = email,
            Phone = Says(ContactFields.Phone) ? row.Phone : known.Phone,
            Preferred = Says(ContactFields.Preferred) ? row.Preferred : known.Preferred,
            Language = Says(ContactFields.Language) ? row.Language : known.Language,
            Bounced = row.Bounced || (known.Bounced && email == known.Email),
        };

        bool Says(ContactFields field) => (said.Said & field) != ContactFields.None;
    }

    /// <summary>An open item as the books have it from now on: an entry that says all of it.</summary>
    /// <param name="known">The item as it is stored, its <see cref="Invoice.LedgerBalance"/> being what the books last said.</param>
    /// <param name="said">What is said of it, in the same currency.</param>
    public static InvoiceEntry Together(Invoice known, InvoiceEntry said)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(said);
        if (said.Said == InvoiceFields.All)
        {
            return said;
        }

        var row = said.Invoice;
        var isTurned = !said.Says(InvoiceFields.Kind) && known.IsCredit && row.Amount.Minor > 0;
        var amount = isTurned ? -row.Amount : row.Amount;
        var balance = said.Says(InvoiceFields.Balance) || said.SettledOn is not null
            ? isTurned ? -row.LedgerBalance : row.LedgerBalance
            : BalanceOf(known, amount, isOpenAgain: said.Says(InvoiceFields.Settled) && known.Part == 0 && known.LedgerBalance.IsZero);
        return said with
        {
            Invoice = row with
            {
                // One that would lie before a new day of issue was never said for that.
                Due = said.Says(InvoiceFields.Due) || known.Due < row.Issued ? row.Due : known.Due,
                Amount = amount,
                LedgerBalance = balance,
                Reference = said.Says(InvoiceFields.Reference) ? row.Reference : known.Reference,
                Order = said.Says(InvoiceFields.Order) ? row.Order : known.Order,
            },
            Disputed = amount.Minor < 0 ? null : known.Part == 0 && said.Disputed is { } disputed ? Money.Min(disputed, balance) : said.Disputed,
            Said = InvoiceFields.All,
        };
    }

    /// <summary>What is said of an invoice as a whole, as entries of its instalments as they are stored (R2).</summary>
    /// <param name="known">The instalments, earliest first, each with what the books last said.</param>
    /// <param name="said">What is said of the invoice.</param>
    /// <param name="rejected">Why that can't be told of instalments, or null; then nothing comes back.</param>
    public static IReadOnlyList<InvoiceEntry> OverInstalments(IReadOnlyList<Invoice> known, InvoiceEntry said, out RowResult? rejected)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(said);
        var sum = known.Aggregate(Money.Zero(said.Invoice.Amount.Currency), (all, part) => all + part.Amount);
        var isTurned = !said.Says(InvoiceFields.Kind) && sum.Minor < 0 && said.Invoice.Amount.Minor > 0;
        var amount = isTurned ? -said.Invoice.Amount : said.Invoice.Amount;
        rejected = said.Says(InvoiceFields.Due)
                ? new RowResult(RowState.Rejected, "due", $"{said.Invoice.Number} is known with {known.Count} instalments: give them again, or leave the column out")
            : amount != sum
                ? new RowResult(RowState.Rejected, "amount", $"is not the sum of the {known.Count} instalments that are known, {sum.ToText()}: give them again with it")
            : null;
        if (rejected is not null)
        {
            return [];
        }

        // What is settled has settled the earliest instalments first. A blank settlement opens them again only where all of them were settled.
        var isOpenAgain = said.Says(InvoiceFields.Settled) && said.SettledOn is null && !said.Says(InvoiceFields.Balance) && known.All(part => part.LedgerBalance.IsZero);
        var saysBalance = said.Says(InvoiceFields.Balance) || said.SettledOn is not null || isOpenAgain;
        var settled = isOpenAgain ? Money.Zero(amount.Currency) : amount - (isTurned ? -said.Invoice.LedgerBalance : said.Invoice.LedgerBalance);
        var open = saysBalance ? amount - settled : known.Aggregate(Money.Zero(amount.Currency), (all, part) => all + part.LedgerBalance);
        Money? disputed = said.Disputed is { } some && amount.IsPositive ? Money.Min(some, open) : null;
        var entries = new List<InvoiceEntry>(known.Count);
        foreach (var part in known)
        {
            var taken = Nearer(settled, part.Amount);
            settled -= taken;
            entries.Add(said with
            {
                Invoice = said.Invoice with { Part = part.Part, Due = part.Due, Amount = part.Amount, LedgerBalance = part.Amount - taken },
                Disputed = entries.Count == 0 ? disputed : null,
                Said = (said.Said & ~(InvoiceFields.Due | InvoiceFields.Settled)) | InvoiceFields.Kind | (saysBalance ? InvoiceFields.Balance : InvoiceFields.None),
            });
        }

        return entries;
    }

    /// <summary>Why a row's instalments, or their lack, don't go together with those that are known of its number; null if they do.</summary>
    /// <param name="said">One instalment of a row, or a row without.</param>
    /// <param name="known">The numbers of the instalments that are known; 0 for an invoice without.</param>
    public static RowResult? WhyNotBeside(InvoiceEntry said, IEnumerable<int> known)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(known);
        return said.Instalments == 0 || !known.Any(part => part == 0 || part > said.Instalments) ? null
            : known.Contains(0)
                ? new RowResult(RowState.Rejected, "instalments", $"{said.Invoice.Number} is known without instalments, and would stand in the books twice")
            : new RowResult(
                RowState.Rejected, "instalments", $"are {said.Instalments}, and {said.Invoice.Number} is known with {known.Max()}: what is over would stay in the books");
    }

    // What the books called settled stays so, however the amount changes.
    private static Money BalanceOf(Invoice known, Money amount, bool isOpenAgain)
    {
        if (isOpenAgain || known.IsCredit != amount.Minor < 0)
        {
            return amount;
        }

        var open = Math.Max(0, Math.Abs(amount.Minor) - Math.Abs(known.Amount.Minor - known.LedgerBalance.Minor));
        return amount with { Minor = amount.Minor < 0 ? -open : open };
    }

    private static Money Nearer(Money one, Money other) => Math.Abs(one.Minor) <= Math.Abs(other.Minor) ? one : other;

    private static Place PlaceOf(Place known, Place said, bool saysRegion, bool saysZone)
    {
        var (region, zone) = (saysRegion ? said.Region : known.Region, saysZone ? said.TimeZone : known.TimeZone);
        return (region.Code, zone.Id) == (known.Region.Code, known.TimeZone.Id) ? known : new Place(region, zone);
    }
}
