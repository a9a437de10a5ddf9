using System.Globalization;
using CsvHelper;

namespace Collections.Files;

/// <summary>Writes the canonical CSV files; <see cref="AccountReader"/>, <see cref="ContactReader"/> and <see cref="InvoiceReader"/> read the same rows back.</summary>
public static class LedgerWriter
{
    /// <summary>Writes a file of accounts.</summary>
    public static void Write(TextWriter text, IEnumerable<AccountRow> rows) => Write(text, Schema.Accounts, rows, static a =>
    [
        a.Account, a.Name, a.Currency?.Code, a.Terms?.ToString(), a.Policy, a.TimeZone, a.Region, a.BillingAccount, a.SalesRep,
        Number(a.CreditLimit), a.Status, a.Language, Date(a.CustomerSince), a.Notes,
    ]);

    /// <summary>Writes a file of contacts.</summary>
    public static void Write(TextWriter text, IEnumerable<ContactRow> rows) => Write(text, Schema.Contacts, rows, static c =>
        [c.Account, c.Name, c.Role.ToString().ToLowerInvariant(), c.Email, c.Phone, c.Preferred, c.Language]);

    /// <summary>Writes a file of invoices and credit notes.</summary>
    public static void Write(TextWriter text, IEnumerable<InvoiceRow> rows) => Write(text, Schema.Invoices, rows, static i =>
    [
        i.Invoice, i.Account, Date(i.Issued), Number(i.Amount), Date(i.Due), Number(i.Balance), i.Currency?.Code,
        i.Amount < 0 ? "credit" : "invoice", i.Reference, i.Order, Number(i.Disputed), Date(i.Settled),
        string.Join(';', i.Instalments.Select(part => $"{Date(part.Due)}={Number(part.Amount)}")),
    ]);

    private static void Write<T>(TextWriter text, Schema schema, IEnumerable<T> rows, Func<T, string?[]> fieldsOf)
    {
        using var csv = CsvWriter.Create(text, CsvWriterOptions.Default, leaveOpen: true);
        csv.WriteHeader(schema.Fields);
        foreach (var row in rows)
        {
            csv.WriteRecord(fieldsOf(row));
        }
    }

    private static string? Date(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An amount with a decimal at least, since a disputed <c>1</c> would mean yes.</summary>
    private static string? Number(decimal? amount) => amount?.ToString("0.0##", CultureInfo.InvariantCulture);
}
