namespace Collections.Files.Accounting;

/// <summary>A record of an export: its cells without blanks around them, or why they can't be told apart.</summary>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Cells">The cells; a broken record's one cell is its line.</param>
/// <param name="Why">Why it is broken, or null.</param>
internal sealed record ExportRecord(long Line, string[] Cells, string? Why = null)
{
    /// <summary>How many cells say something.</summary>
    public int Filled { get; } = Cells.Count(cell => cell.Length > 0);

    /// <summary>The text of a column; empty where the record is shorter, or there is no such column.</summary>
    public string this[int column] => column >= 0 && column < Cells.Length ? Cells[column] : "";
}
