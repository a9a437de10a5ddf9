using System.Collections.Immutable;
using Collections.Core.Ledger;

namespace Collections.Core.Cases;

/// <summary>Where a collection effort stands.</summary>
public enum CaseStatus
{
    /// <summary>There has never been one on this account.</summary>
    None,

    /// <summary>The ladder goes on.</summary>
    Open,

    /// <summary>It waits for a day: a promise, a claim, a part payment, the bank.</summary>
    Waiting,

    /// <summary>Somebody holds it by hand (R36).</summary>
    Held,

    /// <summary>It is over.</summary>
    Closed,
}

/// <summary>Why a case waits.</summary>
public enum PauseKind
{
    /// <summary>It doesn't.</summary>
    None,

    /// <summary>A promise to pay, until its day (R33).</summary>
    Promise,

    /// <summary>The customer says it is paid: until the next banking day (R26).</summary>
    PaidClaim,

    /// <summary>A large part was paid (R32).</summary>
    PartPayment,

    /// <summary>A plan of instalments is wanted: a manager answers (R34).</summary>
    PlanWanted,

    /// <summary>The bank's data are stale (R20).</summary>
    StaleBank,

    /// <summary>A manager, or the boss, must decide before anybody goes on (R28, R33).</summary>
    Management,

    /// <summary>A payment came that is probably theirs: until somebody has looked nobody is chased (R20).</summary>
    LikelyPayment,
}

/// <summary>A reason to wait, with its end.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Until">The day on which the case goes on by itself; null where only an event ends it.</param>
public readonly record struct Pause(PauseKind Kind, DateOnly? Until)
{
    /// <summary>The pauses that wait for the bank once their day has come: until it speaks nobody can say whether money came (R20, R26).</summary>
    public static IReadOnlyList<PauseKind> UntilTheBankSpeaks { get; } = [PauseKind.Promise, PauseKind.PaidClaim, PauseKind.PartPayment];

    /// <summary>True for a pause that waits for the bank now, or will once its day has come; one for a likely payment waits for a person.</summary>
    public bool MayWaitForBank => Kind == PauseKind.StaleBank || UntilTheBankSpeaks.Contains(Kind);

    /// <summary>True for a pause that waits for the bank on a day.</summary>
    public bool WaitsForBank(DateOnly day) => Kind == PauseKind.StaleBank || (UntilTheBankSpeaks.Contains(Kind) && Until <= day);
}

/// <summary>A hold by hand (R36).</summary>
/// <param name="Id">Its id, unique in its account.</param>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Until">The day on which it ends by itself.</param>
public sealed record Hold(string Id, string Reason, string Owner, DateOnly Until);

/// <summary>Where a promise stands.</summary>
public enum PromiseState
{
    /// <summary>Its day has not come.</summary>
    Live,

    /// <summary>The customer says it is paid; the bank has not said so yet (R26).</summary>
    Claimed,

    /// <summary>The money came.</summary>
    Kept,

    /// <summary>It did not.</summary>
    Broken,

    /// <summary>It no longer counts: another took its place before its day, or nothing was left to chase.</summary>
    Lapsed,
}

/// <summary>A promise to pay (R26, R33).</summary>
/// <param name="Id">Its id, unique in its account.</param>
/// <param name="MadeOn">The day on which it was given.</param>
/// <param name="Date">The day that was promised.</param>
/// <param name="Amount">What was promised: everything owing then, unless told.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Received">What has come in since it was given.</param>
public sealed record Promise(string Id, DateOnly MadeOn, DateOnly Date, Money Amount, PromiseState State, Money Received);

/// <summary>What the present rung of a ladder waits for.</summary>
public enum RungState
{
    /// <summary>Its day.</summary>
    Planned,

    /// <summary>The letter's way out: intended, not yet known to be sent.</summary>
    LetterOut,

    /// <summary>A person, who has a task.</summary>
    TaskOpen,

    /// <summary>A contact that can be written to (R22, R35).</summary>
    NoContact,

    /// <summary>A number that can be called (R25).</summary>
    NoNumber,

    /// <summary>Nothing: the ladder is at its end, and management looks at the case from time to time.</summary>
    Finished,

    /// <summary>Its own part of the debt to be owing again; another ladder of the case goes on (R4).</summary>
    Cleared,
}

