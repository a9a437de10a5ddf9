using System.Globalization;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.Files.Statements.Ofx;

/// <summary>Makes entries of OFX transactions (<c>STMTTRN</c>).</summary>
internal sealed class OfxEntries(EntryKeys keys, ImportOptions options)
{
    /// <summary>Makes an entry, or says what is wrong with it.</summary>
    public void Make(OfxStatement statement, OfxFound found, Queue<StatementPart> parts)
    {
        if (string.Equals(found["TRNTYPE"], "HOLD", StringComparison.OrdinalIgnoreCase))
        {
            parts.Enqueue(new SkippedPart(found.Line, SkipKind.NotYet, "it is pending, and no money yet"));
        }
        else if (Check(statement, found, out var entry) is { } wrong)
        {
            var mayBePayment = wrong.Field == "TRNTYPE" ? !IsCharge(found["TRNTYPE"]) : found["TRNAMT"]?.StartsWith('-') != true;
            statement.Sum.Miss(mayBePayment);
            var place = string.Create(CultureInfo.InvariantCulture, $"STMTTRN[{found.Number}]/{wrong.Field}");
            parts.Enqueue(new RejectedPart(found.Line, new RowError(found.Line, place, wrong.Value, wrong.Why), mayBePayment));
        }
        else if (entry.Amount.IsZero)
        {
            parts.Enqueue(new SkippedPart(found.Line, SkipKind.Nothing, "its amount is nothing"));
        }
        else
        {
            parts.Enqueue(keys.Finish(entry));
        }
    }

    private (string Field, string? Value, string Why)? Check(OfxStatement statement, OfxFound found, out RawEntry entry)
    {
        entry = null!;
        if (StatementFigures.Amount(found["TRNAMT"], AmountForm.Signed, out var units) is { } noAmount)
        {
            return ("TRNAMT", found["TRNAMT"], noAmount);
        }

        // CURRENCY says what the amount is in; ORIGCURRENCY says what it was before.
        var currency = statement.Currency ?? options.DefaultCurrency;
        if (found["CURRENCY.CURSYM"] is { } code && !Currency.TryParse(code, out currency))
        {
            return ("CURRENCY/CURSYM", code, "is not an ISO 4217 currency code");
        }

        if (currency is null)
        {
            return ("CURDEF", null, "is required");
        }

        if (StatementFigures.Of(Math.Abs(units), currency, out var amount) is { } unfit)
        {
            return ("TRNAMT", found["TRNAMT"], unfit);
        }

        var posted = found["DTPOSTED"] ?? "";
        if (StatementFigures.Day(posted.AsSpan(0, Math.Min(posted.Length, 8)), "yyyyMMdd", out var bookedOn) is { } noDay)
        {
            return ("DTPOSTED", posted, noDay);
        }

        if (WhyNotOf(found, units) is { } against)
        {
            return ("TRNTYPE", found["TRNTYPE"], against);
        }

        entry = EntryOf(statement, found, new RawEntry(found.Line, bookedOn, amount, units > 0));
        return null;
    }

    // A bank that leaves signs out, or turns them, would settle invoices with what went out. Interest, transfers and what is not told may be either; so may
    // what corrects another entry, and a payment on a card.
    private static string? WhyNotOf(OfxFound found, decimal units) => (found["TRNTYPE"] ?? "").ToUpperInvariant() switch
    {
        _ when found["CORRECTFITID"] is not null || units == 0 => null,
        "CREDIT" or "DEP" or "DIRECTDEP" when units < 0 => $"is money that came in, and TRNAMT {found["TRNAMT"]} says that it went out",
        "PAYMENT" when found.IsOfCard => null,
        "DEBIT" or "FEE" or "SRVCHG" or "ATM" or "POS" or "CHECK" or "PAYMENT" or "CASH" or "DIRECTDEBIT" or "REPEATPMT" when units > 0 =>
            $"is money that went out, and TRNAMT {found["TRNAMT"]} says that it came in",
        _ => null,
    };

    // What a bank takes for itself is nobody's payment, whatever its sign.
    private static bool IsCharge(string? type) => (type ?? "").ToUpperInvariant() is "FEE" or "SRVCHG";

    private static RawEntry EntryOf(OfxStatement statement, OfxFound found, RawEntry entry)
    {
        var name = StatementText.Clean(found["NAME"] ?? found["PAYEE.NAME"]);
        var memo = StatementText.Clean(found["MEMO"]);
        var undoes = StatementText.Reference(found["CORRECTFITID"]);
        var isDeleted = undoes is not null && found["CORRECTACTION"] == "DELETE";
        return entry with
        {
            // What deletes a credit takes its money back, whatever sign it is written with.
            IsCredit = entry.IsCredit && !isDeleted,
            BankReference = IdOf(statement, found["FITID"]),
            Reference = memo is not null && name is not null && memo.Contains(name, StringComparison.OrdinalIgnoreCase) ? memo : StatementText.Join(name, memo),
            Payer = name,
            Details = new EntryDetails
            {
                PayerAccount = StatementText.Account(found["BANKACCTTO.ACCTID"]),
                StructuredReference = StatementText.Reference(found["REFNUM"]),
                TransactionCode = StatementText.Clean(found["TRNTYPE"]),
                Undoes = undoes,
                Replaces = undoes is not null && !isDeleted,
                IsReversal = isDeleted,
            },
        };
    }

    // Some banks count the lines of each download from 0 or 1: then the id says nothing of the transaction.
    private static string? IdOf(OfxStatement statement, string? id)
    {
        statement.IdsCountLines ??= id is "0" or "1";
        return statement.IdsCountLines.Value ? null : StatementText.Reference(id);
    }
}
