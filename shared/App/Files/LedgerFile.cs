namespace Collections.App.Files;

/// <summary>Opens a file of the ledger by its content.</summary>
internal static class LedgerFile
{
    public static RowStream<T> Open<T>(Stream stream, Schema schema, ImportOptions options, Func<FieldReader, T?> parse)
        where T : class
    {
        var (text, type) = TextOpener.Open(stream);
        RecordSource records = type == FileType.Json ? new JsonRecords(text, schema, options.Map) : new CsvRecords(text, schema, options.Map);
        return new RowStream<T>(records, parse, new FieldReader(records, options));
    }
}
