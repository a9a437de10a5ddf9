using Collections.Core.Ledger;

namespace Collections.App.Letters;

/// <summary>An invoice that a letter asks for.</summary>
/// <param name="Invoice">The invoice or instalment.</param>
/// <param name="Disputed">The part of its open balance that stands aside, or null (R4).</param>
/// <param name="Branch">The branch that ordered, or null (R6).</param>
public sealed record InvoiceToAsk(Invoice Invoice, Money? Disputed = null, string? Branch = null)
{
    /// <summary>What is asked for.</summary>
    public Money Asked => Disputed is { } disputed ? Invoice.Open - disputed : Invoice.Open;
}

/// <summary>Lists what is owing by the invoice's month (R21).</summary>
public static class OwingMonths
{
    /// <summary>The months, oldest first; in each, the invoices by date and number. Amounts carry their currency when there are several.</summary>
    public static IReadOnlyList<OwingMonth> Of(IReadOnlyCollection<InvoiceToAsk> invoices)
    {
        var oneCurrency = invoices.Select(line => line.Invoice.Amount.Currency).Distinct().Count() == 1;
        return invoices
            .OrderBy(line => line.Invoice.Issued)
            .ThenBy(line => line.Invoice.Number, StringComparer.Ordinal)
            .ThenBy(line => line.Invoice.Part)
            .GroupBy(line => (line.Invoice.Issued.Year, line.Invoice.Issued.Month))
            .Select(month => Month(month.ToList(), oneCurrency))
            .ToList();
    }

    private static OwingMonth Month(List<InvoiceToAsk> lines, bool oneCurrency) =>
        new(
            LetterText.Month(lines[0].Invoice.Issued),
            lines.ConvertAll(line => Line(line, oneCurrency)),
            LetterText.Total(lines.Select(line => line.Asked)));

    private static OwingLine Line(InvoiceToAsk line, bool oneCurrency)
    {
        string Write(Money amount) => oneCurrency ? amount.ToText() : amount.ToString();
        var invoice = line.Invoice;
        return new OwingLine(
            invoice.Part == 0 ? invoice.Number : $"{invoice.Number}/{invoice.Part}",
            LetterText.ShortDate(invoice.Issued),
            LetterText.ShortDate(invoice.Due),
            Write(invoice.Amount),
            Write(invoice.Open),
            line.Disputed is { IsZero: false } disputed ? Write(disputed) : null,
            line.Branch);
    }
}
