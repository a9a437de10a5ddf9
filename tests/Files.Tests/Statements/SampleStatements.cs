namespace Collections.Files.Tests.Statements;

/// <summary>Small statements of every format, with what makes each of them odd.</summary>
internal static class SampleStatements
{
    public const string Iban = "DE02120300000000202051";

    /// <summary>An entry of a camt statement.</summary>
    public static string Entry(
        string amount, string indicator = "CRDT", string? reference = null, string more = "", string status = "<Sts>BOOK</Sts>", string on = "<BookgDt><Dt>2021-08-03</Dt></BookgDt>",
        string currency = "EUR") =>
        $"<Ntry><Amt Ccy=\"{currency}\">{amount}</Amt><CdtDbtInd>{indicator}</CdtDbtInd>{status}{on}"
        + (reference is null ? "" : $"<AcctSvcrRef>{reference}</AcctSvcrRef>") + $"{more}</Ntry>\n";

    /// <summary>The details of a transaction in an entry.</summary>
    public static string Details(string? amount, string remittance = "INV-17", string endToEnd = "E2E-1", string payer = "Acme GmbH", string more = "", string currency = "EUR") =>
        $"<TxDtls><Refs><EndToEndId>{endToEnd}</EndToEndId></Refs>" + (amount is null ? "" : $"<Amt Ccy=\"{currency}\">{amount}</Amt>")
        + $"<RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr><DbtrAcct><Id><IBAN>DE75512108001245126199</IBAN></Id></DbtrAcct></RltdPties>"
        + $"<RmtInf><Ustrd>{remittance}</Ustrd></RmtInf>{more}</TxDtls>";

    /// <summary>A camt.053 of a day.</summary>
    public static string Camt053(string entries, string opening = "", string closing = "", string version = "053.001.02", string id = "S-1", string more = "") =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.{version}\"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>\n"
        + $"<Stmt><Id>{id}</Id><Acct><Id><IBAN>{Iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>{Balance("OPBD", opening, "2021-08-03")}{Balance("CLBD", closing, "2021-08-03")}\n"
        + $"{entries}</Stmt>{more}</BkToCstmrStmt></Document>\n";

    /// <summary>A camt.054 of a day.</summary>
    public static string Camt054(string entries) =>
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn><Ntfctn><Id>N-1</Id>"
        + $"<FrToDt><FrDtTm>2021-08-03T00:00:00</FrDtTm><ToDtTm>2021-08-03T12:30:00</ToDtTm></FrToDt><Acct><Id><IBAN>{Iban}</IBAN></Id></Acct>\n{entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>";

    /// <summary>An MT940 of a day.</summary>
    public static string Mt940(string lines, string opening = "C210802EUR100,00", string closing = "C210803EUR100,00") =>
        $":20:STARTUMS\r\n:25:12030000/0000202051\r\n:28C:00215/001\r\n:60F:{opening}\r\n{lines}:62F:{closing}\r\n-\r\n";

    /// <summary>An OFX 1 file of a fortnight.</summary>
    public static string Ofx(string entries) =>
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>AUD\n"
        + "<BANKACCTFROM><BANKID>062000<ACCTID>1234 5678<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST><DTSTART>20210801<DTEND>20210814\n"
        + $"{entries}</BANKTRANLIST>\n<LEDGERBAL><BALAMT>1500.00<DTASOF>20210814</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

    /// <summary>A transaction of an OFX 1 file.</summary>
    public static string OfxEntry(string amount, string id = "F-17", string on = "20210803120000[+10:AEST]", string more = "<NAME>ACME PTY LTD\n<MEMO>INV-17\n") =>
        $"<STMTTRN><TRNTYPE>{(amount.StartsWith('-') ? "DEBIT" : "CREDIT")}\n<DTPOSTED>{on}\n<TRNAMT>{amount}\n<FITID>{id}\n{more}</STMTTRN>\n";

    private static string Balance(string kind, string amount, string on) => amount.Length == 0 ? ""
        : $"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>";
}
