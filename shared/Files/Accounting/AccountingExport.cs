namespace Collections.Files.Accounting;

/// <summary>One kind of file that an accounting system exports.</summary>
public abstract class AccountingExport
{
    /// <summary>Whose it is.</summary>
    public abstract LedgerFormat Format { get; }

    /// <summary>Its name, for programs.</summary>
    public abstract string Name { get; }

    /// <summary>Its name, for people.</summary>
    public abstract string Title { get; }

    /// <summary>The columns that it is known by, for people.</summary>
    public abstract string KnownBy { get; }

    /// <summary>True if it lists what is open and nothing else, so that what is missing there is settled if the list is complete.</summary>
    public virtual bool IsOpenList => false;

    /// <summary>True if a row is this export's header.</summary>
    internal abstract bool IsHeader(ExportHeader header);

    /// <summary>The columns that hold dates.</summary>
    internal abstract IReadOnlyList<int> DateColumns(ExportHeader header);

    /// <summary>The columns that hold amounts; -1 where there is none.</summary>
    internal abstract IReadOnlyList<int> AmountColumns(ExportHeader header);

    /// <summary>Reads the rows below the header.</summary>
    internal abstract void Read(ExportHeader header, IReadOnlyList<ExportRecord> rows, ExportWork work);
}
