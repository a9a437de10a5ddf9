namespace Collections.Core.Remittances;

/// <summary>The keys by which a payer is known from now on (<see cref="RemitterKey"/>).</summary>
public static class RemitterKeys
{
    // They pay for anybody: what they are called tells nothing. Names begin with these.
    private static readonly string[] Generic =
    [
        "PAYPAL", "STRIPE", "SQUARE", "ADYEN", "MOLLIE", "WORLDPAY", "SUMUP", "KLARNA", "AFTERPAY", "ZIP PAY", "GOCARDLESS", "WISE", "TRANSFERWISE", "REVOLUT", "AIRWALLEX",
        "WESTERN UNION", "PAYONEER", "VISA", "MASTERCARD", "AMEX", "AMERICAN EXPRESS", "EFTPOS", "TYRO", "BPAY", "POLI", "OSKO", "PAYID", "EZIDEBIT", "SHOPIFY", "AMAZON PAY",
        "CASH", "CHEQUE", "CHECK", "DEPOSIT", "PAYER", "CUSTOMER", "UNKNOWN", "NOTPROVIDED", "TRANSFER", "PAYMENT", "DIRECT CREDIT", "INTERNET BANKING", "MOBILE BANKING",
        "BANK", "COMMONWEALTH BANK", "WESTPAC", "ANZ", "NATIONAL AUSTRALIA BANK", "NAB", "POSTFINANCE", "DEUTSCHE BANK", "COMMERZBANK", "SPARKASSE", "ING", "BNP PARIBAS",
    ];

    /// <summary>The keys of a payer: of the account, and of the name unless it is a bank's, a card's or a payment service's, who pay for anybody.</summary>
    public static IReadOnlyList<string> Of(string? payer, string? payerAccount)
    {
        var keys = new List<string>(2);
        if (RemitterKey.OfAccount(payerAccount) is { } account)
        {
            keys.Add(account);
        }

        if (OfName(payer) is { } name)
        {
            keys.Add(name);
        }

        return keys;
    }

    /// <summary>The key of a payer's name, or null for one that tells nobody apart.</summary>
    public static string? OfName(string? payer)
    {
        if (RemitterKey.OfName(payer) is not { } key)
        {
            return null;
        }

        var name = key.AsSpan(2);
        foreach (var generic in Generic)
        {
            if (name.StartsWith(generic, StringComparison.Ordinal) && (name.Length == generic.Length || name[generic.Length] == ' '))
            {
                return null;
            }
        }

        return key;
    }
}
