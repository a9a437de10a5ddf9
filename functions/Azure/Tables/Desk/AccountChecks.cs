using Collections.App.Figures;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Desk;

/// <summary>Checks the sums of one account that must agree.</summary>
internal static class AccountChecks
{
    /// <summary>Each finding names an account, and the values that differ.</summary>
    public static IEnumerable<string> Of(WholeAccount account) =>
        Branch(account).Concat(Items(account)).Concat(Payments(account)).Concat(Case(account)).Concat(LedgerChecks.Record(
            account.Document.Code, account.Record, account.Document.RecordCount, account.Document.RecordHash));

    // What a branch owes stands with the account that is billed for it (R6).
    private static IEnumerable<string> Branch(WholeAccount account)
    {
        var document = account.Document;
        if (document.IsBranch && (account.Items.Any() || document.Unapplied != 0 || document.Tasks.Count > 0 || document.Disputes.Count > 0))
        {
            yield return $"account {document.Code}: it is billed to {document.Payer}, and has items, credit, tasks or disputes of its own";
        }
    }

    private static IEnumerable<string> Items(WholeAccount account)
    {
        var (document, history) = (account.Document, default(PaymentHistory));
        foreach (var item in account.Items)
        {
            history = item.SettledOn is { } on ? history.With(item.Invoice.Due, on) : history;
            foreach (var finding in LedgerChecks.Invoice(item.Invoice, new Money(account.Payments.Sum(payment => payment.Of(item.Invoice)), document.Currency)))
            {
                yield return finding;
            }
        }

        if (!document.IsBranch && document.Account.History != history)
        {
            yield return $"account {document.Code}: its payment history of {Words(document.Account.History)} is not the {Words(history)} of its invoices";
        }

        foreach (var again in account.Items.GroupBy(item => Keys.Settled(item.Invoice.Number, item.Invoice.Part)).Where(same => same.Count() > 1))
        {
            yield return $"invoice {again.First().Invoice.Number}: it is there {again.Count()} times";
        }
    }

    private static string Words(PaymentHistory history) => $"{history.Settled} settled, {history.Late} late by {history.LateDays} days";

    private static IEnumerable<string> Payments(WholeAccount account)
    {
        foreach (var payment in account.Payments)
        {
            var settled = payment.Shares.Sum(share => share.Amount);
            if (payment.Amount.Minor != settled + payment.Unapplied + payment.Returned || payment.Unapplied < 0)
            {
                yield return $"payment {payment.Id}: its {payment.Amount.Minor} are not the {settled} settled, {payment.Unapplied} unapplied and {payment.Returned} returned";
            }
        }

        var unapplied = account.Payments.Sum(payment => payment.Unapplied);
        if (account.Document.Unapplied != unapplied)
        {
            yield return $"account {account.Document.Code}: its unapplied {account.Document.Unapplied} are not the {unapplied} of its payments";
        }
    }

    private static IEnumerable<string> Case(WholeAccount account)
    {
        var (document, code) = (account.Document, account.Document.Code);
        Case @case;
        try
        {
            @case = document.ReadCase();
        }
        catch (InvalidDataException e)
        {
            return [e.Message];
        }

        var onTheirWay = account.Letters.Where(letter => letter.State is LetterState.Intended or LetterState.Attempted or LetterState.Unknown).ToList();
        return
        [
            .. LedgerChecks.Beside(
                @case, document.Tasks.Select(task => task.Task.Id), onTheirWay.Select(one => one.Id),
                isInTime: @case.WakeAt is not { } wake || document.Wake <= AccountDocument.StoredAtLeast(wake)),
            .. LedgerChecks.Same(
                $"account {code}: letters to send", document.Letters.Select(one => one.Id),
                onTheirWay.Where(one => one.State != LetterState.Unknown).Select(one => one.Id)),
            .. LedgerChecks.Same(
                $"account {code}: open disputes", document.Disputes.Select(dispute => dispute.Id),
                account.Story.Disputes.Where(dispute => dispute.State == DisputeState.Open).Select(dispute => dispute.Id)),
            .. LedgerChecks.Events(code, account.Events, document.EventCount, document.EventHash, account.Record, @case),
        ];
    }
}
