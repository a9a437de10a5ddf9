using Collections.App.Figures;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Desk;

/// <summary>An account's share of the company's figures.</summary>
internal static class AccountFigures
{
    /// <summary>Nothing yet.</summary>
    public static Totals None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>What one account counts; of payments nothing, because one may be several accounts'.</summary>
    public static Totals Of(WholeAccount account)
    {
        var @case = account.Document.ReadCase();
        var tasks = account.Document.Tasks.Select(task => task.Task).Concat(account.EndedTasks).ToList();
        var calls = tasks.Where(task => task.Kind == TaskKind.Call).ToList();
        var attempted = account.Letters.Where(letter => letter.AttemptedAt is not null && letter.State != LetterState.Withdrawn)
            .Select(letter => letter.AttemptedAt!.Value).ToList();
        var zone = account.Document.Account.Place.TimeZone;
        var efforts = new EffortCount();
        foreach (var line in account.Record)
        {
            efforts.Add(line.Kind, line.Code);
        }

        return new Totals(
            Accounts: 1,
            Invoices: account.Items.Count(),
            Cases: @case.Number,
            CasesOpen: @case.IsOpen ? 1 : 0,
            CasesClosedPaid: efforts.ClosedPaid,
            Letters: account.Letters.Count(letter => letter.SentAt is not null),
            Calls: calls.Count,
            CallsOpen: calls.Count(task => task.State == TaskState.Open),
            Payments: 0,
            PaymentsApplied: 0,
            Promises: account.Story.Promises.Count,
            PromisesKept: account.Story.Promises.Count(promise => promise.State == PromiseState.Kept),
            PromisesBroken: account.Story.Promises.Count(promise => promise.State == PromiseState.Broken),
            Disputes: account.Story.Disputes.Count,
            Bounced: account.Letters.Count(letter => letter.State == LetterState.Bounced),
            Suspended: account.Record.Count(line => line.Kind == RecordKind.Suspended),
            PaidBeforeContact: efforts.PaidBeforeContact,
            RemindersAfterPayment: History(account).CountWrong(attempted.Concat(calls.Select(task => task.OpenedAt))),
            LettersPerDayMax: attempted.CountBy(at => LocalClock.DateAt(at, zone)).Select(day => day.Value).DefaultIfEmpty().Max());
    }

    /// <summary>The figures of two together.</summary>
    public static Totals Add(Totals a, Totals b) => new(
        a.Accounts + b.Accounts,
        a.Invoices + b.Invoices,
        a.Cases + b.Cases,
        a.CasesOpen + b.CasesOpen,
        a.CasesClosedPaid + b.CasesClosedPaid,
        a.Letters + b.Letters,
        a.Calls + b.Calls,
        a.CallsOpen + b.CallsOpen,
        a.Payments + b.Payments,
        a.PaymentsApplied + b.PaymentsApplied,
        a.Promises + b.Promises,
        a.PromisesKept + b.PromisesKept,
        a.PromisesBroken + b.PromisesBroken,
        a.Disputes + b.Disputes,
        a.Bounced + b.Bounced,
        a.Suspended + b.Suspended,
        a.PaidBeforeContact + b.PaidBeforeContact,
        a.RemindersAfterPayment + b.RemindersAfterPayment,
        Math.Max(a.LettersPerDayMax, b.LettersPerDayMax));

    private static OwingHistory History(WholeAccount account) => new(
        account.Document.Account.Place.TimeZone,
        [.. account.Items.Select(item => new PastItem(
            item.Invoice.Number, item.Invoice.Issued, item.Invoice.Due, item.Invoice.Amount.Minor, item.SettledOn, item.Invoice.Allocated.Minor,
            account.Payments.SelectMany(payment => payment.Shares.Where(share => share.IsOf(item.Invoice))
                .Select(share => new PastPart(share.Amount, share.Undone, payment.ReceivedAt, payment.ReturnedAt)))))],
        [.. account.Payments.Where(payment => payment.Unapplied > 0).Select(payment => new PastCredit(payment.ReceivedAt, payment.Unapplied))],
        [.. account.Story.Disputes.Select(dispute => new PastDispute(dispute.Invoice, dispute.Amount.Minor, dispute.OpenedOn, dispute.ResolvedOn))],
        [.. account.Record.Where(line => line.Kind == RecordKind.Opened).Select(line => new PastOpening(line.At, line.Code == Because.OpenedAhead))]);
}
