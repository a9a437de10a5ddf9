using System.Globalization;
using System.Text;
using Collections.Core.Ledger;
using Microsoft.AspNetCore.Http;

namespace Collections.Web.Answers;

/// <summary>A report as CSV (RFC 4180), for callers that accept <c>text/csv</c>.</summary>
/// <param name="columns">The header line.</param>
/// <param name="rows">The cells of each line.</param>
internal sealed class Csv(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object>> rows) : IWritten
{
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>True if the caller asks for CSV rather than JSON.</summary>
    public static bool IsAsked(HttpContext http) =>
        http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase) && type.Quality is null or > 0);

    public string ContentType => "text/csv; charset=utf-8; header=present";

    public void Write(Stream body)
    {
        using var text = new StreamWriter(body, WithoutMark, leaveOpen: true);
        WriteLine(text, columns);
        foreach (var row in rows)
        {
            WriteLine(text, row.Select(Cell));
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var body = new MemoryStream();
        Write(body);
        httpContext.Response.ContentType = ContentType;
        await httpContext.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), httpContext.RequestAborted);
    }

    private static void WriteLine(StreamWriter text, IEnumerable<string> cells)
    {
        text.Write(string.Join(',', cells));
        text.Write("\r\n");
    }

    private static string Cell(object value) => value switch
    {
        Money money => money.Amount.ToString(money.Currency.Decimals switch { 0 => "F0", 2 => "F2", _ => "F3" }, CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    // A spreadsheet must not run what a customer calls itself: a text that it would take for a formula gets an apostrophe in front.
    private static string Quoted(string text)
    {
        var harmless = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return harmless.AsSpan().ContainsAny(",\"\r\n") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}
