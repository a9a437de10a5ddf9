using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Collections.Core.Cases;

/// <summary>Ids of tasks, letters, promises, holds and disputes: derived from the account and a count, so that a replay gives the same.</summary>
public static class Ids
{
    private const char Mark = '~';
    private const int CodeDigits = 4;

    /// <summary>An id such as <c>t12-A100</c>; characters of the account that a URL or a file name could not carry become <c>~</c> and their code in hex.</summary>
    /// <param name="kind">t task, l letter, p promise, h hold, d dispute.</param>
    /// <param name="number">The account's own count, from 1.</param>
    /// <param name="account">The account's code.</param>
    public static string Of(char kind, int number, string account) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{number}-{Escape(account)}");

    /// <summary>The id of the dispute that stands for what the books call disputed of an invoice (R4).</summary>
    public static string OfBooksDispute(string invoice) => $"d-import-{Escape(invoice)}";

    /// <summary>The account's code in characters that a URL and a file name carry; distinct for distinct codes.</summary>
    public static string Escape(string account)
    {
        foreach (var c in account)
        {
            if (!IsPlain(c))
            {
                return EscapeAll(account);
            }
        }

        return account;
    }

    /// <summary>Reads an id of <see cref="Of"/> back.</summary>
    /// <returns>False for an id that was not made so, like that of a task of the company's own.</returns>
    public static bool TryParse(string? id, out char kind, out int number, [NotNullWhen(true)] out string? account)
    {
        (kind, number, account) = ('\0', 0, null);
        var dash = id?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash < 2 || !char.IsAsciiLetterLower(id![0]) || !int.TryParse(id.AsSpan(1, dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        kind = id[0];
        account = Unescape(id[(dash + 1)..]);
        return account is not null;
    }

    /// <summary>The code that was escaped so; null for a text that <see cref="Escape"/> never gives.</summary>
    public static string? Unescape(string escaped)
    {
        var account = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != Mark)
            {
                account.Append(escaped[i]);
            }
            else if (i + CodeDigits < escaped.Length
                && ushort.TryParse(escaped.AsSpan(i + 1, CodeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                account.Append((char)code);
                i += CodeDigits;
            }
        }

        // One code has one escaped form: what is not it was not made here.
        var found = account.ToString();
        return found.Length > 0 && Escape(found) == escaped ? found : null;
    }

    private static string EscapeAll(string account)
    {
        var escaped = new StringBuilder(account.Length + 8);
        foreach (var c in account)
        {
            _ = IsPlain(c) ? escaped.Append(c) : escaped.Append(CultureInfo.InvariantCulture, $"{Mark}{(int)c:X4}");
        }

        return escaped.ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
