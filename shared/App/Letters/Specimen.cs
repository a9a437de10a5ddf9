using Collections.App.Company;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.App.Letters;

/// <summary>A letter that uses everything a template can ask for: edited templates are tried on it before they are used.</summary>
internal static class Specimen
{
    private const string CardPage = "https://pay.harbour.example/?amount={amount}&currency={currency}&reference={reference}";

    private static readonly PaymentReference Reference = PaymentReference.For("SMITH");

    public static LetterModel Letter { get; } = new()
    {
        Seller = new Seller
        {
            Name = "Harbour Supplies Pty Ltd",
            AddressLines = ["12 Wharf Road", "Balmain NSW 2041"],
            ReplyTo = "accounts@harbour.example",
            Phone = "02 5550 1234",
            BankAccountName = "Harbour Supplies Pty Ltd",
            BankLines = ["BSB 062-000", "Account 1234 5678"],
            CardLinkPattern = CardPage,
        },
        AccountCode = "SMITH",
        AccountName = "Smith & Sons",
        ContactName = "Jane O'Neill",
        Date = "23 August 2021",
        Reference = Reference.ToPrintString(),
        CardLink = CardLinks.For(CardPage, Money.Of(1290m, Currency.Aud), Reference),
        Tone = LetterTone.Enquiry,
        Months =
        [
            new OwingMonth(
                "May 2021",
                [new OwingLine("INV-0988", "28 May 2021", "30 Jun 2021", "640.00", "440.00", Branch: "Smith & Sons, Newcastle")],
                "AUD 440.00"),
            new OwingMonth(
                "June 2021",
                [
                    new OwingLine("INV-1001", "4 Jun 2021", "31 Jul 2021", "1,200.00", "1,200.00", Disputed: "300.00"),
                    new OwingLine("INV-1017/2", "30 Jun 2021", "31 Jul 2021", "75.00", "75.00"),
                ],
                "AUD 975.00"),
        ],
        Credits = [new CreditLine("CN-0042", "2 Jul 2021", "125.00")],
        TotalOwing = "AUD 1,290.00",
        LastDate = "Wed 1 Sep 2021",
        OnStop = true,
        Contacts =
        [
            new DatedFact("Mon 2 Aug 2021", "call, spoke with Jane O'Neill"),
            new DatedFact("Tue 3 Aug 2021", "letter to accounts@smith.example"),
            new DatedFact("Mon 16 Aug 2021", "call, spoke with Jane O'Neill"),
        ],
        BrokenPromises =
        [
            new BrokenPromise("Mon 2 Aug 2021", "Mon 9 Aug 2021", "AUD 900.00"),
            new BrokenPromise("Mon 9 Aug 2021", "Fri 13 Aug 2021"),
        ],
        Agreement = new Agreement
        {
            SpokeOn = "Mon 16 Aug 2021",
            SpokeWith = "Jane O'Neill",
            Instalments = [new Instalment("Wed 25 Aug 2021", "AUD 645.00"), new Instalment("Wed 1 Sep 2021")],
            Claim = "AUD 125.00 was paid on Fri 13 Aug 2021",
            Disputes = [new DisputedInvoice("INV-1001", "two boxes came back on 7 June")],
            Notes = ["We will send the statement for July again."],
        },
        Call = new CallBriefing
        {
            Notes = ["Call after ten; Jane works mornings."],
            Phone = "02 5550 9876",
            LastTime = new DatedFact("Mon 9 Aug 2021", "Jane O'Neill said that the payment run had slipped to Friday"),
            Promise = new Instalment("Fri 13 Aug 2021", "AUD 900.00"),
            Claim = "AUD 900.00 was paid on Fri 13 Aug 2021",
            Attempts = [new DatedFact("Wed 11 Aug 2021", "no answer")],
        },
        BankKnownTo = "Mon 16 Aug 2021 07:00",
        WhyText = "the promise of Mon 9 Aug 2021 wasn't kept",
    };
}
