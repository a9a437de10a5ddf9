using System.Globalization;
using Collections.App.Stores;

namespace Collections.App.Clocks;

/// <summary>Where a company's virtual clock stands, kept with its data: a run that was killed goes on from the moment that its clock had reached.</summary>
public static class KeptClock
{
    /// <summary>The name of the value.</summary>
    public const string Name = "clock";

    /// <summary>The moment that was kept, or null for data that live on the real clock.</summary>
    public static async Task<DateTimeOffset?> ReadAsync(ICompanyValues values, CancellationToken cancel) =>
        await values.GetAsync(Name, cancel) is { } kept ? DateTimeOffset.ParseExact(kept, "O", CultureInfo.InvariantCulture) : null;

    /// <summary>Keeps a moment.</summary>
    public static Task KeepAsync(ICompanyValues values, DateTimeOffset moment, CancellationToken cancel) =>
        values.SetAsync(Name, moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture), cancel);
}
