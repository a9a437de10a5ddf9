using System.Globalization;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.Files.Statements.Camt;

/// <summary>Reads the entries of a statement (<c>Ntry</c>): each transaction of a sum is its own where the sum can be split to the cent.</summary>
internal sealed class CamtEntries(CamtXml xml, EntryKeys keys, ImportOptions options)
{
    private const int MaxDetails = 100_000;

    /// <summary>Reads the entry at hand to its end.</summary>
    public void Read(CamtStatement statement, Queue<StatementPart> parts)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{statement.Place}/Ntry[{++statement.Entries}]");
        var entry = new CamtNode("Ntry", xml.Line, currency: null);
        var details = new List<CamtDetail>();
        var batched = ReadParts(entry, details);
        Make(statement, new Found(entry, details, batched, place), parts);
    }

    /// <summary>Reads what an entry holds.</summary>
    /// <returns>How many transactions it says it has.</returns>
    private int ReadParts(CamtNode entry, List<CamtDetail> details)
    {
        var said = 0;
        var depth = xml.Depth;
        if (xml.IsEmpty)
        {
            return 0;
        }

        while (xml.NextChild(depth))
        {
            if (xml.Name == "NtryDtls")
            {
                said = Math.Max(said, xml.IsEmpty ? 0 : ReadDetails(details));
            }
            else if (entry.Children.Count < 100)
            {
                entry.Add(xml.ReadNode());
            }
            else
            {
                xml.Skip();
            }
        }

        return Math.Max(said, details.Count);
    }

    private int ReadDetails(List<CamtDetail> details)
    {
        var said = 0;
        var depth = xml.Depth;
        while (xml.NextChild(depth))
        {
            if (xml.Name == "TxDtls" && details.Count <= MaxDetails)
            {
                details.Add(CamtDetail.Of(xml.ReadNode()));
            }
            else if (xml.Name == "Btch")
            {
                _ = int.TryParse(xml.ReadNode().TextAt("NbOfTxs"), NumberStyles.None, CultureInfo.InvariantCulture, out said);
            }
            else
            {
                xml.Skip();
            }
        }

        return said;
    }

    private void Make(CamtStatement statement, Found found, Queue<StatementPart> parts)
    {
        var node = found.Node;
        var status = StatusOf(node);
        if (BookingStatus.Of(status) is var booking && booking is Booking.NotYet or Booking.NotMoney)
        {
            parts.Enqueue(new SkippedPart(node.Line, booking == Booking.NotYet ? SkipKind.NotYet : SkipKind.NotMoney, BookingStatus.Why(booking, status!)));
            return;
        }

        if (Check(statement, node, out var entry) is { } wrong)
        {
            var mayBePayment = node.TextAt("CdtDbtInd") != "DBIT";
            statement.Sum.Miss(mayBePayment);
            parts.Enqueue(new RejectedPart(node.Line, new RowError(node.Line, $"{found.Place}/{wrong.Field}", wrong.Value, wrong.Why), mayBePayment));
            return;
        }

        if (entry.Amount.IsZero)
        {
            parts.Enqueue(new SkippedPart(node.Line, SkipKind.Nothing, "its amount is nothing"));
            return;
        }

        statement.Sum.Add(entry.Amount, entry.IsCredit);
        Split(entry, found, parts);
    }

    // Version 8 has the code inside, or a word of the bank's own.
    private static string? StatusOf(CamtNode node) => node.TextAt("Sts", "Cd") ?? node.TextAt("Sts", "Prtry") ?? node.TextAt("Sts");

    // What every entry must say; the first that is wrong is told.
    private (string Field, string? Value, string Why)? Check(CamtStatement statement, CamtNode node, out RawEntry entry)
    {
        entry = null!;
        var amount = node.At("Amt");
        if (StatementFigures.Amount(amount?.Text, AmountForm.Point, out var units) is { } why)
        {
            return ("Amt", amount?.Text, why);
        }

        var currency = statement.Currency ?? options.DefaultCurrency;
        if (amount!.Currency is { } code && !Currency.TryParse(code, out currency))
        {
            return ("Amt/@Ccy", code, "is not an ISO 4217 currency code");
        }

        if (currency is null)
        {
            return ("Amt/@Ccy", null, "is required");
        }

        if (StatementFigures.Of(units, currency, out var money) is { } unfit)
        {
            return ("Amt", amount.Text, unfit);
        }

        var indicator = node.TextAt("CdtDbtInd");
        if (indicator is not ("CRDT" or "DBIT"))
        {
            return ("CdtDbtInd", indicator, "is neither CRDT nor DBIT");
        }

        var status = StatusOf(node);
        if (BookingStatus.Of(status) != Booking.Booked)
        {
            return ("Sts", status, "is no status that is known");
        }

        var valueText = node.TextAt("ValDt", "Dt") ?? node.TextAt("ValDt", "DtTm");
        var field = node.At("BookgDt") is not null ? "BookgDt" : "ValDt";
        var dayText = field == "BookgDt" ? node.TextAt("BookgDt", "Dt") ?? node.TextAt("BookgDt", "DtTm") : valueText;
        if (StatementFigures.Day(dayText.AsSpan()[..Math.Min(dayText?.Length ?? 0, 10)], "yyyy-MM-dd", out var bookedOn) is { } noDay)
        {
            return (field, dayText, noDay);
        }

        if (node.Children.Any(child => child.IsCut))
        {
            return ("", null, "holds more elements than any real entry");
        }

        entry = new RawEntry(node.Line, bookedOn, money, indicator == "CRDT")
        {
            BankReference = StatementText.Reference(node.TextAt("AcctSvcrRef")),
            Details = new EntryDetails
            {
                ValueDate = CamtStatement.DayOf(valueText),
                TransactionCode = CamtDetail.CodeOf(node.At("BkTxCd")),
                IsReversal = node.TextAt("RvslInd") is "true" or "1",
            },
        };
        return null;
    }

    private void Split(RawEntry entry, Found found, Queue<StatementPart> parts)
    {
        var details = found.Details;
        if (details.Count > 1)
        {
            if (WhyWhole(entry, details) is not { } why)
            {
                SplitInto(entry, details, parts);
                return;
            }

            parts.Enqueue(new StatementNote(entry.Line, $"{found.Place} is taken as one sum, because {why}"));
        }
        else if (details is [{ Amount: { } said }] && said.Currency == entry.Amount.Currency && said != entry.Amount)
        {
            parts.Enqueue(new StatementNote(entry.Line, $"{found.Place} is {entry.Amount}, though its one transaction says {said}"));
        }

        parts.Enqueue(keys.Finish(Whole(entry, found)));
    }

    private void SplitInto(RawEntry entry, List<CamtDetail> details, Queue<StatementPart> parts)
    {
        // A sum that the bank gave a reference is told again, without its parts, by other statements of the same money.
        var batch = entry.BankReference is null ? null : keys.IdOf(entry);
        var rank = 0;

        // Banks need not list the parts in the same order each time.
        var ranked = details
            .OrderBy(d => d.BankReference, StringComparer.Ordinal).ThenBy(d => d.TransactionId, StringComparer.Ordinal).ThenBy(d => d.EndToEndId, StringComparer.Ordinal)
            .ThenBy(d => d.Amount!.Value.Minor).ThenBy(d => d.Reference, StringComparer.Ordinal).ThenBy(d => d.Names.Debtor, StringComparer.Ordinal);
        foreach (var detail in ranked)
        {
            var isCredit = detail.IsCredit ?? entry.IsCredit;
            var part = With(entry with { Amount = detail.Amount!.Value, IsCredit = isCredit, BankReference = detail.BankReference ?? detail.TransactionId }, detail);
            if (part.Amount.IsZero)
            {
                parts.Enqueue(new SkippedPart(entry.Line, SkipKind.Nothing, "its amount is nothing"));
                continue;
            }

            parts.Enqueue(batch is null
                ? keys.Finish(part)
                : keys.Finish(part with { Details = part.Details with { Batch = batch } }, EntryKeys.PartOf(batch, ++rank)));
        }
    }

    private static string? WhyWhole(RawEntry entry, List<CamtDetail> details)
    {
        if (details.Count > MaxDetails)
        {
            return $"it has more than {MaxDetails:N0} transactions";
        }

        decimal sum = 0;
        foreach (var detail in details)
        {
            if (detail.Amount is not { } amount || amount.Currency != entry.Amount.Currency)
            {
                return $"not all of its {details.Count:N0} transactions have an amount in {entry.Amount.Currency}";
            }

            sum += (detail.IsCredit ?? entry.IsCredit) ? amount.Minor : -amount.Minor;
        }

        var whole = entry.IsCredit ? entry.Amount : -entry.Amount;
        return sum == whole.Minor ? null : $"its {details.Count:N0} transactions do not add up to {entry.Amount}";
    }

    private static RawEntry Whole(RawEntry entry, Found found)
    {
        var details = found.Details;
        var info = StatementText.Clean(found.Node.TextAt("AddtlNtryInf"));
        if (details.Count == 0)
        {
            var alone = With(entry, new CamtDetail { Reference = info });
            return alone with { Details = alone.Details with { MayBeBatch = true } };
        }

        if (details.Count == 1)
        {
            var only = With(entry with { BankReference = entry.BankReference ?? details[0].BankReference ?? details[0].TransactionId }, details[0]);
            return only with { Details = only.Details with { MayBeBatch = found.Said > 1 } };
        }

        // Whoever the parts agree on is the payer, and what they name together may still say whose the sum is.
        var first = details[0];
        var all = With(entry, first with
        {
            Reference = StatementText.Join(details.Take(100).Select(detail => detail.Reference)),
            Structured = null,
            EndToEndId = null,
            Names = details.TrueForAll(detail => detail.Names == first.Names) ? first.Names : default,
            Accounts = details.TrueForAll(detail => detail.Accounts == first.Accounts) ? first.Accounts : default,
            IsReturn = details.TrueForAll(detail => detail.IsReturn),
        });
        return all with { Details = all.Details with { MayBeBatch = true } };
    }

    // Money that came in, and its way back out, have the payer for debtor; money that went out, and its way back in, for creditor.
    private static RawEntry With(RawEntry entry, CamtDetail detail)
    {
        var isBack = entry.Details.IsReversal || detail.IsReturn;
        var payerIsDebtor = entry.IsCredit != isBack;
        return entry with
        {
            Reference = detail.Reference,
            Payer = payerIsDebtor ? detail.Names.Debtor : detail.Names.Creditor,
            Details = entry.Details with
            {
                StructuredReference = detail.Structured,
                PayerAccount = payerIsDebtor ? detail.Accounts.Debtor : detail.Accounts.Creditor,
                EndToEndId = detail.EndToEndId,
                TransactionCode = detail.Code ?? entry.Details.TransactionCode,
                IsReversal = isBack && !entry.IsCredit,
            },
        };
    }

    private sealed record Found(CamtNode Node, List<CamtDetail> Details, int Said, string Place);
}
