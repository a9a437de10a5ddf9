using Collections.App.Letters;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.App.Telemetry;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Turns;

namespace Collections.App.Turns;

/// <summary>What a turn came to.</summary>
/// <param name="Account">The account's code.</param>
/// <param name="Case">The case after it.</param>
/// <param name="Position">What was owing.</param>
/// <param name="Effects">What it did.</param>
/// <param name="Drafts">The letters that it attempts.</param>
/// <param name="Verdict">After a scan: what came of it.</param>
/// <param name="VerdictWhy">After a scan: why.</param>
/// <param name="Refusal">Why a person's request was refused, or null; then nothing of it was done.</param>
/// <param name="Ignored">Why a person's request did not apply, or null.</param>
public sealed record TurnReport(
    string Account,
    Case Case,
    Position Position,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<LetterDraft> Drafts,
    ScanVerdict Verdict = ScanVerdict.None,
    Why VerdictWhy = default,
    Why? Refusal = null,
    Why? Ignored = null)
{
    /// <summary>The account's version once the turn is committed: as long as it is the present one, nothing has happened to the account since.</summary>
    public long Version { get; init; }
}

/// <summary>What a turn is to decide besides the account's inbox.</summary>
/// <param name="Account">The account.</param>
/// <param name="Happening">What happened, or null to see what is due.</param>
/// <param name="RequestKey">The key of a person's request, stored with its answer; or null. A request whose key is stored changes nothing.</param>
/// <param name="File">The account as the caller has just read it, which saves reading it again; or null. If it changed meanwhile, it is read anew.</param>
public readonly record struct TurnRequest(string Account, Happening? Happening = null, string? RequestKey = null, AccountFile? File = null);

/// <summary>Runs turns: reads an account's file, lets the decider decide, commits the outcome whole, and tries again if the account changed meanwhile.</summary>
public sealed class TurnRunner(IAccountStore accounts, PolicyBook policies, LetterDesk letters, CollectionsMeter meter, TimeProvider clock)
{
    /// <summary>An account that changes more often than this under a turn is left to its next wake-up.</summary>
    private const int MostTries = 20;

    /// <summary>Runs one turn.</summary>
    /// <returns>Null if the account is not known.</returns>
    public async Task<TurnReport?> RunAsync(TurnRequest request, BankFreshness bank, CancellationToken cancel) =>
        (await RunAsync([request], bank, cancel))[0];

    /// <summary>Runs turns on different accounts; they share a flush to disk.</summary>
    /// <returns>A report for each request, in order; null where the account is not known.</returns>
    public async Task<IReadOnlyList<TurnReport?>> RunAsync(IReadOnlyList<TurnRequest> requests, BankFreshness bank, CancellationToken cancel)
    {
        var reports = new TurnReport?[requests.Count];
        var open = Enumerable.Range(0, requests.Count).ToList();
        for (var attempt = 0; open.Count > 0; attempt++)
        {
            if (attempt == MostTries)
            {
                throw new InvalidOperationException($"account {requests[open[0]].Account} changes too often to be decided on");
            }

            open = await TryAsync(requests, reports, open, isFirst: attempt == 0, bank, cancel);
        }

        return reports;
    }

    /// <summary>Decides on a file without committing anything: for a preview, or for a commit that the caller makes.</summary>
    public async Task<(TurnReport Report, TurnCommit? Commit)> DecideAsync(
        AccountFile file, TurnRequest request, BankFreshness bank, DateTimeOffset now, decimal share, CancellationToken cancel)
    {
        var turn = new Deciding(file, policies, bank, now, share);
        foreach (var item in file.Inbox)
        {
            turn.Step(item.Happening);
        }

        if (request.Happening is { } happening)
        {
            turn.Step(happening);
            if (turn.Refusal is null && happening is not Scanned)
            {
                turn.Settle();
            }
        }
        else
        {
            turn.Settle();
        }

        var drafts = await letters.DraftAsync(turn.Account, turn.Case, turn.Position, turn.Effects, now, cancel);
        var report = new TurnReport(
            turn.Account.Code, turn.Case, turn.Position, turn.Effects, drafts, turn.Verdict, turn.VerdictWhy, turn.Refusal, turn.Ignored)
        {
            Version = file.Version + 1,
        };
        var through = file.Inbox.Count > 0 ? file.Inbox[^1].Seq : 0;
        if (!turn.Changed && through == 0 && !(request.Happening is null && IsWokenForNothing(file, turn.Case, now)))
        {
            return (report, null);
        }

        var lines = RecordChain.Seal(file.RecordCount, file.RecordHash, turn.Lines);
        var by = request.Happening?.By ?? Actor.Clock;
        var key = turn.Refusal is null ? request.RequestKey : null;
        return (report, new TurnCommit(
            turn.Account.Code, file.Version, turn.Case, now, by, through, turn.Effects, lines, drafts, RequestKey: key,
            Step: turn.PresentStep?.Name, Stage: turn.PresentStep?.Stage)
        {
            Events = EventChain.Seal(file, turn.Case, turn.Events, lines, by, now),
            Taken = file.Inbox,
        });
    }

