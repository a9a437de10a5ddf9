using System.Collections.Immutable;
using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>Reads files of invoices and credit notes: CSV or a JSON array, told apart by content.</summary>
public static class InvoiceReader
{
    /// <summary>The most instalments of one invoice.</summary>
    public const int MaxInstalments = 100;

    // The positions of the fields in Schema.Invoices.
    private const int Invoice = 0;
    private const int Account = 1;
    private const int Issued = 2;
    private const int Amount = 3;
    private const int Due = 4;
    private const int Balance = 5;
    private const int CurrencyCode = 6;
    private const int Kind = 7;
    private const int Reference = 8;
    private const int Order = 9;
    private const int Disputed = 10;
    private const int Settled = 11;
    private const int Instalments = 12;

    private static readonly int[] AmountFields = [Amount, Balance, Disputed, Due, Instalments];

    private enum Flag
    {
        No,
        Yes,
        Amount,
    }

    /// <summary>Opens a file of invoices.</summary>
    /// <exception cref="ImportFormatException">The file as a whole cannot be read: empty, a required column missing, options that don't fit it.</exception>
    public static RowStream<InvoiceRow> Read(Stream stream, ImportOptions options) => Read(TextOpener.Open(stream), options);

    /// <summary>Reads a file that is opened already.</summary>
    public static RowStream<InvoiceRow> Read(OpenedText opened, ImportOptions options) =>
        LedgerFile.Open(opened, Schema.Invoices, options, AmountFields, Invoice, Parse);

    private static InvoiceRow? Parse(FieldReader f)
    {
        ImmutableArray<Instalment> instalments = [];
        if (!f.Required(Invoice, FieldReader.MaxNumber, out var invoice)
            || !f.Required(Account, FieldReader.MaxNumber, out var account)
            || !f.RequiredDate(Issued, out var issued)
            || !f.Code(CurrencyCode, out var currency)
            || !f.RequiredAmount(Amount, ref currency, out var amount)
            || !f.Amount(Balance, ref currency, out var balance)
            || !ReadDisputed(f, ref currency, out var flag, out var disputed)
            || !f.Date(Settled, out var settled)
            || !ReadKind(f, out var isCredit)
            || !f.Optional(Reference, FieldReader.MaxText, out var reference)
            || !f.Optional(Order, FieldReader.MaxText, out var order))
        {
            return null;
        }

        var dueField = f[Instalments].IsEmpty ? Due : Instalments;
        DateOnly? due = null;
        var isSchedule = dueField == Instalments || f[Due].Contains('=');
        if (!(isSchedule ? ReadInstalments(f, dueField, ref currency, out instalments) : f.Date(Due, out due)))
        {
            return null;
        }

        if (instalments.Length == 1)
        {
            due = instalments[0].Due;
        }

        currency = f.OrDefault(currency);
        if (!DecimalsFit(f, amount, balance, disputed, currency)
            || !DatesFit(f, dueField, issued, due, instalments)
            || !InstalmentsFit(f, dueField, amount, currency, instalments)
            || !BalanceFits(f, amount, ref balance, settled)
            || !DisputeFits(f, flag, isCredit || amount < 0, settled is null ? balance ?? amount : amount, ref disputed))
        {
            return null;
        }

        // A credit note may be written as kind=credit with a positive amount; its balance and instalments are then written so too.
        var turn = isCredit && amount > 0;
        return new InvoiceRow(
            invoice,
            account,
            issued,
            turn ? -amount : amount,
            currency,
            due,
            turn ? -balance : balance,
            reference,
            order,
            disputed,
            settled,
            instalments.Length == 1 ? [] : turn ? [.. instalments.Select(i => i with { Amount = -i.Amount })] : instalments)
        {
            Said = SaidIn(f),
        };
    }

    private static InvoiceFields SaidIn(FieldReader f) =>
        (f.Has(Due) || f.Has(Instalments) ? InvoiceFields.Due : InvoiceFields.None) | (f.Has(Balance) ? InvoiceFields.Balance : InvoiceFields.None)
        | (f.Has(Kind) ? InvoiceFields.Kind : InvoiceFields.None) | (f.Has(Reference) ? InvoiceFields.Reference : InvoiceFields.None)
        | (f.Has(Order) ? InvoiceFields.Order : InvoiceFields.None) | (f.Has(Disputed) ? InvoiceFields.Disputed : InvoiceFields.None)
        | (f.Has(Settled) ? InvoiceFields.Settled : InvoiceFields.None);

