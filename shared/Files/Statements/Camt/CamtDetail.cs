using Collections.Core.Ledger;

namespace Collections.Files.Statements.Camt;

/// <summary>One transaction of an entry (<c>TxDtls</c>), or what an entry says of itself where it has none.</summary>
internal sealed record CamtDetail
{
    /// <summary>The amount and its currency, or null where it has none that can be read.</summary>
    public Money? Amount { get; init; }

    /// <summary>True for a credit; null where it is the entry's.</summary>
    public bool? IsCredit { get; init; }

    /// <summary>The bank's reference of the transaction.</summary>
    public string? BankReference { get; init; }

    /// <summary>The id that the clearing gave it.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The id that the payer's side gave it.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>The reference in a form of its own.</summary>
    public string? Structured { get; init; }

    /// <summary>Structured and free remittance information together.</summary>
    public string? Reference { get; init; }

    /// <summary>The debtor's name, and the creditor's.</summary>
    public (string? Debtor, string? Creditor) Names { get; init; }

    /// <summary>The debtor's account, and the creditor's.</summary>
    public (string? Debtor, string? Creditor) Accounts { get; init; }

    /// <summary>The kind of transaction, or null.</summary>
    public string? Code { get; init; }

    /// <summary>True if it came back (<c>RtrInf</c>).</summary>
    public bool IsReturn { get; init; }

    /// <summary>Takes a transaction's details out of its element.</summary>
    public static CamtDetail Of(CamtNode tx)
    {
        var structured = StatementText.Join(References(tx));
        return new CamtDetail
        {
            Amount = AmountOf(tx.At("Amt") ?? tx.At("AmtDtls", "TxAmt", "Amt")),
            IsCredit = tx.TextAt("CdtDbtInd") switch { "CRDT" => true, "DBIT" => false, _ => null },
            BankReference = StatementText.Reference(tx.TextAt("Refs", "AcctSvcrRef")),
            TransactionId = StatementText.Reference(tx.TextAt("Refs", "TxId")),
            EndToEndId = StatementText.Reference(tx.TextAt("Refs", "EndToEndId")),
            Structured = structured,
            Reference = StatementText.Join([structured, .. tx.At("RmtInf")?.All("Ustrd").Select(line => line.Text) ?? []]),
            Names = (NameOf(tx, "Dbtr") ?? NameOf(tx, "UltmtDbtr"), NameOf(tx, "Cdtr") ?? NameOf(tx, "UltmtCdtr")),
            Accounts = (AccountOf(tx.At("RltdPties", "DbtrAcct")), AccountOf(tx.At("RltdPties", "CdtrAcct"))),
            Code = CodeOf(tx.At("BkTxCd")),
            IsReturn = tx.At("RtrInf") is not null,
        };
    }

    /// <summary>An account's IBAN or number.</summary>
    public static string? AccountOf(CamtNode? account) =>
        StatementText.Account(account?.TextAt("Id", "IBAN") ?? account?.TextAt("Id", "Othr", "Id") ?? account?.TextAt("Prxy", "Id"));

    /// <summary>The kind of a transaction: the standard's <c>PMNT-RCDT-ESCT</c>, else the bank's own.</summary>
    public static string? CodeOf(CamtNode? code) => code?.TextAt("Domn", "Cd") is { } domain
        ? StatementText.Clean(string.Join('-', new[] { domain, code.TextAt("Domn", "Fmly", "Cd"), code.TextAt("Domn", "Fmly", "SubFmlyCd") }.OfType<string>()))
        : StatementText.Clean(code?.TextAt("Prtry", "Cd"));

    private static Money? AmountOf(CamtNode? amount) =>
        amount is not null
        && StatementFigures.Amount(amount.Text, AmountForm.Point, out var units) is null
        && Currency.TryParse(amount.Currency, out var currency)
        && Money.TryOf(units, currency, out var money)
            ? money
            : null;

    private static IEnumerable<string?> References(CamtNode tx) =>
        tx.At("RmtInf")?.All("Strd").Select(strd => StatementText.Reference(strd.TextAt("CdtrRefInf", "Ref"))
            ?? StatementText.Reference(strd.TextAt("RfrdDocInf", "Nb"))) ?? [];

    // Version 8 puts a Pty between the role and the name.
    private static string? NameOf(CamtNode tx, string role) =>
        StatementText.Clean(tx.TextAt("RltdPties", role, "Nm") ?? tx.TextAt("RltdPties", role, "Pty", "Nm"));
}
