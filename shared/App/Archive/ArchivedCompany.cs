using Collections.App.Stores;

namespace Collections.App.Archive;

/// <summary>What the company as a whole keeps, or a part of it: a large company has several such lines.</summary>
public sealed record ArchivedCompany
{
    /// <summary>Where the next part begins, for whoever reads them; null in the last.</summary>
    public string? Next { get; init; }

    /// <summary>The values that the company keeps: signatures, the virtual clock, which letter an operation of the mail service sent.</summary>
    public IReadOnlyList<ArchivedValue> Values { get; init; } = [];

    /// <summary>Scans that have run (R5).</summary>
    public IReadOnlyList<ArchivedScan> Scans { get; init; } = [];

    /// <summary>When each feed spoke last (R20).</summary>
    public IReadOnlyList<FeedState> Feeds { get; init; } = [];

    /// <summary>The company's own tasks.</summary>
    public IReadOnlyList<ArchivedTask> Tasks { get; init; } = [];

    /// <summary>What banks said of nobody: payments that nobody could match, what undoes them, money that went out. In the order of its coming.</summary>
    public IReadOnlyList<ArchivedPayment> Payments { get; init; } = [];
}

/// <summary>A value that the company keeps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value.</param>
public sealed record ArchivedValue(string Name, string Value);

/// <summary>A scan that has run.</summary>
/// <param name="Scan">Its id.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ArchivedScan(string Scan, DateTimeOffset EndedAt);
