using Collections.App.Company;
using Collections.App.Letters;

namespace Collections.App.Tests.Letters;

/// <summary>Letters to try the templates on, beside the product's own specimen.</summary>
internal static class Specimens
{
    /// <summary>A letter of which only the necessary is known.</summary>
    public static LetterModel Least { get; } = new()
    {
        Seller = Specimen.Letter.Seller with { AddressLines = [], Phone = null, CardLinkPattern = null },
        AccountCode = "SMITH",
        AccountName = "Smith & Sons",
        Date = "3 August 2021",
        Reference = Specimen.Letter.Reference,
        Months = [new OwingMonth("June 2021", [new OwingLine("INV-1001", "4 Jun 2021", "31 Jul 2021", "1,200.00", "1,200.00")], "AUD 1,200.00")],
        TotalOwing = "AUD 1,200.00",
        Agreement = new Agreement { SpokeOn = "Tue 3 Aug 2021", Instalments = [new Instalment("Fri 6 Aug 2021")] },
    };
}
