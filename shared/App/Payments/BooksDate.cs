using System.Globalization;
using Collections.App.Stores;

namespace Collections.App.Payments;

/// <summary>When the ledger was last loaded: where no bank feed delivers, that is how far payments are known (R26).</summary>
public static class BooksDate
{
    private const string Name = "books";

    /// <summary>The moment of the last load, or null if nobody has kept it.</summary>
    public static async Task<DateTimeOffset?> ReadAsync(IDeskStore desk, CancellationToken cancel) =>
        await desk.GetAsync(Name, cancel) is { } kept ? DateTimeOffset.ParseExact(kept, "O", CultureInfo.InvariantCulture) : null;

    /// <summary>Keeps the moment of a load.</summary>
    public static Task KeepAsync(IDeskStore desk, DateTimeOffset loaded, CancellationToken cancel) =>
        desk.SetAsync(Name, loaded.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture), cancel);
}
