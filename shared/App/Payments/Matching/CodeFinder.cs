using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>How an account's code is written.</summary>
internal enum CodeLink
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>A word that is the code; it may also be a part of a name.</summary>
    Word,

    /// <summary>A number that is the code, as printed or with its prefix or zeros left out.</summary>
    Number,

    /// <summary>A number that is called a customer's.</summary>
    Called,
}

/// <summary>Finds accounts by their codes.</summary>
internal sealed class CodeFinder(BoundedLookup ledger, int year)
{
    private const int ShortestWord = 3;
    private const int MostWords = 24;
    private const int FewestDigits = 3;

    /// <summary>The accounts whose codes a text names, by code.</summary>
    public SortedDictionary<string, CodeLink> Find(RemittanceText text)
    {
        var found = new SortedDictionary<string, CodeLink>(StringComparer.Ordinal);
        foreach (var number in text.Numbers.Where(number => !number.IsDoubtful && number.Label is NumberLabel.None or NumberLabel.Account or NumberLabel.BillReference))
        {
            var isCalled = number.Label == NumberLabel.Account;
            var code = isCalled || number.Significant >= FewestDigits ? FindWhole(number) : ledger.FindAccount(number.Text);
            Note(found, code, isCalled ? CodeLink.Called : CodeLink.Number);
        }

        foreach (var word in text.Words.Where(word => word.Length >= ShortestWord).Distinct(StringComparer.Ordinal).Take(MostWords))
        {
            Note(found, ledger.FindAccount(word), CodeLink.Word);
        }

        return found;
    }

    /// <summary>The account that a number is the code of, as printed or filled into the shapes; null if it may be more than one.</summary>
    public string? FindWhole(WrittenNumber number)
    {
        if (ledger.FindAccount(number.Text) is { } printed)
        {
            return printed;
        }

        string? only = null;
        foreach (var filled in ledger.AccountShapes.SelectMany(shape => ShapeFilling.Fill(shape, number, year)))
        {
            if (ledger.FindAccount(filled.Number) is { } code && code != only)
            {
                if (only is not null)
                {
                    return null;
                }

                only = code;
            }
        }

        return only;
    }

    private static void Note(SortedDictionary<string, CodeLink> found, string? code, CodeLink link)
    {
        if (code is not null && found.GetValueOrDefault(code) < link)
        {
            found[code] = link;
        }
    }
}
