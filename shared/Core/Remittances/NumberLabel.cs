namespace Collections.Core.Remittances;

/// <summary>What the word before a number says that it is.</summary>
public enum NumberLabel
{
    /// <summary>Nothing is said.</summary>
    None,

    /// <summary>An invoice: <c>Rechnung Nr.</c>, <c>facture</c>, <c>inv</c>.</summary>
    Invoice,

    /// <summary>A customer: <c>Kd-Nr</c>, <c>acct</c>, <c>customer no</c>.</summary>
    Account,

    /// <summary>An order: <c>PO</c>, <c>Bestellung</c>.</summary>
    Order,

    /// <summary>A BPAY customer reference: <c>CRN</c>.</summary>
    BillReference,

    /// <summary>Something that is none of ours: a telephone, a tax number, a street, a week.</summary>
    Foreign,
}

/// <summary>The words that payers and banks write around numbers, in the languages of the regions.</summary>
internal static class LabelWords
{
    private static readonly Dictionary<string, NumberLabel> Labels = Build();

    private static readonly HashSet<string> Fillers = Set("NO NR NUM NUMBER NUMBERS NUMMER NUMMERN NUMERO NBR NOS NRS N REF REFERENCE ID S OUR YOUR VOM THE DE IHRE UNSERE");

    private static readonly HashSet<string> Noise = Set(
        "PAYMENT PAYMENTS PAY PMT PYMT PAID FOR FROM TRANSFER TFR TRF EFT DEPOSIT CREDIT ZAHLUNG UEBERWEISUNG VIREMENT PAIEMENT BETALING PAGO OF ON TAX");

    private static readonly HashSet<string> ListWords = Set("AND UND ET Y E EN OG OCH PLUS SOWIE");

    private static readonly HashSet<string> RangeWords = Set("TO BIS TILL TIL THRU THROUGH UNTIL JUSQUA TOT AU");

    public static NumberLabel Of(string word) => Labels.GetValueOrDefault(word);

    public static bool IsFiller(string word) => Fillers.Contains(word);

    public static bool IsNoise(string word) => Noise.Contains(word);

    public static bool JoinsList(string word) => ListWords.Contains(word);

    public static bool JoinsRange(string word) => RangeWords.Contains(word);

    private static Dictionary<string, NumberLabel> Build()
    {
        var labels = new Dictionary<string, NumberLabel>(StringComparer.Ordinal);
        foreach (var (label, words) in new[]
        {
            (NumberLabel.Invoice,
                "INV INVS INVOICE INVOICES INVNO INVNR INVOICENO BILL BILLS RECHNUNG RECHNUNGEN RECHNUNGSNR RECHNUNGSNUMMER RECHN RG RGNR RE RENR RNR RECHNR FACTURE FACTURES "
                + "FACT FACTUUR FACTUURNR FACTURA FACTURAS FATTURA FATTURE FAKTURA FAKTUR FRA TAXINVOICE DOC DOCUMENT BELEG BELEGNR CN CREDITNOTE GUTSCHRIFT AVOIR"),
            (NumberLabel.Account,
                "ACCOUNT ACC ACCT ACCNO ACCTNO CUSTOMER CUST CUSTNO CUSTOMERNO CLIENT CLIENTNO KUNDE KUNDEN KUNDENNUMMER KUNDENNR KDNR KD KNR DEBITOR DEBITORNR DEBTOR CLIENTE "
                + "KLANT KLANTNR KLANTNUMMER MEMBER"),
            (NumberLabel.Order,
                "PO ORDER ORDERS ORD BESTELLUNG BESTELLNR BESTELLNUMMER AUFTRAG AUFTRAGSNR COMMANDE CDE PURCHASE PEDIDO ORDINE BESTELLING SO JOB PROJECT PROJEKT QUOTE"),
            (NumberLabel.BillReference, "CRN BPAY"),
            (NumberLabel.Foreign,
                "TEL TELEPHONE TELEFON PHONE PH MOB MOBILE FAX BSB ABN ACN TFN VAT UST USTID USTIDNR UID SIRET SIREN KVK KTO KONTO IBAN BIC SWIFT BLZ TXN TXNID TRACE RECEIPT RCPT "
                + "AUTH CARD XX UNIT STREET ST RD SUITE LEVEL ROOM FLOOR BOX WEEK WK KW QTY PAGE SHOP STORE LOT BATCH TERMINAL TRN TAN EREF MREF CRED MANDATE MANDAT"),
        })
        {
            foreach (var word in words.Split(' '))
            {
                labels[word] = label;
            }
        }

        return labels;
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
