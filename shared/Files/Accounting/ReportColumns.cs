namespace Collections.Files.Accounting;

/// <summary>Where a report's columns are; -1 where it has none.</summary>
internal sealed record ReportColumns
{
    public required int Date { get; init; }

    public required int Due { get; init; }

    public required int Number { get; init; }

    /// <summary>What is still open.</summary>
    public required int Balance { get; init; }

    /// <summary>What the document was for.</summary>
    public int Amount { get; init; } = -1;

    /// <summary>What the document is.</summary>
    public int Type { get; init; } = -1;

    /// <summary>The customer; without it, the headings of the groups are the customers.</summary>
    public int Customer { get; init; } = -1;

    public int AccountNumber { get; init; } = -1;

    public int Reference { get; init; } = -1;

    public int Order { get; init; } = -1;

    public int Currency { get; init; } = -1;

    /// <summary>What is still open, in the row's own currency.</summary>
    public int ForeignBalance { get; init; } = -1;

    /// <summary>What the document was for, in the row's own currency.</summary>
    public int ForeignAmount { get; init; } = -1;

    public int Person { get; init; } = -1;

    public int Email { get; init; } = -1;

    public int Phone { get; init; } = -1;

    public int Mobile { get; init; } = -1;

    /// <summary>A group may stand inside another one.</summary>
    public bool HasNestedGroups { get; init; }
}
