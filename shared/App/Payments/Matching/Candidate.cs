using Collections.Core.Ledger;

namespace Collections.App.Payments.Matching;

/// <summary>An account that a payment may be for, with all that speaks for it.</summary>
internal sealed class Candidate
{
    private readonly BoundedLookup _ledger;
    private readonly Currency _currency;

    public Candidate(string account, Evidence evidence, BoundedLookup ledger, Currency currency)
    {
        (Account, _ledger, _currency) = (account, ledger, currency);
        Proof = evidence.Proofs.FirstOrDefault(proof => proof.Account == account);
        Payer = evidence.Payers.Link(account);
        IsOnlyPayer = evidence.Payers.IsOnly(account);
        IsContradicted = evidence.Payers.Contradict(account);
        Code = evidence.Codes.GetValueOrDefault(account);
        var named = new List<NamedInvoice>();
        named.AddRange(evidence.Proofs.Where(proof => proof.Account == account).Select(proof => proof.Invoice).OfType<NamedInvoice>());
        foreach (var mention in evidence.Mentions)
        {
            Take(named, mention);
        }

        Named = named;
    }

    /// <summary>The account.</summary>
    public string Account { get; }

    /// <summary>What proves it, or null.</summary>
    public Proof? Proof { get; }

    /// <summary>How the payer hangs together with it.</summary>
    public PayerLink Payer { get; }

    /// <summary>True if the payer is known for no other account.</summary>
    public bool IsOnlyPayer { get; }

    /// <summary>True if the payer is known for other accounts only.</summary>
    public bool IsContradicted { get; }

    /// <summary>How its code is written.</summary>
    public CodeLink Code { get; }

    /// <summary>The invoices of it that are named, each once.</summary>
    public IReadOnlyList<NamedInvoice> Named { get; }

    /// <summary>True if something other than a number and an amount speaks for it.</summary>
    public bool HasIdentity => Proof is not null || Payer > PayerLink.LikeName || Code > CodeLink.None;

    /// <summary>All that is open, in the payment's currency.</summary>
    public IReadOnlyList<Invoice> Items => _ledger.OpenItems(Account);

    /// <summary>True if it trades in the payment's currency.</summary>
    public bool IsInCurrency =>
        Named.FirstOrDefault(invoice => invoice.IsOpen) is { } named ? ReferenceEquals(named.Items[0].Amount.Currency, _currency)
            : Items.Count > 0 ? ReferenceEquals(Items[0].Amount.Currency, _currency)
            : ReferenceEquals(_ledger.CurrencyOf(Account), _currency);

    // A number means one invoice of an account: the one that it is written most like.
    private void Take(List<NamedInvoice> named, Mention mention)
    {
        var own = mention.Options.Where(option => option.Account == Account && !named.Exists(known => known.Number == option.Number)).OrderBy(option => option.Reading)
            .ThenBy(option => !option.LettersAgree).ThenBy(option => !option.IsOpen);
        named.AddRange(mention.IsRange ? own.Where(option => option.IsOpen) : own.Take(1));
    }
}

/// <summary>All that was found out about a payment.</summary>
/// <param name="Proofs">What has check digits, and what the bank says.</param>
/// <param name="Mentions">The numbers in the text.</param>
/// <param name="Payers">Whom the payer is known to pay for.</param>
/// <param name="Codes">The accounts whose codes are written.</param>
internal sealed record Evidence(
    IReadOnlyList<Proof> Proofs, IReadOnlyList<Mention> Mentions, Payers Payers, IReadOnlyDictionary<string, CodeLink> Codes)
{
    /// <summary>What looks like numbers of ours that the ledger does not have.</summary>
    public IEnumerable<Mention> Unknown => Mentions.Where(mention => mention.IsUnknown);
}
