namespace Collections.Functions.Tables.Rows;

/// <summary>Calls of the storage, several side by side or one after another until it is done.</summary>
internal static class Attempts
{
    private const int AtOnce = 16;

    /// <summary>Reads several things side by side, and answers them in their order.</summary>
    public static async Task<TResult[]> AllAsync<T, TResult>(IReadOnlyList<T> items, Func<T, Task<TResult>> read, CancellationToken cancel)
    {
        var results = new TResult[items.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (i, _) => results[i] = await read(items[i]));
        return results;
    }

    /// <summary>Tries again for as long as others change the account in between; each try begins with what they left.</summary>
    public static async Task<T> RetryAsync<T>(string what, Func<Task<(bool Done, T Result)>> attempt)
    {
        const int MostTries = 50;
        for (var i = 0; i < MostTries; i++)
        {
            var (done, result) = await attempt();
            if (done)
            {
                return result;
            }
        }

        throw new InvalidOperationException($"{what} changes too often to be written");
    }
}
