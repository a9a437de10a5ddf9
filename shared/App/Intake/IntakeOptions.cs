using System.Text;
using Collections.Core.Ledger;
using Collections.Files;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Intake;

/// <summary>Reads <see cref="IntakePlace.Options"/>: how the files of its folder are to be read, by the names that an upload's query has.</summary>
internal static class IntakeOptions
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The options of a folder; without a file of them, those of an upload that says nothing.</summary>
    /// <exception cref="ImportFormatException">The file is not right; the message says what is wrong in it.</exception>
    public static async Task<ImportOptions> ReadAsync(IIntakeFolder folder, string of, CancellationToken cancel)
    {
        var path = $"{of}/{IntakePlace.Options}";
        if (await folder.FindAsync(path, cancel) is not { } file)
        {
            return new ImportOptions();
        }

        if (file.Length > MostBytes)
        {
            throw new ImportFormatException($"{path} is longer than {MostBytes / 1024} KB");
        }

        await using var stream = await folder.OpenAsync(file, cancel);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancel);
        try
        {
            return Read(bytes.ToArray());
        }
        catch (Exception problem) when (problem is ImportFormatException or JsonException or DecoderFallbackException)
        {
            throw new ImportFormatException($"{path}: {problem.Message}");
        }
    }

    private static ImportOptions Read(byte[] utf8) =>
        Json.Parse(utf8) is JObject json
            ? json.Properties().Aggregate(new ImportOptions(), With)
            : throw new ImportFormatException("it must be an object, such as { \"dates\": \"d/M/yyyy\" }");

    private static ImportOptions With(ImportOptions options, JProperty said) => said.Name switch
    {
        "map" => options with { Map = ImportOptions.ParseMap(Text(said)) },
        "dates" => options with { DateFormat = Text(said) },
        "currency" => options with { DefaultCurrency = Currency.TryParse(Text(said), out var currency) ? currency : throw Wrong(said, "is no currency code of ISO 4217, such as AUD") },
        "decimal" => options with { Decimal = ImportOptions.TryParseDecimal(Text(said), out var sign) ? sign : throw Wrong(said, "is neither . nor ,") },
        "format" => options with { Format = Format(said) },
        "complete" => options with { IsComplete = Flag(said) },
        "force" => options with { IsForced = Flag(said) },
        _ => throw Wrong(said, "is not known; known are map, dates, currency, decimal, format, complete and force"),
    };

    private static string Text(JProperty said) => said.Value is JValue { Value: string text } ? text : throw Wrong(said, "must be a text");

    private static bool Flag(JProperty said) => said.Value is JValue { Value: bool flag } ? flag : throw Wrong(said, "is neither true nor false");

    private static LedgerFormat Format(JProperty said) =>
        !Text(said).All(char.IsAsciiDigit) && Enum.TryParse<LedgerFormat>(Text(said), ignoreCase: true, out var format)
            ? format
            : throw Wrong(said, "is none of auto, canonical, xero, quickbooks, myob");

    private static ImportFormatException Wrong(JProperty said, string why) => new($"{said.Name} {why}");
}