    // Whoever was woken by the store, because the bank spoke, and has nothing to do must rest again until its own moment.
    private static bool IsWokenForNothing(AccountFile file, Case after, DateTimeOffset now) =>
        file.DueAt <= now && (after.WakeAt is not { } wake || wake > now);

    private async Task<List<int>> TryAsync(
        IReadOnlyList<TurnRequest> requests, TurnReport?[] reports, List<int> open, bool isFirst, BankFreshness bank, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var commits = new List<TurnCommit>(open.Count);
        var committing = new List<int>(open.Count);
        foreach (var i in open)
        {
            var file = (isFirst ? requests[i].File : null) ?? await accounts.ReadAsync(requests[i].Account, cancel);
            if (file is null)
            {
                continue;
            }

            // Looked up after the account was read: what another process answers from here on changes its version, and this turn is decided anew.
            var isAnswered = requests[i].RequestKey is { } key && await accounts.IsKnownAsync(requests[i].Account, key, cancel);
            var request = isAnswered ? requests[i] with { Happening = null, RequestKey = null } : requests[i];
            var (report, commit) = await DecideAsync(file, request, bank, now, share: 0, cancel);
            reports[i] = report;
            if (commit is not null && !isAnswered)
            {
                commits.Add(commit);
                committing.Add(i);
            }
        }

        if (commits.Count == 0)
        {
            return [];
        }

        var done = await accounts.CommitAsync(commits, cancel);
        meter.CountTurns(commits, done, clock.GetUtcNow());
        return committing.Where((_, n) => !done[n]).ToList();
    }

    // A turn in the making: happenings one after the other, each on what the one before it left.
    private sealed class Deciding
    {
        private readonly AccountFile _file;
        private readonly BankFreshness _bank;
        private readonly DateTimeOffset _now;
        private readonly decimal _share;
        private List<Dispute>? _disputes;
        private Policy _policy;

        public Deciding(AccountFile file, PolicyBook policies, BankFreshness bank, DateTimeOffset now, decimal share)
        {
            (_file, _bank, _now, _share) = (file, bank, now, share);
            (Account, Case) = (file.Account, file.Case);
            _policy = policies.For(file.Account, file.Case);
            Position = PositionOn(_policy);
        }

        public Account Account { get; private set; }

        public Case Case { get; private set; }

        public Position Position { get; private set; }

        public List<Reasoned> Events { get; } = [];

        public List<Effect> Effects { get; } = [];

        public List<RecordLine> Lines { get; } = [];

        public ScanVerdict Verdict { get; private set; }

        public Why VerdictWhy { get; private set; }

        public Why? Refusal { get; private set; }

        public Why? Ignored { get; private set; }

        public bool Changed => Events.Count > 0;

        /// <summary>The step at which the main ladder stands; null at its end, and without an open case.</summary>
        public Core.Policies.Step? PresentStep =>
            Case is { IsOpen: true, Ladders: [var main, ..] } && main.Rung < _policy.Steps.Length ? _policy.Steps[main.Rung] : null;

        public void Settle() => Step(new Woke());

        public void Step(Happening happening)
        {
            var facts = new Facts(
                Account, Position, _share, _bank.SilentSince(_policy, Account.Place, _now), _bank.CompleteTo, _bank.BooksAt);
            var decision = Decider.Decide(Case, happening, facts, _policy, _now);
            if (happening is not Woke)
            {
                // What waited in the inbox came before what a person asks, and is not the answer to it.
                (Refusal, Verdict, VerdictWhy) = (decision.Refusal, decision.Verdict, decision.VerdictWhy);
                Ignored = decision.Events is [{ Event: HappeningIgnored } first, ..] ? first.Why : null;
            }

            Case = decision.Case;
            Events.AddRange(decision.Events);
            var effects = decision.Effects;
            Effects.AddRange(effects);
            Lines.AddRange(decision.Record);
            Follow(effects);
        }

        // What an effect changes of the facts counts for the next happening of the same turn.
        private void Follow(IReadOnlyList<Effect> effects)
        {
            var disputed = false;
            foreach (var effect in effects)
            {
                switch (effect)
                {
                    case DisputeOpened opened:
                        (_disputes ??= [.. _file.Disputes]).Add(opened.Dispute);
                        disputed = true;
                        break;
                    case DisputeEnded ended:
                        (_disputes ??= [.. _file.Disputes]).RemoveAll(dispute => dispute.Id == ended.DisputeId);
                        disputed = true;
                        break;
                    case LetterCameBack bounced:
                        Account = Account with
                        {
                            Contacts = [.. Account.Contacts.Select(c => c.Email == bounced.Email ? c with { Bounced = true } : c)],
                        };
                        break;
                }
            }

            if (disputed)
            {
                Position = PositionOn(_policy);
            }
        }

        private Position PositionOn(Policy policy) =>
            Position.Of(
                LocalClock.DateAt(_now, Account.Place.TimeZone),
                Account.Currency, _file.Invoices, _disputes ?? _file.Disputes, _file.UnappliedPayments, policy.Owing, policy.LeadDays);
    }
}
