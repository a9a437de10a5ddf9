using System.Text;
using Collections.App;
using Newtonsoft.Json;

namespace Collections.Functions.Waking;

/// <summary>Messages of account codes: JSON arrays, each as long as a queue takes. An empty one says that any account may have something to do.</summary>
public static class AccountCodes
{
    /// <summary>The message that names no account.</summary>
    public const string Any = "[]";

    /// <summary>A queue takes 64 KiB, of which base64 leaves three quarters; the rest is room for the envelope.</summary>
    private const int BytesMax = 40_000;

    /// <summary>The messages for some accounts, each named once.</summary>
    public static IEnumerable<string> Write(IEnumerable<string> accounts)
    {
        var codes = new List<string>();
        var bytes = 0;
        foreach (var account in accounts.Distinct(StringComparer.Ordinal))
        {
            var length = Encoding.UTF8.GetByteCount(Json.Write(account)) + 1;
            if (codes.Count > 0 && bytes + length > BytesMax)
            {
                yield return Json.Write(codes);
                codes.Clear();
                bytes = 0;
            }

            codes.Add(account);
            bytes += length;
        }

        if (codes.Count > 0)
        {
            yield return Json.Write(codes);
        }
    }

    /// <summary>The accounts of a message.</summary>
    /// <exception cref="FormatException">It is no such message.</exception>
    public static IReadOnlyList<string> Read(string message)
    {
        try
        {
            return JsonConvert.DeserializeObject<List<string>>(message, Json.Settings) is { } codes && codes.TrueForAll(code => !string.IsNullOrEmpty(code))
                ? codes
                : throw new FormatException("a message of account codes names none");
        }
        catch (JsonException problem)
        {
            throw new FormatException("a message of account codes must be an array of texts", problem);
        }
    }
}
