using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.App.Desk;

/// <summary>All there is to know of an account.</summary>
/// <param name="Account">The account's own data.</param>
/// <param name="Contacts">Who can be reached.</param>
/// <param name="Class">How the customer pays, with the figures that say so (R16).</param>
/// <param name="Position">What it owes, by month and by age.</param>
/// <param name="Case">The case.</param>
/// <param name="Promises">The promises, newest first.</param>
/// <param name="Disputes">The disputes, newest first.</param>
/// <param name="Holds">The hold that is in force, if one is.</param>
/// <param name="Letters">The last letters, newest first.</param>
/// <param name="Tasks">The open tasks, then the last ended ones.</param>
/// <param name="Record">The record, oldest first (R40).</param>
public sealed record AccountView(
    AccountHeadView Account,
    IReadOnlyList<Contact> Contacts,
    ClassView Class,
    PositionView Position,
    CaseView Case,
    IReadOnlyList<Promise> Promises,
    IReadOnlyList<Dispute> Disputes,
    IReadOnlyList<Hold> Holds,
    IReadOnlyList<LetterSummary> Letters,
    IReadOnlyList<TaskSummary> Tasks,
    IReadOnlyList<RecordView> Record);

/// <summary>An account's case as it stood at a moment, as its events rebuild it.</summary>
/// <param name="Account">The account's code.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="Since">The moment of its first events; what was before that nobody kept.</param>
/// <param name="Case">The case as it stood; what it says is owing was owing when it was last looked at.</param>
/// <param name="Record">The record as it was, oldest first (R40).</param>
public sealed record AccountAsOfView(string Account, DateTimeOffset AsOf, DateTimeOffset Since, CaseView Case, IReadOnlyList<RecordView> Record)
{
    /// <summary>Shows what the events made.</summary>
    public static AccountAsOfView Of(AccountThen then)
    {
        ArgumentNullException.ThrowIfNull(then);
        return new(
            then.Case.Account, then.AsOf, then.Since, CaseView.Of(then.Case, then.Policy, then.Case.Owing), [.. then.Record.Select(RecordView.Of)]);
    }
}

/// <summary>An account's own data.</summary>
public sealed record AccountHeadView(
    string Code, string Name, Currency Currency, string Terms, string? Policy, string Region, string TimeZone, string? BillingAccount, string? SalesRep,
    Money? CreditLimit, string Status, string Language, DateOnly? CustomerSince, string Notes, string PaymentReference)
{
    internal static AccountHeadView Of(Account account) => new(
        account.Code, account.Name, account.Currency, account.Terms.ToString(), account.Policy, account.Place.Region.Code, account.Place.TimeZone.Id,
        account.BillingAccount, account.SalesRep, account.CreditLimit, account.Status, account.Language, account.CustomerSince, account.Notes,
        Core.Remittances.PaymentReference.For(account.Code).Value);
}

/// <summary>How a customer pays (R16).</summary>
/// <param name="Class">New, prompt, slow or problem.</param>
/// <param name="Settled">Invoices settled in full.</param>
/// <param name="Late">Of those, the ones settled after their due date.</param>
/// <param name="AverageDaysLate">By how many days those were late, on average; 0 if none was.</param>
/// <param name="IsIrregular">True for a payer who is neither reliably on time nor reliably late (R10).</param>
public sealed record ClassView(PayerClass Class, int Settled, int Late, decimal AverageDaysLate, bool IsIrregular)
{
    internal static ClassView Of(PaymentHistory history) => new(
        history.Class, history.Settled, history.Late,
        history.Late == 0 ? 0 : Math.Round((decimal)history.LateDays / history.Late, 1), history.IsIrregular);
}

/// <summary>What an account owes.</summary>
/// <param name="AsOf">The day, in the account's time zone.</param>
/// <param name="Owing">What is owing, net of unapplied credit (R3).</param>
/// <param name="GrossOwing">The same before credit.</param>
/// <param name="UnappliedCredit">Credit that nobody has applied.</param>
/// <param name="DisputedOwing">What would be owing but is disputed (R4).</param>
/// <param name="NotYetOwing">Open, and not owing yet.</param>
/// <param name="Balance">Everything open less unapplied credit.</param>
/// <param name="OldestDue">The due date of the oldest invoice that is owing, or null.</param>
/// <param name="Months">By month of the invoices, oldest first.</param>
/// <param name="Buckets">By days past due.</param>
public sealed record PositionView(
    DateOnly AsOf, Money Owing, Money GrossOwing, Money UnappliedCredit, Money DisputedOwing, Money NotYetOwing, Money Balance, DateOnly? OldestDue,
    IReadOnlyList<MonthView> Months, BucketsView Buckets)
{
    internal static PositionView Of(Position position) => new(
        position.AsOf, position.Owing, position.GrossOwing, position.UnappliedCredit, position.DisputedOwing, position.NotYetOwing, position.Balance,
        position.OldestDue, MonthView.Of(position), BucketsView.Of(position));
}

