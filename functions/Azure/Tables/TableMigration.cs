using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables;

/// <summary>Writes once what an earlier release did not write: by what names the customers that are there pay, and the shapes of the numbers that are there.</summary>
internal sealed class TableMigration(Indexes indexes, RemitterRows payers, ShapeRows shapes, CompanyRows company)
{
    private const string Payers = "payers-and-shapes";
    private const int AtOnce = 16;
    private const int NumbersAtOnce = 1000;

    /// <summary>Does it, unless it was done. Stopped in between, it is done again from the beginning.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        if (await company.IsDoneAsync(Payers, cancel))
        {
            return;
        }

        await Parallel.ForEachAsync(
            indexes.ReadAsync(IndexEntry.Directory, IndexEntry.Accounts, "", null, 1000, cancel),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (one, stop) =>
            {
                await payers.PutNameAsync(one.Entry.Account, one.Entry.Data!, stop);
                await shapes.SeeAccountsAsync([one.Entry.Account], stop);
            });
        var numbers = new List<string>();
        await foreach (var entry in indexes.ReadAcrossAsync(IndexEntry.Directory, "inv-", "inv.", cancel))
        {
            numbers.Add(entry.Data!);
            if (numbers.Count == NumbersAtOnce)
            {
                await shapes.SeeInvoicesAsync(numbers, cancel);
                numbers.Clear();
            }
        }

        await shapes.SeeInvoicesAsync(numbers, cancel);
        await company.SetDoneAsync(Payers, cancel);
    }
}
