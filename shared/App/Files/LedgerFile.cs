namespace Collections.App.Files;

/// <summary>Opens a file of the ledger by its content.</summary>
internal static class LedgerFile
{
    public static RowStream<T> Open<T>(Stream stream, Schema schema, ImportOptions options, Func<FieldReader, T?> parse)
        where T : class =>
        Open(TextOpener.Open(stream), schema, options, parse);

    public static RowStream<T> Open<T>(OpenedText opened, Schema schema, ImportOptions options, Func<FieldReader, T?> parse)
        where T : class
    {
        RecordSource records = opened.Type == FileType.Json
            ? new JsonRecords(opened.Text, schema, options.Map)
            : new CsvRecords(opened.Text, schema, options.Map);
        return new RowStream<T>(records, parse, new FieldReader(records, options));
    }
}