/// <summary>The open invoices of a month.</summary>
/// <param name="Month">The month: <c>2021-06</c>.</param>
/// <param name="Owing">What is owing of them, before credit.</param>
/// <param name="Open">What is open of them, credit notes taken off.</param>
/// <param name="Items">The invoices, by date and number.</param>
public sealed record MonthView(string Month, Money Owing, Money Open, IReadOnlyList<ItemView> Items)
{
    internal static IReadOnlyList<MonthView> Of(Position position)
    {
        var zero = Money.Zero(position.Currency);
        return [.. from line in position.Lines
            group line by line.Invoice.Issued.ToString("yyyy-MM", CultureInfo.InvariantCulture) into month
            select new MonthView(
                month.Key,
                month.Where(line => line is { IsOwing: true, Invoice.IsCredit: false }).Aggregate(zero, (sum, line) => sum + line.Chased),
                month.Aggregate(zero, (sum, line) => sum + line.Invoice.Open),
                [.. month.Select(line => ItemView.Of(line, position.AsOf))])];
    }
}

/// <summary>An open invoice, instalment or credit note.</summary>
/// <param name="Invoice">Its number.</param>
/// <param name="Part">The instalment, from 1; 0 for an invoice that is due at once.</param>
/// <param name="Kind"><c>invoice</c> or <c>credit</c>.</param>
/// <param name="Issued">Its date.</param>
/// <param name="Due">Its due date.</param>
/// <param name="Amount">What it came to.</param>
/// <param name="Open">What is open of it.</param>
/// <param name="Disputed">The part that stands aside.</param>
/// <param name="OwingFrom">The day from which it is owing.</param>
/// <param name="IsOwing">True if that day has come.</param>
/// <param name="DaysPastDue">Days since its due date; 0 if that has not passed.</param>
public sealed record ItemView(
    string Invoice, int Part, string Kind, DateOnly Issued, DateOnly Due, Money Amount, Money Open, Money Disputed, DateOnly OwingFrom, bool IsOwing,
    int DaysPastDue)
{
    internal static ItemView Of(PositionLine line, DateOnly asOf) => new(
        line.Invoice.Number, line.Invoice.Part, line.Invoice.IsCredit ? "credit" : "invoice", line.Invoice.Issued, line.Invoice.Due, line.Invoice.Amount,
        line.Invoice.Open, line.Disputed, line.OwingFrom, line.IsOwing, Math.Max(0, asOf.DayNumber - line.Invoice.Due.DayNumber));
}

/// <summary>Open invoices by days past due; disputed parts included, credit not taken off.</summary>
public sealed record BucketsView(Money NotDue, Money Days1To30, Money Days31To60, Money Days61To90, Money Over90)
{
    internal static BucketsView Of(Position position)
    {
        var sums = new Money[5];
        Array.Fill(sums, Money.Zero(position.Currency));
        foreach (var line in position.Lines.Where(line => !line.Invoice.IsCredit))
        {
            var days = position.AsOf.DayNumber - line.Invoice.Due.DayNumber;
            sums[days switch { <= 0 => 0, <= 30 => 1, <= 60 => 2, <= 90 => 3, _ => 4 }] += line.Invoice.Open;
        }

        return new BucketsView(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }
}

/// <summary>A line of the record (R40).</summary>
public sealed record RecordView(int Seq, DateTimeOffset At, string By, RecordKind Kind, string Rule, string Why, string? Ref)
{
    internal static RecordView Of(SealedLine line) => new(
        line.Seq, line.At, line.By, line.Kind, string.Create(CultureInfo.InvariantCulture, $"R{line.Rule}"), line.Why, line.Ref);
}

/// <summary>A letter in a list.</summary>
public sealed record LetterSummary(
    string Id, string Account, string Step, string Template, LetterState Status, string? To, string? Subject, Money? Owing,
    DateTimeOffset IntendedAt, DateTimeOffset NotBefore, DateTimeOffset? AttemptedAt, DateTimeOffset? SentAt)
{
    /// <summary>Shows a letter as it is stored.</summary>
    public static LetterSummary Of(LetterRow letter) => new(
        letter.Id, letter.Account, letter.Step, letter.Template, letter.State, letter.Draft?.To, letter.Draft?.Subject, letter.Draft?.Owing,
        letter.IntendedAt, letter.NotBefore, letter.AttemptedAt, letter.SentAt);
}

/// <summary>A letter, whole; what it says is null until it is attempted, because it is written at that moment (R19).</summary>
public sealed record LetterView(
    string Id, string Account, string Step, string Template, LetterState Status, string? To, string? ToName, string? Subject, string? Html, string? Text,
    Money? Owing, DateTimeOffset IntendedAt, DateTimeOffset NotBefore, DateTimeOffset? AttemptedAt, DateTimeOffset? SentAt)
{
    /// <summary>Shows a letter as it is stored.</summary>
    public static LetterView Of(LetterRow letter) => new(
        letter.Id, letter.Account, letter.Step, letter.Template, letter.State, letter.Draft?.To, letter.Draft?.ToName, letter.Draft?.Subject,
        letter.Draft?.Html, letter.Draft?.Text, letter.Draft?.Owing, letter.IntendedAt, letter.NotBefore, letter.AttemptedAt, letter.SentAt);
}

/// <summary>A task in an account's view.</summary>
public sealed record TaskSummary(
    string Id, TaskKind Kind, Role Role, string Step, string Why, DateTimeOffset OpenedAt, DateTimeOffset DueAt, int Attempts, TaskState Status,
    string? ClaimedBy, OutcomeKind? Outcome, string? Note, DateTimeOffset? ClosedAt)
{
    internal static TaskSummary Of(TaskRow task) => new(
        task.Id, task.Kind, task.Role, task.Step, task.Why, task.OpenedAt, task.DueAt, task.Attempts, task.State, task.ClaimedBy, task.Outcome,
        task.Note, task.ClosedAt);
}
