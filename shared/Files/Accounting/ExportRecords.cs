using System.Text;

namespace Collections.Files.Accounting;

/// <summary>The records of an export's text: separated values in which rows may have any number of cells.</summary>
/// <remarks>A row whose quotes don't match costs its first line and nothing more.</remarks>
internal static class ExportRecords
{
    public static IEnumerable<ExportRecord> Read(string text, char separator)
    {
        var (next, line) = (0, 1L);
        while (next < text.Length)
        {
            var start = next;
            var cells = ReadCells(text, separator, ref next);
            if (cells is null)
            {
                next = AfterLineEnd(text, LineEnd(text, start));
                yield return new ExportRecord(line, [Clean(text[start..LineEnd(text, start)])], "the row has a quote that is not closed, or goes on after its closing quote");
            }
            else
            {
                yield return Checked(new ExportRecord(line, cells));
            }

            line += Lines(text.AsSpan(start, next - start));
        }
    }

    private static ExportRecord Checked(ExportRecord record) =>
        Array.Exists(record.Cells, cell => cell.AsSpan().IndexOfAny('\0', '\uFFFD') >= 0)
            ? record with { Why = "the row has bytes that are no characters in the file's encoding" }
            : record;

    private static string[]? ReadCells(string text, char separator, ref int next)
    {
        var cells = new List<string>();
        while (true)
        {
            if (next < text.Length && text[next] == '"')
            {
                if (!TryQuoted(text, ref next, out var quoted) || (next < text.Length && text[next] != separator && text[next] is not ('\r' or '\n')))
                {
                    return null;
                }

                cells.Add(Clean(quoted));
            }
            else
            {
                var length = text.AsSpan(next).IndexOfAny(separator, '\r', '\n');
                var end = length < 0 ? text.Length : next + length;
                cells.Add(Clean(text[next..end]));
                next = end;
            }

            if (next == text.Length || text[next] != separator)
            {
                next = AfterLineEnd(text, next);
                return [.. cells];
            }

            next++;
        }
    }

    private static bool TryQuoted(string text, ref int next, out string value)
    {
        var found = new StringBuilder();
        var from = next + 1;
        value = "";
        while (text.IndexOf('"', from, Math.Min(text.Length - from, RecordSource.MaxRecord)) is >= 0 and var quote)
        {
            found.Append(text, from, quote - from);
            from = quote + 1;
            if (from == text.Length || text[from] != '"')
            {
                (next, value) = (from, found.ToString());
                return true;
            }

            found.Append('"');
            from++;
        }

        return false;
    }

    // Names and references with line ends in them are one line everywhere else.
    private static string Clean(string cell)
    {
        var text = cell.AsSpan().Trim().Trim('\uFEFF').Trim();
        return text.IndexOfAny('\r', '\n', '\t') < 0 ? text.ToString() : string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static int LineEnd(string text, int from) => text.AsSpan(from).IndexOfAny('\r', '\n') is >= 0 and var length ? from + length : text.Length;

    private static int AfterLineEnd(string text, int end) =>
        end == text.Length ? end : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;

    private static int Lines(ReadOnlySpan<char> text) => text.Count('\n') + text.Count('\r') - text.Count("\r\n");
}
