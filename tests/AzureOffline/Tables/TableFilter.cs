using System.Globalization;

namespace Collections.AzureOffline.Tables;

/// <summary>OData filters from interpolated strings.</summary>
internal static class TableFilter
{
    public static string? Create(FormattableString? filter)
    {
        if (filter is null)
        {
            return null;
        }

        var literals = new object[filter.ArgumentCount];
        for (var i = 0; i < literals.Length; i++)
        {
            literals[i] = Literal(filter.GetArgument(i), i);
        }

        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    private static string Literal(object? value, int position) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        long or ulong => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture) + "L",
        sbyte or byte or short or ushort or int or uint or decimal or float or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        Guid id => $"guid'{id}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        DateTimeOffset moment => Moment(moment.UtcDateTime),
        DateTime moment => Moment(moment.ToUniversalTime()),
        string text => Quoted(text),
        char letter => Quoted(letter.ToString()),
        _ => throw new ArgumentException($"Unable to convert argument {position} from type {value.GetType()} to an OData literal."),
    };

    private static string Moment(DateTime utc) => $"datetime'{utc.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)}'";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
