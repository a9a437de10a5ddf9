using Collections.Core.Ledger;

namespace Collections.Files.Tests;

/// <summary>IBM's published sample of accounts receivable: real shapes of dates, numbers and columns.</summary>
internal static class IbmLedger
{
    public static ImportOptions Options { get; } = new()
    {
        Map = ImportOptions.ParseMap(
            "customerID=account,invoiceNumber=invoice,InvoiceDate=issued,DueDate=due,InvoiceAmount=amount,Disputed=disputed,SettledDate=settled"),
        DateFormat = "M/d/yyyy",
        DefaultCurrency = Currency.Parse("USD"),
    };
}

/// <summary>A test that needs the folder of real data that <c>COLLECTIONS_REAL_DATA</c> names, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "COLLECTIONS_REAL_DATA names no folder of real data";
        }
    }

    public static string? Folder => Environment.GetEnvironmentVariable("COLLECTIONS_REAL_DATA") is { Length: > 0 } folder ? folder : null;
}
