using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Turns;

namespace Collections.App.Policies;

/// <summary>One run of the decider over a clock of its own, from an invoice's date until its timeline ends.</summary>
internal sealed class PreviewRun
{
    // A timeline of fifty steps takes a few hundred turns; a policy that never comes to rest is stopped here.
    private const int MostTurns = 5_000;
    private const int MostYears = 5;

    private static readonly Actor Manager = new("manager", IsManager: true);

    private readonly Policy _policy;
    private readonly decimal _share;
    private readonly Invoice _invoice;
    private readonly Account _account;
    private readonly List<PreviewRow> _rows = [];
    private readonly Dictionary<string, (DateTimeOffset At, Why Why)> _begun = new(StringComparer.Ordinal);
    private Case _case;
    private DateTimeOffset _now;
    private DateOnly _nextScan;
    private DateOnly? _agencyDay;
    private DateTimeOffset? _supplyStop;

    public PreviewRun(Policy policy, DateOnly issued, DateOnly due, Place place, bool large)
    {
        // More than the policy lets go as a small balance.
        var amount = Money.Of(1_000 + policy.SmallBalance, Currency.Aud);
        _policy = policy;
        _share = large ? 1 : 0;
        _invoice = new Invoice { Number = "1", Issued = issued, Due = due, Amount = amount, LedgerBalance = amount };
        _account = new Account
        {
            Code = "sample",
            Name = "Sample",
            Currency = Currency.Aud,
            Terms = Terms.EndOfMonth30,
            Place = place,
            Contacts = [new Contact(ContactRole.Accounts, "Accounts", "accounts@example.com", "0")],
        };
        _case = Case.New(_account.Code);
        _nextScan = ScanDayFrom(issued);
        _now = Opening(issued);
    }

    public PolicyPreview Run()
    {
        var end = _now.AddYears(MostYears);
        for (var turns = 0; turns < MostTurns && Next() is { } next && next.At < end; turns++)
        {
            _now = next.At > _now ? next.At : _now;
            Take(next.Happening);
        }

        return new PolicyPreview
        {
            Policy = _policy,
            Issued = _invoice.Issued,
            Due = _invoice.Due,
            Place = _account.Place,
            ScanDay = _case.Number > 0 ? _case.OpenedOn : null,
            Rows = _rows,
            SupplyStop = _supplyStop,
            FinalDate = _case.LastDate,
            AgencyDay = _agencyDay,
            IsFinished = _case.Ladders is [{ State: RungState.Finished }],
        };
    }

    // What happens next, the work under way before the clock.
    private (DateTimeOffset At, Happening Happening)? Next()
    {
        if (_case.Letter is { } letter)
        {
            return (letter.NotBefore, letter.Attempted ? new LetterSent(letter.Id) : new LetterReady(letter.Id));
        }

        if (_case.Tasks.FirstOrDefault(task => task.Kind is TaskKind.Call or TaskKind.ManagementCall or TaskKind.Agency) is { } task)
        {
            return (task.Due, task.Kind == TaskKind.Call
                ? new TaskCompleted(new Actor("clerk"), task.Id, new Outcome(OutcomeKind.Voicemail))
                : new TaskCompleted(Manager, task.Id, new Outcome(OutcomeKind.Done)));
        }

        if (_case.WakeAt is { } wake)
        {
            return (wake, new Woke());
        }

        return _case.Number == 0 ? (Opening(_nextScan), new Scanned(_nextScan)) : null;
    }

    private void Take(Happening happening)
    {
        var today = DateOnly.FromDateTime(Local(_now).DateTime);
        var position = Position.Of(today, Currency.Aud, [_invoice], [], Money.Zero(Currency.Aud), _policy.Owing, _policy.LeadDays);

        var before = _case;
        var decision = Decider.Decide(before, happening, new Facts(_account, position, _share), _policy, _now);
        _case = decision.Case;
        if (happening is Scanned)
        {
            _nextScan = ScanDayFrom(_nextScan.AddDays(1));
        }

        Watch(decision);
        AddRows(decision.VerdictWhy.Code == Because.Opened ? _policy.FirstOwingStep : before.Ladders.IsEmpty ? 0 : before.Ladders[0].Rung);
    }

    private void Watch(Decision decision)
    {
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case SupplyChanged { Stopped: true }:
                    _supplyStop ??= Local(_now);
                    break;
                case TaskOpened { Kind: TaskKind.Agency } agency:
                    _agencyDay = DateOnly.FromDateTime(Local(agency.DueAt).DateTime);
                    break;
            }
        }

        foreach (var line in decision.Record)
        {
            if (line.Kind is RecordKind.LetterAttempted or RecordKind.TaskOpened or RecordKind.SupplyStopped && line.Why.Text is { } step)
            {
                _begun[step] = (Local(_now), line.Why);
            }
        }
    }

    // A rung that the ladder has left is a step that happened.
    private void AddRows(int rung)
    {
        for (; !_case.Ladders.IsEmpty && rung < _case.Ladders[0].Rung; rung++)
        {
            var step = _policy.Steps[rung];
            var (at, why) = _begun.TryGetValue(step.Name, out var begun) ? begun : (Local(_now), new Why(Because.StepDue, Text: step.Name));
            _rows.Add(new PreviewRow(step, at, why));
        }
    }

    private DateOnly ScanDayFrom(DateOnly day)
    {
        if (_policy.Scan == ScanRhythm.Daily)
        {
            return day;
        }

        var office = _account.Place.Region.Office;
        var first = _policy.CollectionDays.FirstOfMonth(day.Year, day.Month, office);
        var next = new DateOnly(day.Year, day.Month, 1).AddMonths(1);
        return first >= day ? first : _policy.CollectionDays.FirstOfMonth(next.Year, next.Month, office);
    }

    private DateTimeOffset Opening(DateOnly day) =>
        LocalClock.ToInstant(day, _policy.ContactHours.From, _account.Place.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier);

    private DateTimeOffset Local(DateTimeOffset moment) => LocalClock.ToLocal(moment, _account.Place.TimeZone);
}