/// <summary>How far a case has climbed. A rejected dispute climbs one of its own, from the first step (R4).</summary>
/// <param name="Returned">What this ladder chases after its dispute was rejected, or null for everything else.</param>
/// <param name="Rung">The index of the present step in the policy.</param>
/// <param name="State">What it waits for.</param>
/// <param name="Anchor">The due date of the oldest invoice that is owing, its leader (R42).</param>
/// <param name="BegunOn">The day on which it began, or on which the leader became owing that took over.</param>
/// <param name="PreviousOn">The day on which the step before really happened; null at the first, and after a letter came back.</param>
/// <param name="NextOn">The day on which the present step is due.</param>
/// <param name="TaskId">The task or letter of the present step, or null.</param>
/// <param name="LetterId">The letter with which it came to the present step, or null; if that one bounces, its step isn't counted (R35).</param>
/// <param name="OwingFrom">The first day on which its leader was owing; null before that day, and for what an earlier release began.</param>
public sealed record Ladder(
    Returned? Returned,
    int Rung,
    RungState State,
    DateOnly Anchor,
    DateOnly BegunOn,
    DateOnly? PreviousOn,
    DateOnly NextOn,
    string? TaskId = null,
    string? LetterId = null,
    DateOnly? OwingFrom = null);

/// <summary>A step that really happened, once something was owing.</summary>
/// <param name="Rung">Its index in the policy.</param>
/// <param name="On">The day.</param>
public readonly record struct StepTaken(int Rung, DateOnly On);

/// <summary>The part of an invoice whose dispute was rejected (R4).</summary>
/// <param name="Invoice">The invoice.</param>
/// <param name="Amount">The part that was disputed.</param>
public sealed record Returned(string Invoice, Money Amount);

/// <summary>A task of this case that nobody has finished.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Step">The step that it belongs to, or a word of its own: <c>promise</c>, <c>callback</c>.</param>
/// <param name="Due">When.</param>
public sealed record OpenTask(string Id, TaskKind Kind, string Step, DateTimeOffset Due);

/// <summary>A letter that is intended, or on its way, and not known to be sent.</summary>
/// <param name="Id">The letter's id.</param>
/// <param name="Step">The step that it belongs to.</param>
/// <param name="Attempted">True from the moment at which it is handed to the sender.</param>
/// <param name="NotBefore">It is not attempted before this.</param>
/// <param name="AttemptedOn">The day on which it was handed over, which is the day of its step whenever the sender says so; or null.</param>
public sealed record PendingLetter(string Id, string Step, bool Attempted, DateTimeOffset NotBefore, DateOnly? AttemptedOn = null);

/// <summary>A payment that is probably the account's, and that nobody has looked at (R20).</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Amount">How much.</param>
/// <param name="Since">The day from which on it was suspected.</param>
/// <param name="Why">Why it is probably theirs, in words.</param>
public sealed record SuspectedPayment(string PaymentId, Money Amount, DateOnly Since, string Why);

/// <summary>
/// The collection effort on one account: the last one, or the present one. It is the state that <c>Decider</c> works on, and nothing else is.
/// </summary>
/// <remarks>
/// Seen from outside it never changes. Only <see cref="Fold"/> assigns to it, event by event, and <see cref="Restorer"/> to one that it makes itself. A
/// turn works on a copy of its own. The property names are the stored format (an approved file in the tests shows it), so renaming one is a migration.
/// </remarks>
public sealed partial class Case
{
    /// <summary>The account's code.</summary>
    public required string Account { get; init; }

    /// <summary>Which effort on this account it is, counted from 1; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>True while the effort goes on, waiting or held or not.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The policy under which it opened.</summary>
    public string Policy { get; private set; } = "";

    /// <summary>That policy's version (R39).</summary>
    public int PolicyVersion { get; private set; }

    /// <summary>The day on which it opened.</summary>
    public DateOnly OpenedOn { get; private set; }

    /// <summary>The day on which it closed, or null.</summary>
    public DateOnly? ClosedOn { get; private set; }

    /// <summary>Why it closed.</summary>
    public CloseReason CloseReason { get; private set; }

    /// <summary>Invoices that became owing up to this day are in the case; later ones join it (R6).</summary>
    public DateOnly JoinedTo { get; private set; }

    /// <summary>The ladders, the main one first.</summary>
    public ImmutableArray<Ladder> Ladders { get; private set; } = [];

    /// <summary>The steps of the main ladder that really happened in this effort, in their order: an invoice has climbed as many as happened while it was owing (R42).</summary>
    public ImmutableArray<StepTaken> Taken { get; private set; } = [];

    /// <summary>Why it waits.</summary>
    public Pause Pause { get; private set; }

    /// <summary>The hold by hand, or null.</summary>
    public Hold? Hold { get; private set; }

    /// <summary>The last promise, or null.</summary>
    public Promise? Promise { get; private set; }

    /// <summary>Promises broken in this effort.</summary>
    public int BrokenPromises { get; private set; }

    /// <summary>The day of the last broken promise, until a step that comes sooner after one has happened (R9).</summary>
    public DateOnly? BrokenOn { get; private set; }

