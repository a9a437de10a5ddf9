using Collections.App.Company;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Remittances;

namespace Collections.App.Letters;

/// <summary>Draws letters and call scripts up from an account's position as it is at that moment (R19, R21, R24).</summary>
public sealed class LetterDesk(PolicyBook policies, IAccountHistory history, LetterTemplates templates, CompanySettings company)
{
    /// <summary>How much of an account's story a letter or a script can tell.</summary>
    private const int MostLogLines = 100;

    private readonly LetterRenderer _letters = new(templates);
    private readonly ScriptRenderer _scripts = new(templates);

    /// <summary>Draws up the letters that a turn attempts.</summary>
    public async Task<IReadOnlyList<LetterDraft>> DraftAsync(
        Account account, Case after, Position position, IReadOnlyList<Effect> effects, DateTimeOffset now, CancellationToken cancel)
    {
        List<LetterDraft>? drafts = null;
        foreach (var effect in effects)
        {
            if (effect is LetterAttempted attempted && after.Letter is { } letter && letter.Id == attempted.LetterId)
            {
                var step = StepOf(after, letter.Step);
                var draft = await DraftAsync(account, after, position, step, attempted.LastDate, letter.Id, now, cancel);
                (drafts ??= []).Add(draft);
            }
        }

        return (IReadOnlyList<LetterDraft>?)drafts ?? [];
    }

    /// <summary>A letter as it would be written now, without sending it.</summary>
    /// <param name="file">The account.</param>
    /// <param name="position">What it owes.</param>
    /// <param name="template">The template's name.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<RenderedLetter> PreviewAsync(AccountFile file, Position position, string template, DateTimeOffset now, CancellationToken cancel)
    {
        var log = await history.ContactLogAsync(file.Account.Code, MostLogLines, cancel);
        var promises = await history.PromisesAsync(file.Account.Code, cancel);
        return _letters.Render(template, Model(file.Account, file.Case, position, Asked(file.Case, position), file.Case.LastDate, LetterTone.Enquiry, log, promises, now));
    }

    /// <summary>A call's script, with what was said last time first (R24).</summary>
    /// <param name="file">The account.</param>
    /// <param name="position">What it owes.</param>
    /// <param name="task">The task.</param>
    /// <param name="log">The account's story, newest first.</param>
    /// <param name="now">The moment.</param>
    /// <param name="bank">Up to when payments are known: what is said of the bank names that moment (R26).</param>
    /// <returns>The script, or an empty text for a task that has none.</returns>
    public string Script(
        AccountFile file, Position position, TaskRow task, IReadOnlyList<ContactLogRow> log, DateTimeOffset now, BankFreshness bank = default)
    {
        if (!templates.Scripts.Contains(task.Script))
        {
            return "";
        }

        var account = file.Account;
        var model = Model(account, file.Case, position, Asked(file.Case, position), file.Case.LastDate, LetterTones.Of(task.Attempts + 1, account.History.Class), log, [], now);
        var zone = account.Place.TimeZone;
        return _scripts.Render(task.Script, model with
        {
            WhyText = task.Why,
            Call = Briefing(file, log),
            BankKnownTo = bank.CompleteTo is { } known ? LetterText.Moment(LocalClock.ToLocal(known, zone)) : null,
            BooksOf = bank is { CompleteTo: null, BooksAt: { } books } ? LetterText.Day(LocalClock.DateAt(books, zone)) : null,
        });
    }

    /// <summary>The letter as it is handed to the sender.</summary>
    public OutgoingLetter Address(string account, LetterDraft draft, DateTimeOffset at) =>
        new(draft.LetterId, account, draft.To, draft.ToName, company.FromAddress, company.Seller.Name, company.Seller.ReplyTo,
            draft.Subject, draft.Text, draft.Html, at);

    private async Task<LetterDraft> DraftAsync(
        Account account, Case after, Position position, Step step, DateOnly? lastDate, string letterId, DateTimeOffset now, CancellationToken cancel)
    {
        var log = await history.ContactLogAsync(account.Code, MostLogLines, cancel);
        var promises = await history.PromisesAsync(account.Code, cancel);
        var since = Since(after, position);
        var nth = 1 + log.Count(line => line.Kind == RecordKind.LetterSent && LocalClock.DateAt(line.At, account.Place.TimeZone) >= since);
        var asked = Asked(after, position);
        if (PolicyOfFinal(after, step) is { } policy)
        {
            asked.RemoveAll(line => !after.HasBeenThrough(policy.FinalLetterStep, line.Invoice.Number, line.OwingFrom, policy));
        }

        var model = Model(account, after, position, asked, lastDate, LetterTones.Of(nth, account.History.Class), log, promises, now);
        var written = _letters.Render(step.Template, model);
        var contact = account.ContactFor()!;
        return new LetterDraft(letterId, contact.Email!, contact.Name, written.Subject, written.Text, written.Html, Net(asked, position));
    }

    private Policy PolicyOf(Case @case) => policies.Find(@case.Policy, @case.PolicyVersion) ?? policies.Default;

    private Step StepOf(Case @case, string name) => PolicyOf(@case).Steps.First(step => step.Name == name);

    // The policy of a final letter, which threatens for what has been through the steps before it and for nothing younger (R42); null for any other letter.
    private Policy? PolicyOfFinal(Case @case, Step step)
    {
        var policy = PolicyOf(@case);
        return policy.FinalLetterStep >= 0 && policy.Steps[policy.FinalLetterStep].Name == step.Name ? policy : null;
    }

