using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;

namespace Collections.App.Payments;

/// <summary>Matches payments where no judgement is needed; whatever needs any stays unmatched, for a person.</summary>
/// <remarks>
/// In this order: invoice numbers in the reference; the account that the feed names, or whose payment reference (R41) or code the payer wrote.
/// An amount alone, or a payer's name alone, proves nothing.
/// </remarks>
public sealed class SimpleMatcher : IPaymentMatcher
{
    private const int MostTokens = 64;

    /// <inheritdoc/>
    public Match Find(BankEntry entry, ILedgerLookup ledger) =>
        ByInvoices(entry, ledger) ?? ByAccount(entry, ledger) ?? Match.None("no invoice number, account or payment reference of ours in it");

    private static Match? ByInvoices(BankEntry entry, ILedgerLookup ledger)
    {
        List<OpenInvoice>? found = null;
        foreach (var token in Tokens(entry.Reference))
        {
            if (ledger.FindInvoice(token) is { } invoice && InCurrencyOf(entry, invoice.Items)
                && (found is null || !found.Exists(known => known.Items[0].Number == invoice.Items[0].Number)))
            {
                (found ??= []).Add(invoice);
            }
        }

        if (found is null)
        {
            return null;
        }

        var account = found[0].Account;
        if (found.Exists(other => other.Account != account))
        {
            return Match.None("it names invoices of more than one account");
        }

        var items = found.SelectMany(invoice => invoice.Items).ToList();
        return new Match(account, Spread(entry.Amount, items), $"it names {string.Join(", ", found.Select(invoice => invoice.Items[0].Number))}");
    }

    private static Match? ByAccount(BankEntry entry, ILedgerLookup ledger)
    {
        var (account, how) = FindAccount(entry, ledger);
        if (account is null)
        {
            return null;
        }

        var items = ledger.OpenItems(account).Where(item => !item.IsCredit).ToList();
        if (items.Count > 0 && !InCurrencyOf(entry, items))
        {
            return Match.None($"account {account} does not trade in {entry.Amount.Currency}");
        }

        // An amount that settles one invoice to the cent settles that one; any other settles the oldest first.
        var exact = items.Where(item => item.Open == entry.Amount).ToList();
        return exact is [var only]
            ? new Match(account, [new Allocation(only.Number, entry.Amount)], $"{how}, and the amount is that of {only.Number}")
            : new Match(account, Spread(entry.Amount, items), $"{how}; oldest first");
    }

    private static (string? Account, string How) FindAccount(BankEntry entry, ILedgerLookup ledger)
    {
        if (entry.Account is { } named && ledger.FindAccount(named) is { } account)
        {
            return (account, $"the feed names account {account}");
        }

        var tokens = Tokens(entry.Reference).ToList();
        foreach (var token in tokens.Append(string.Concat((entry.Reference ?? "").Where(char.IsAsciiLetterOrDigit))))
        {
            if (PaymentReference.TryParse(token, out var reference) && ledger.FindReference(reference.Value) is { } referred)
            {
                return (referred, $"it carries the payment reference of account {referred}");
            }
        }

        foreach (var token in tokens)
        {
            if (ledger.FindAccount(token) is { } written)
            {
                return (written, $"it names account {written}");
            }
        }

        return (null, "");
    }

    // Oldest due first, then by number; what is left over is unapplied credit.
    private static List<Allocation> Spread(Money amount, IEnumerable<Invoice> items)
    {
        var allocations = new List<Allocation>();
        foreach (var item in items.OrderBy(item => item.Due).ThenBy(item => item.Number, StringComparer.Ordinal).ThenBy(item => item.Part))
        {
            if (!amount.IsPositive)
            {
                break;
            }

            var part = Money.Min(amount, item.Open);
            if (part.IsPositive)
            {
                Add(allocations, new Allocation(item.Number, part));
                amount -= part;
            }
        }

        return allocations;
    }

    private static void Add(List<Allocation> allocations, Allocation part)
    {
        var known = allocations.FindIndex(other => other.Invoice == part.Invoice);
        if (known < 0)
        {
            allocations.Add(part);
        }
        else
        {
            allocations[known] = part with { Amount = part.Amount + allocations[known].Amount };
        }
    }

    private static bool InCurrencyOf(BankEntry entry, IReadOnlyList<Invoice> items) =>
        items.Count > 0 && ReferenceEquals(items[0].Amount.Currency, entry.Amount.Currency);

    // What a payer writes, cut at blanks and punctuation; numbers keep the signs that they are printed with.
    private static IEnumerable<string> Tokens(string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference))
        {
            return [];
        }

        var whole = reference.Trim();
        var cut = whole.Split([' ', ',', ';', ':', '#', '+', '&', '\t', '\r', '\n', '(', ')'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return cut.Length == 1 ? cut : cut.Prepend(whole).Take(MostTokens);
    }
}
