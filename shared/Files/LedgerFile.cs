
namespace Collections.Files;

/// <summary>Opens a file of the ledger by its content.</summary>
internal static class LedgerFile
{
    /// <summary>Opens a file. Where its rows must all be known before the first can be read, it is read through before.</summary>
    /// <param name="opened">The file.</param>
    /// <param name="schema">Its fields.</param>
    /// <param name="options">How it is to be understood.</param>
    /// <param name="amounts">The fields that hold amounts: a file has one way of writing them.</param>
    /// <param name="number">The field whose number has one row (R46); -1 for none.</param>
    /// <param name="parse">Reads a row.</param>
    public static RowStream<T> Open<T>(OpenedText opened, Schema schema, ImportOptions options, int[] amounts, int number, Func<FieldReader, T?> parse)
        where T : class
    {
        var records = Records(opened, schema, options);
        if (records.FileType == FileType.Csv)
        {
            amounts = Array.FindAll(amounts, records.Has);
        }

        if (number < 0 && (amounts.Length == 0 || options.Decimal is not null))
        {
            opened.Source.Forget();
            return new RowStream<T>(records, parse, new FieldReader(records, options));
        }

        Dictionary<string, RowsOfNumber>? differing = null;
        DecimalSign way;
        if (number < 0)
        {
            way = FileSurvey.WayOf(records, amounts, options.Decimal);
        }
        else
        {
            (way, var repeated) = FileSurvey.Of(records, amounts, number, options.Decimal);
            if (repeated.Count > 0)
            {
                opened = opened.Again();
                records = Records(opened, schema, options, records, keepsPrint: true);
                var fields = new FieldReader(records, options with { Decimal = way });
                differing = FileSurvey.Differing(records, number, repeated, () => parse(fields) is not null);
            }
        }

        opened = opened.Again();
        opened.Source.Forget();
        records = Records(opened, schema, options, records);
        return new RowStream<T>(records, Unless(differing, number, parse), new FieldReader(records, options with { Decimal = way }));
    }

    // None of the rows of a number that differ is the invoice: not the first, and not the last.
    private static Func<FieldReader, T?> Unless<T>(Dictionary<string, RowsOfNumber>? differing, int number, Func<FieldReader, T?> parse)
        where T : class
    {
        if (differing is null or { Count: 0 })
        {
            return parse;
        }

        var byText = differing.GetAlternateLookup<ReadOnlySpan<char>>();
        return fields =>
        {
            if (!byText.TryGetValue(fields[number], out var rows))
            {
                return parse(fields);
            }

            fields.Reject(number, rows.Why());
            return null;
        };
    }

    private static RecordSource Records(OpenedText opened, Schema schema, ImportOptions options, RecordSource? before = null, bool keepsPrint = false) =>
        opened.Type == FileType.Json
            ? new JsonRecords(opened.Text, schema, options.Map) { KeepsPrint = keepsPrint }
            : new CsvRecords(opened.Text, schema, options.Map, before as CsvRecords);
}