    /// <summary>The day of the last "it's paid", until the bank has told; or null (R26).</summary>
    public DateOnly? ClaimedOn { get; private set; }

    /// <summary>Calls that reached nobody since somebody was last reached (R27).</summary>
    public int FailedCalls { get; private set; }

    /// <summary>The number that turned out to be somebody else's, until there is another; or null (R25).</summary>
    public string? WrongNumber { get; private set; }

    /// <summary>The last day on which the customer was called, reached or not; steps make one call a day at most.</summary>
    public DateOnly? LastCallOn { get; private set; }

    /// <summary>True while the account is on stop (R11).</summary>
    public bool OnStop { get; private set; }

    /// <summary>True if a rule stopped supply last, false if a manager stopped or released it; only a rule's stop is released by a rule.</summary>
    public bool StopIsByRule { get; private set; }

    /// <summary>True while clerks may not call (R28).</summary>
    public bool CallsBlocked { get; private set; }

    /// <summary>The date that the final letter gave, or null (R12).</summary>
    public DateOnly? LastDate { get; private set; }

    /// <summary>The open tasks, oldest first.</summary>
    public ImmutableArray<OpenTask> Tasks { get; private set; } = [];

    /// <summary>Payments that are probably theirs, oldest first; while there is one nobody is chased, whether a case is open or opens later (R20).</summary>
    public ImmutableArray<SuspectedPayment> Suspected { get; private set; } = [];

    /// <summary>The letter on its way, or null. There is at most one.</summary>
    public PendingLetter? Letter { get; private set; }

    /// <summary>The last day on which a letter went to this account, over all efforts (R21).</summary>
    public DateOnly? LastLetterOn { get; private set; }

    /// <summary>What was chased, or owing without a case, when the decider last looked; a part payment is measured against it (R32).</summary>
    public Money Owing { get; private set; }

    /// <summary>When to look again, or null if only an event can change anything.</summary>
    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>The next number for a task, letter, promise, hold or dispute of this account.</summary>
    public int NextId { get; private set; } = 1;

    /// <summary>The case's status as people see it.</summary>
    public CaseStatus Status =>
        Number == 0 ? CaseStatus.None
        : !IsOpen ? CaseStatus.Closed
        : Hold is not null ? CaseStatus.Held
        : Pause.Kind != PauseKind.None ? CaseStatus.Waiting
        : CaseStatus.Open;

    /// <summary>True if on a day this case, opened ahead of a due date, has not passed it yet (R10): then it chases what falls due by its anchor.</summary>
    public bool IsAhead(DateOnly day) => IsOpen && Ladders is [var main, ..] && day <= main.Anchor;

    /// <summary>True if an invoice has been through the steps before a rung itself: what threatens is about no other (R12, R13, R42).</summary>
    /// <param name="rung">The index of the step that threatens.</param>
    /// <param name="invoice">The invoice's number.</param>
    /// <param name="owingFrom">The first day on which it was owing.</param>
    /// <param name="policy">The case's policy.</param>
    public bool HasBeenThrough(int rung, string invoice, DateOnly owingFrom, Policies.Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);

        // Whatever was owing no later than the leader has come as far as that.
        var isThrough = StepsSince(owingFrom) >= rung - policy.FirstOwingStep
            || (Ladders is [var main, ..] && main.Rung >= rung && owingFrom <= (main.OwingFrom ?? main.BegunOn));
        for (var i = 1; i < Ladders.Length && !isThrough; i++)
        {
            isThrough = Ladders[i].Rung >= rung && Ladders[i].Returned?.Invoice == invoice;
        }

        return isThrough;
    }

    /// <summary>How many steps of the main ladder happened on a day or after it.</summary>
    internal int StepsSince(DateOnly day)
    {
        var steps = 0;
        foreach (var step in Taken)
        {
            steps += step.On >= day ? 1 : 0;
        }

        return steps;
    }

    /// <summary>The case of an account on which nothing was ever collected.</summary>
    public static Case New(string account) => new() { Account = account };

    /// <summary>True if nothing of it needs to be kept: nothing was ever collected, stopped or suspected on the account.</summary>
    public bool IsBlank => Number == 0 && NextId == 1 && !OnStop && Suspected.IsEmpty;
}

/// <summary>Why a case closed.</summary>
public enum CloseReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>What was owing was paid, but for a small remainder at most (R31).</summary>
    Paid,

    /// <summary>Nothing is left to chase, though not by payment: credited, disputed or taken out of the ledger.</summary>
    NothingOwing,

    /// <summary>Unapplied credit covers what is owing; somebody allocates it (R3).</summary>
    CoveredByCredit,

    /// <summary>It was handed over to an agency (R13).</summary>
    HandedOver,

    /// <summary>A manager wrote it off.</summary>
    WrittenOff,
}
