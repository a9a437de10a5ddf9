using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>An account that something with check digits, or the bank itself, names.</summary>
/// <param name="Account">The account.</param>
/// <param name="Invoice">The invoice that it names, or null.</param>
/// <param name="Certainty">How certain that is.</param>
/// <param name="Why">In words.</param>
internal sealed record Proof(string Account, NamedInvoice? Invoice, int Certainty, string Why);

/// <summary>Finds references with check digits, in the bank's field for them and in the text, and what they stand for.</summary>
internal sealed class ReferenceFinder(BoundedLookup ledger, NumberFinder numbers, CodeFinder codes, Money amount)
{
    private const int SwissBankDigits = 6;
    private const int ShortestTail = 2;

    private readonly List<Proof> _proofs = [];

    /// <summary>What looks like such a reference and has wrong check digits, in words.</summary>
    public List<string> Failed { get; } = [];

    /// <summary>The references in the text with right check digits that stand for something of ours.</summary>
    public List<string> Read { get; } = [];

    /// <summary>The accounts that the references of an entry stand for.</summary>
    public IReadOnlyList<Proof> Find(BankEntry entry, RemittanceText text)
    {
        Take(entry.StructuredReference, isField: true);
        foreach (var candidate in ReferenceScan.In(text))
        {
            Take(candidate, isField: false);
        }

        return _proofs;
    }

    private void Take(string? candidate, bool isField)
    {
        // A part of a reference may have the right check digits by chance.
        if (StructuredReference.Read(candidate) is { } reference && !Read.Exists(read => read.Contains(reference.Value, StringComparison.Ordinal)))
        {
            var before = _proofs.Count;
            Resolve(reference);
            if (!isField && !reference.IsWeak && _proofs.Count > before)
            {
                Read.Add(reference.Value);
            }
        }

        if (StructuredReference.FailedKind(candidate) is { } kind && (isField || kind != ReferenceKind.Belgian)
            && $"its {StructuredReference.NameOf(kind)} has wrong check digits" is var failure && !Failed.Contains(failure))
        {
            Failed.Add(failure);
        }
    }

    private void Resolve(StructuredReference reference)
    {
        if (reference.Kind == ReferenceKind.Creditor && ledger.FindReference(reference.Value) is { } ours)
        {
            Add(ours, null, MatchCertainty.Proven, $"it carries the payment reference of account {ours}");
            return;
        }

        var payloads = new List<string> { reference.Payload };
        if (reference.Kind == ReferenceKind.SwissQr)
        {
            payloads.Add(reference.Payload[SwissBankDigits..]);
        }

        foreach (var payload in payloads)
        {
            if (Decode(reference, payload))
            {
                return;
            }
        }
    }

    private bool Decode(StructuredReference reference, string payload)
    {
        var certainty = reference.IsWeak ? MatchCertainty.ProvenByOneDigit : MatchCertainty.Proven;
        var before = _proofs.Count;
        if (Plain(payload) is { } number)
        {
            var code = codes.FindWhole(number);
            foreach (var invoice in numbers.FindWhole(number).Where(invoice => code is null || MayBeInvoice(reference, invoice)))
            {
                Add(invoice.Account, invoice with { Written = number with { Text = reference.Value } }, certainty, $"its {reference.Name} names {invoice.Number}");
            }

            if (code is not null)
            {
                Add(code, null, certainty, $"its {reference.Name} names account {code}");
            }
        }

        return _proofs.Count > before || DecodeBoth(reference, payload, certainty);
    }

    // BPAY's is a customer's reference before it is an invoice's: of the two, the invoice is meant only where the amount is its own.
    private bool MayBeInvoice(StructuredReference reference, NamedInvoice invoice) =>
        reference.Kind != ReferenceKind.Bpay || invoice.Items.Aggregate(0L, (sum, item) => sum + item.Open.Minor) == amount.Minor;

    // The account's code, and the invoice's number after it.
    private bool DecodeBoth(StructuredReference reference, string payload, int certainty)
    {
        for (var cut = payload.Length - ShortestTail; cut > 0; cut--)
        {
            if (Plain(payload[..cut]) is not { } head || Plain(payload[cut..]) is not { } tail || codes.FindWhole(head) is not { } account)
            {
                continue;
            }

            if (numbers.FindWhole(tail).FirstOrDefault(invoice => invoice.Account == account) is { } invoice)
            {
                Add(account, invoice with { Written = tail with { Text = reference.Value } }, certainty, $"its {reference.Name} names account {account} and {invoice.Number}");
                return true;
            }
        }

        return false;
    }

    private static WrittenNumber? Plain(string payload)
    {
        var plain = payload.TrimStart('0');
        return plain.Length == 0 ? null : WrittenNumber.Parse(plain);
    }

    private void Add(string account, NamedInvoice? invoice, int certainty, string why)
    {
        if (!_proofs.Exists(proof => proof.Account == account && proof.Invoice?.Number == invoice?.Number))
        {
            _proofs.Add(new Proof(account, invoice, certainty, why));
        }
    }
}
