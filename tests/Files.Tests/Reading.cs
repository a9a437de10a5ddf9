using System.Text;

namespace Collections.Files.Tests;

/// <summary>Reads files that a test writes as text.</summary>
internal static class Reading
{
    public const string InvoiceHeader = "invoice,account,issued,amount,due,balance,currency,kind,reference,order,disputed,settled\n";

    public static List<ReadRow<InvoiceRow>> Invoices(string text, ImportOptions? options = null) =>
        [.. InvoiceReader.Read(Bytes(text), options ?? ImportOptions.Canonical)];

    public static List<ReadRow<AccountRow>> Accounts(string text, ImportOptions? options = null) =>
        [.. AccountReader.Read(Bytes(text), options ?? ImportOptions.Canonical)];

    public static List<ReadRow<ContactRow>> Contacts(string text, ImportOptions? options = null) =>
        [.. ContactReader.Read(Bytes(text), options ?? ImportOptions.Canonical)];

    /// <summary>The one row of a file that has one and no errors.</summary>
    public static T TheRow<T>(this List<ReadRow<T>> rows)
        where T : class
    {
        var row = Assert.Single(rows);
        Assert.Null(row.Error);
        return row.Row!;
    }

    /// <summary>The one error of a file that has one and no rows.</summary>
    public static RowError TheError<T>(this List<ReadRow<T>> rows)
        where T : class
    {
        var row = Assert.Single(rows);
        Assert.Null(row.Row);
        Assert.Equal(row.Line, row.Error!.Line);
        return row.Error;
    }

    /// <summary>The lines that were read, a bar, and the lines that were rejected.</summary>
    public static string Lines<T>(this List<ReadRow<T>> rows)
        where T : class =>
        string.Join(' ', rows.Where(r => r.Error is null).Select(r => r.Line)) + " | "
        + string.Join(' ', rows.Where(r => r.Error is not null).Select(r => r.Line));

    public static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
