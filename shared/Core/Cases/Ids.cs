using System.Globalization;
using System.Text;

namespace Collections.Core.Cases;

/// <summary>Ids of tasks, letters, promises, holds and disputes: derived from the account and a count, so that a replay gives the same.</summary>
public static class Ids
{
    /// <summary>An id such as <c>t12-A100</c>; characters of the account that a URL or a file name could not carry become <c>~</c> and their code in hex.</summary>
    /// <param name="kind">t task, l letter, p promise, h hold, d dispute.</param>
    /// <param name="number">The account's own count, from 1.</param>
    /// <param name="account">The account's code.</param>
    public static string Of(char kind, int number, string account) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{number}-{Escape(account)}");

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

    private static string EscapeAll(string account)
    {
        var escaped = new StringBuilder(account.Length + 8);
        foreach (var c in account)
        {
            _ = IsPlain(c) ? escaped.Append(c) : escaped.Append(CultureInfo.InvariantCulture, $"~{(int)c:X4}");
        }

        return escaped.ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
