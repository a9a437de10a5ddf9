using System.Globalization;
using Collections.App.Stores;

namespace Collections.App.Payments;

/// <summary>When the ledger was last loaded: where no bank feed delivers, that is how far payments are known (R26).</summary>
public static class BooksDate
{
    private const string Name = "books";

    /// <summary>The moment of the last load, or null if nobody has kept it.</summary>
    public static async Task<DateTimeOffset?> ReadAsync(ICompanyValues values, CancellationToken cancel) =>
        await values.GetAsync(Name, cancel) is { } kept ? DateTimeOffset.ParseExact(kept, "O", CultureInfo.InvariantCulture) : null;

    /// <summary>Keeps the moment of a load.</summary>
    public static Task KeepAsync(ICompanyValues values, DateTimeOffset loaded, CancellationToken cancel) =>
        values.SetAsync(Name, loaded.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture), cancel);
}