    private static List<PositionLine> Asked(Case @case, Position position) =>
        [.. position.Lines.Where(line => !line.Invoice.IsCredit && (line.IsOwing || IsAhead(@case, line, position)))];

    private LetterModel Model(
        Account account, Case @case, Position position, List<PositionLine> asked, DateOnly? lastDate, LetterTone tone,
        IReadOnlyList<ContactLogRow> log, IReadOnlyList<Promise> promises, DateTimeOffset now)
    {
        var zone = account.Place.TimeZone;
        var reference = PaymentReference.For(account.Code);
        var total = Net(asked, position);
        var since = Since(@case, position);
        return new LetterModel
        {
            Seller = company.Seller,
            AccountCode = account.Code,
            AccountName = account.Name,
            ContactName = account.ContactFor()?.Name,
            Language = account.ContactFor()?.Language ?? account.Language,
            Date = LetterText.LongDate(LocalClock.DateAt(now, zone)),
            Reference = reference.ToPrintString(),
            CardLink = CardLinks.For(company.Seller.CardLinkPattern, total, reference),
            Tone = tone,
            Months = OwingMonths.Of(asked.ConvertAll(line => new InvoiceToAsk(line.Invoice, line.Disputed.IsZero ? null : line.Disputed))),
            Credits = Credits(position),
            TotalOwing = total.ToString(),
            LastDate = lastDate is { } last ? LetterText.Day(last) : null,
            OnStop = @case.OnStop,
            Contacts = [.. Contacts(since, log, zone)],
            BrokenPromises = [.. Broken(since, promises)],
        };
    }

    // What was said before the oldest of what is asked for became owing was said of other debts (R12, R42).
    private static DateOnly Since(Case @case, Position position) =>
        position.Lines.Where(line => line is { IsOwing: true, Chased.IsPositive: true }).Select(line => (DateOnly?)line.OwingFrom).Min() ?? @case.OpenedOn;

    // The reminder before the due date asks for what is about to fall due (R10).
    private static bool IsAhead(Case @case, PositionLine line, Position position) =>
        @case.Ladders is [var main, ..] && position.AsOf <= main.Anchor && line.Invoice.Due <= main.Anchor;

    private static Money Net(List<PositionLine> asked, Position position)
    {
        var sum = asked.Aggregate(Money.Zero(position.Currency), (total, line) => total + line.Chased);
        return sum > position.UnappliedCredit ? sum - position.UnappliedCredit : Money.Zero(position.Currency);
    }

    private static List<CreditLine> Credits(Position position)
    {
        var notes = position.Lines.Where(line => line.Invoice.IsCredit).ToList();
        var credits = notes.ConvertAll(line =>
            new CreditLine(line.Invoice.Number, LetterText.ShortDate(line.Invoice.Issued), (-line.Invoice.Open).ToText()));
        var payments = notes.Aggregate(position.UnappliedCredit, (rest, line) => rest + line.Invoice.Open);
        if (payments.IsPositive)
        {
            credits.Add(new CreditLine("payment received", LetterText.ShortDate(position.AsOf), payments.ToText()));
        }

        return credits;
    }

    // A contact is a letter, or a call that reached someone; what the clerk noted of it is not the customer's to read (R12).
    private static IEnumerable<DatedFact> Contacts(DateOnly since, IReadOnlyList<ContactLogRow> log, TimeZoneInfo zone) =>
        from line in log.Reverse()
        let day = LocalClock.DateAt(line.At, zone)
        where day >= since && (line.Kind == RecordKind.LetterSent || (line.Kind == RecordKind.CallMade && HasReached(line.Outcome)))
        select new DatedFact(LetterText.Day(day), line.Kind == RecordKind.LetterSent ? "our letter" : "our call");

    private static bool HasReached(OutcomeKind? outcome) => outcome is
        OutcomeKind.ReachedPromise or OutcomeKind.ReachedPaidClaim or OutcomeKind.ReachedDispute or OutcomeKind.ReachedPlanWanted
        or OutcomeKind.ReachedRefused;

    private static IEnumerable<BrokenPromise> Broken(DateOnly since, IReadOnlyList<Promise> promises) =>
        from promise in promises.Reverse()
        where promise.State == PromiseState.Broken && promise.MadeOn >= since
        select new BrokenPromise(LetterText.Day(promise.MadeOn), LetterText.Day(promise.Date), promise.Amount.ToString());

    private static CallBriefing Briefing(AccountFile file, IReadOnlyList<ContactLogRow> log)
    {
        var account = file.Account;
        var zone = account.Place.TimeZone;
        DatedFact Fact(ContactLogRow line) => new(LetterText.Day(LocalClock.DateAt(line.At, zone)), line.Text);
        var last = log.FirstOrDefault(line => line.Kind == RecordKind.CallMade);
        var notes = log.Where(line => line.Kind == RecordKind.Note).Select(line => line.Text);
        return new CallBriefing
        {
            Notes = [.. account.Notes.Length > 0 ? notes.Prepend(account.Notes) : notes],
            Phone = account.ContactFor()?.Phone,
            LastTime = last is null ? null : Fact(last),
            Promise = file.Case.Promise is { State: PromiseState.Live or PromiseState.Broken } promise
                ? new Instalment(LetterText.Day(promise.Date), promise.Amount.ToString())
                : null,
            Claim = file.Case.Promise is { State: PromiseState.Claimed } claimed ? $"{claimed.Amount} was paid" : null,
            Attempts = [.. log.Where(line => line.Kind == RecordKind.CallMade).Take(file.Case.FailedCalls).Reverse().Select(Fact)],
        };
    }
}
