namespace Collections.Files.Accounting;

/// <summary>The columns of an export, by name: letter case, blanks, hyphens and the asterisks of required columns don't matter.</summary>
internal sealed class ExportHeader
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    public ExportHeader(ExportRecord record)
    {
        for (var i = 0; i < record.Cells.Length; i++)
        {
            _columns.TryAdd(Normal(record.Cells[i]), i);
        }
    }

    /// <summary>The first of these columns that the export has, or -1.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_columns.TryGetValue(Normal(name), out var column))
            {
                return column;
            }
        }

        return -1;
    }

    /// <summary>True if there is a column of every one of these names.</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static string Normal(string name) => Schema.Normal(name).Trim('*');
}
