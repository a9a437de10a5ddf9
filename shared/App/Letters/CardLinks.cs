using System.Globalization;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.App.Letters;

/// <summary>Links to the seller's card page, with the amount and the reference filled in (R41).</summary>
public static class CardLinks
{
    /// <summary>The link, or null where the seller has no card page or nothing is owing.</summary>
    /// <param name="pattern">A web address with <c>{amount}</c>, <c>{currency}</c> and <c>{reference}</c>, or null.</param>
    /// <param name="amount">What to pay.</param>
    /// <param name="reference">The account's reference.</param>
    /// <exception cref="FormatException">The pattern is no web address.</exception>
    public static string? For(string? pattern, Money amount, PaymentReference reference)
    {
        if (string.IsNullOrWhiteSpace(pattern) || amount.Minor <= 0)
        {
            return null;
        }

        var units = amount.Amount.ToString("F" + amount.Currency.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Checked(pattern.Trim())
            .Replace("{amount}", Uri.EscapeDataString(units), StringComparison.Ordinal)
            .Replace("{currency}", Uri.EscapeDataString(amount.Currency.Code), StringComparison.Ordinal)
            .Replace("{reference}", Uri.EscapeDataString(reference.Value), StringComparison.Ordinal);
    }

    // A letter must never carry a link that runs a script or opens a file.
    private static string Checked(string pattern) =>
        Uri.TryCreate(pattern, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? pattern
            : throw new FormatException($"the card link '{pattern}' is not an address that begins with https://");
}