    private static bool ReadKind(FieldReader f, out bool isCredit)
    {
        var kind = f[Kind];
        isCredit = Is(kind, "credit") || Is(kind, "credit note") || Is(kind, "credit_note") || Is(kind, "creditnote");
        return kind.IsEmpty || isCredit || Is(kind, "invoice") || f.Reject(Kind, "is neither 'invoice' nor 'credit'");
    }

    private static bool ReadDisputed(FieldReader f, ref Currency? currency, out Flag flag, out decimal? amount)
    {
        var text = f[Disputed];
        amount = null;
        flag = text.IsEmpty || Is(text, "no") || Is(text, "n") || Is(text, "false") || Is(text, "0") ? Flag.No
            : Is(text, "yes") || Is(text, "y") || Is(text, "true") || Is(text, "1") ? Flag.Yes
            : Flag.Amount;
        return flag != Flag.Amount
            || (f.AmountIn(Disputed, text, ref currency, out _) is null && f.Amount(Disputed, ref currency, out amount))
            || f.Reject(Disputed, "is neither yes, no nor an amount");
    }

    /// <summary>Reads <c>2021-07-31=400;2021-08-31=400</c>.</summary>
    private static bool ReadInstalments(FieldReader f, int field, ref Currency? currency, out ImmutableArray<Instalment> instalments)
    {
        instalments = [];
        if (field == Instalments && !f[Due].IsEmpty)
        {
            return f.Reject(Due, "stands beside instalments; give one or the other");
        }

        var parts = ImmutableArray.CreateBuilder<Instalment>();
        foreach (var range in f[field].Split(';'))
        {
            var part = f[field][range].Trim();
            if (part.IsEmpty)
            {
                continue;
            }

            var equals = part.IndexOf('=');
            if (equals <= 0)
            {
                return f.Reject(field, "has an instalment that is not of the form date=amount");
            }

            var why = f.Day(part[..equals].TrimEnd(), 1990, out var due);
            decimal amount = 0;
            why ??= f.AmountIn(field, part[(equals + 1)..].TrimStart(), ref currency, out amount);
            if (why is not null)
            {
                return f.Reject(field, $"has instalment {parts.Count + 1}, which {why}");
            }

            if (parts.Count == MaxInstalments)
            {
                return f.Reject(field, $"has more than {MaxInstalments} instalments");
            }

            parts.Add(new Instalment(due, amount));
        }

        instalments = [.. parts.OrderBy(i => i.Due)];
        return instalments.Length > 0 || f.Reject(field, "has no instalment");
    }

    private static bool DecimalsFit(FieldReader f, decimal? amount, decimal? balance, decimal? disputed, Currency? currency) =>
        f.Fits(Amount, amount, currency) && f.Fits(Balance, balance, currency) && f.Fits(Disputed, disputed, currency);

    private static bool DatesFit(FieldReader f, int dueField, DateOnly issued, DateOnly? due, ImmutableArray<Instalment> instalments) =>
        (due is null || due >= issued || f.Reject(dueField, "is before the day of issue"))
        && (instalments.IsEmpty || instalments[0].Due >= issued || f.Reject(dueField, "has an instalment due before the day of issue"));

    private static bool InstalmentsFit(FieldReader f, int field, decimal amount, Currency? currency, ImmutableArray<Instalment> instalments)
    {
        decimal sum = 0;
        foreach (var instalment in instalments)
        {
            if (instalment.Amount == 0 || instalment.Amount > 0 != amount > 0)
            {
                return f.Reject(field, "has an instalment that is nothing or of the other sign than the amount");
            }

            if (!f.Fits(field, instalment.Amount, currency))
            {
                return false;
            }

            sum += instalment.Amount;
        }

        return instalments.IsEmpty || sum == amount || f.Reject(field, FormattableString.Invariant($"sums to {sum}, and the amount is {amount}"));
    }

    private static bool BalanceFits(FieldReader f, decimal amount, ref decimal? balance, DateOnly? settled)
    {
        if (settled is not null)
        {
            balance ??= 0;
            return balance == 0 || f.Reject(Balance, "is still open, though the invoice is settled");
        }

        return balance is not { } open || open == 0
            || (open > 0 != amount > 0 ? f.Reject(Balance, "has another sign than the amount")
                : Math.Abs(open) <= Math.Abs(amount) || f.Reject(Balance, "is more than the amount"));
    }

    private static bool DisputeFits(FieldReader f, Flag flag, bool isCredit, decimal open, ref decimal? disputed)
    {
        disputed = flag == Flag.Yes ? open : disputed;
        if (disputed is null or 0)
        {
            disputed = null;
            return true;
        }

        return isCredit ? f.Reject(Disputed, "is set on a credit note")
            : disputed < 0 ? f.Reject(Disputed, "is negative")
            : disputed <= open || f.Reject(Disputed, "is more than what is open");
    }

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
