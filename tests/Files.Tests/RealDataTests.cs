namespace Collections.Files.Tests;

public class RealDataTests
{
    [RealDataFact]
    public void Read_IbmLedger_TakesEveryRow()
    {
        using var stream = File.OpenRead(Path.Combine(RealDataFactAttribute.Folder!, "ledger", "ibm_accounts_receivable.csv"));

        var read = InvoiceReader.Read(stream, IbmLedger.Options).ToList();

        Assert.DoesNotContain(read, r => r.Error is not null);
        var rows = read.ConvertAll(r => r.Row!);
        Assert.Equal((2466, 100, 561), (rows.Count, rows.Select(r => r.Account).Distinct().Count(), rows.Count(r => r.Disputed is not null)));
        Assert.All(rows, r => Assert.True(r.Settled >= r.Issued && r.Due >= r.Issued && r.Balance == 0 && r.Invoice.Length == 10));
        Assert.Equal(rows.Count, rows.Select(r => r.Invoice).Distinct().Count());
    }
}
