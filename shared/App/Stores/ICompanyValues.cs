namespace Collections.App.Stores;

/// <summary>What the company as a whole keeps: values by their names, and which scans have run.</summary>
public interface ICompanyValues
{
    /// <summary>A value that the company keeps: the virtual clock, which scans have run, tokens' hashes. Null if there is none.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancel);

    /// <summary>Keeps a value of the company's.</summary>
    Task SetAsync(string name, string value, CancellationToken cancel);

    /// <summary>Keeps a scan's own line, and answers false if that scan had been kept before (R5).</summary>
    Task<bool> EndScanAsync(string scan, DateTimeOffset now, CancellationToken cancel);

    /// <summary>True if this scan has run to its end.</summary>
    Task<bool> HasScannedAsync(string scan, CancellationToken cancel);
}
