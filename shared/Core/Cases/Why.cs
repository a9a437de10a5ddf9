using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.Core.Cases;

/// <summary>The reasons that the decider knows. The names are the stored format.</summary>
public enum Because
{
#pragma warning disable CS1591 // Why.ToString() says what each means, in the words that people read.
    None,
    Opened,
    OpenedAhead,
    Joined,
    CaseOpen,
    NothingOwing,
    InCredit,
    CoveredByCredit,
    AllDisputed,
    SmallBalance,
    PaidInFull,
    PaidButSmall,
    CoveredAtClose,
    DisputedAtClose,
    HandedOver,
    Reversed,
    StepDue,
    StepAfterBrokenPromise,
    LetterAttempted,
    LetterSent,
    LetterFailed,
    LetterRefused,
    LetterInDoubt,
    LetterBounced,
    LetterBackToPlan,
    OutsideHours,
    BankSilent,
    BankSpeaks,
    CaseClosedWithdraws,
    PromiseWithdraws,
    PauseWithdraws,
    HoldWithdraws,
    NoContact,
    NoNumber,
    ContactFound,
    NumberFound,
    CallMade,
    Callback,
    FiveFailures,
    Abusive,
    TaskDone,
    PromiseMade,
    PromiseKept,
    PromiseBroken,
    PromiseDay,
    ClaimMade,
    ClaimUnproven,
    NoMorePromises,
    PlanWanted,
    PaymentReceived,
    PartPaymentSmall,
    PartPaymentLarge,
    SuspensionOver,
    DisputeRaised,
    DisputeCredited,
    DisputeRejected,
    HoldPlaced,
    HoldLifted,
    HoldOver,
    StopOn,
    StopOff,
    StopByHand,
    ReleaseByHand,
    ManagementCall,
    AgencyReady,
    AgencyNotYet,
    Note,
    IgnoredTask,
    IgnoredLetter,
    IgnoredNoCase,
    IgnoredDispute,
    IgnoredHold,
    RefusedPromisePast,
    RefusedPromiseFar,
    RefusedPromiseCount,
    RefusedNothingOwing,
    RefusedNoPromiseDate,
    RefusedNoDispute,
    RefusedDisputeInvoice,
    RefusedDisputeAmount,
    RefusedCallbackPast,
    RefusedPromiseAmount,
    RefusedOutcome,
    RefusedHoldPast,
    RefusedNoManager,
#pragma warning restore CS1591
}

/// <summary>Why something was done, or not: the rule, and the facts that led to it (R40).</summary>
/// <remarks>Facts, not text: the text is made when somebody reads it. <c>default</c> gives no reason.</remarks>
/// <param name="Code">The reason.</param>
/// <param name="Day">A day that it speaks of.</param>
/// <param name="Amount">An amount that it speaks of.</param>
/// <param name="Of">An amount that the first is measured against.</param>
/// <param name="Count">A number that it speaks of.</param>
/// <param name="Text">A name or a person's words.</param>
public readonly record struct Why(Because Code, DateOnly Day = default, Money Amount = default, Money Of = default, int Count = 0, string? Text = null)
{
    /// <summary>The number of the rule that it follows, 1 to 41.</summary>
    public int Rule => Code switch
    {
        Because.Opened or Because.OpenedAhead => Code == Because.Opened ? 5 : 10,
        Because.Joined or Because.CaseOpen => 6,
        Because.NothingOwing => 1,
        Because.InCredit or Because.CoveredByCredit or Because.CoveredAtClose => 3,
        Because.AllDisputed or Because.DisputedAtClose or Because.DisputeRaised or Because.DisputeCredited or Because.DisputeRejected
            or Because.RefusedNoDispute or Because.RefusedDisputeInvoice or Because.RefusedDisputeAmount or Because.IgnoredDispute => 4,
        Because.SmallBalance or Because.PaidInFull or Because.PaidButSmall or Because.PaymentReceived or Because.CaseClosedWithdraws => 31,
        Because.StepDue or Because.StepAfterBrokenPromise => 9,
        Because.LetterAttempted or Because.LetterSent or Because.LetterFailed or Because.LetterBackToPlan => 19,
        Because.LetterBounced or Because.LetterRefused => 35,
        Because.LetterInDoubt or Because.IgnoredLetter => 21,
        Because.OutsideHours => 23,
        Because.BankSilent or Because.BankSpeaks => 20,
        Because.NoContact or Because.ContactFound => 22,
        Because.NoNumber or Because.NumberFound or Because.FiveFailures or Because.Callback or Because.RefusedCallbackPast => 27,
        Because.CallMade or Because.TaskDone or Because.RefusedOutcome => 25,
        Because.Abusive => 28,
        Because.PromiseDay or Because.ClaimMade or Because.ClaimUnproven => 26,
        Because.PartPaymentSmall or Because.PartPaymentLarge or Because.SuspensionOver => 32,
        Because.PromiseMade or Because.PromiseKept or Because.PromiseBroken or Because.NoMorePromises or Because.PromiseWithdraws
            or Because.RefusedPromisePast or Because.RefusedPromiseFar or Because.RefusedPromiseCount or Because.RefusedNothingOwing
            or Because.RefusedNoPromiseDate or Because.RefusedPromiseAmount => 33,
        Because.PlanWanted => 34,
        Because.HoldPlaced or Because.HoldLifted or Because.HoldOver or Because.HoldWithdraws or Because.IgnoredHold or Because.RefusedHoldPast => 36,
        Because.StopOn or Because.StopOff or Because.StopByHand or Because.ReleaseByHand => 11,
        Because.ManagementCall => 15,
        Because.AgencyReady or Because.AgencyNotYet or Because.HandedOver => 13,
        Because.Reversed => 37,
        Because.PauseWithdraws => 32,
        _ => 40,
    };

    /// <summary>The reason in words with its rule: <c>call-2 was due Mon 9 Aug 2021 (R9)</c>.</summary>
    public string WithRule() => string.Create(CultureInfo.InvariantCulture, $"{ToString()} (R{Rule})");

    /// <summary>The reason in words, without the rule's number; invariant English.</summary>
    public override string ToString() => Code switch
    {
        Because.None => "",
        Because.Opened => $"{Amount} is owing, the oldest due {D}",
        Because.OpenedAhead => $"{Amount} falls due from {D}{(Text is null ? "" : $", and {Text}")}",
        Because.Joined => $"invoices that became owing up to {D} join the case; {Amount} is owing now",
        Because.CaseOpen => "a case is open already, and nothing new is owing",
        Because.NothingOwing => Day == default ? "nothing is owing" : $"nothing is owing before {D}",
        Because.InCredit => $"the account is in credit by {Amount}",
        Because.CoveredByCredit => $"unapplied credit of {Of} covers the {Amount} owing: allocate it",
        Because.AllDisputed => $"all that would be owing, {Amount}, is disputed",
        Because.SmallBalance => $"{Amount} is too little to chase",
        Because.PaidInFull => "everything owing is paid",
        Because.PaidButSmall => $"all but {Amount} is paid, which counts as paid",
        Because.CoveredAtClose => $"unapplied credit of {Of} covers the {Amount} owing: allocate it",
        Because.DisputedAtClose => $"nothing is left but {Amount} in dispute",
        Because.HandedOver => "the debt was handed over to the agency",
        Because.Reversed => $"a payment of {Amount} came back: the case goes on where it stood",
        Because.StepDue => $"{Text} was due {D}",
        Because.StepAfterBrokenPromise => $"{Text} was due {D}, at once after the broken promise",
        Because.LetterAttempted => $"{Text} goes out: {Amount} is owing at this moment",
        Because.LetterSent => $"{Text} was sent",
        Because.LetterFailed => $"the sender could not take the letter ({Text}); it is tried again",
        Because.LetterRefused => $"the sender refused the letter: {Text}",
        Because.LetterInDoubt => $"{Text}: nobody can tell whether it went, so it is not sent again; a person looks",
        Because.LetterBounced => $"the letter to {Text} bounced: the address is wrong, and the step does not count",
        Because.LetterBackToPlan => $"a person found that {Text} was not sent",
        Because.OutsideHours => $"outside the debtor's office hours: not before {D}",
        Because.BankSilent => $"the bank has been silent since {D}: payments are not seen, so contacts wait",
        Because.BankSpeaks => "the bank speaks again",
        Because.CaseClosedWithdraws => "the case is closed",
        Because.PromiseWithdraws => $"a promise for {D} suspends the ladder",
        Because.PauseWithdraws => "the case waits",
        Because.HoldWithdraws => "the case is held",
        Because.NoContact => $"{Text} has nobody to go to: there is no contact for accounts or administration with an address",
        Because.NoNumber => $"{Text} has no number to call",
        Because.ContactFound => $"there is a contact to write to; {Text} goes on",
        Because.NumberFound => $"there is a number to call; {Text} goes on",
        Because.CallMade => Text ?? "",
        Because.Callback => $"accounts were not in: call back {D}",
        Because.FiveFailures => $"{N} calls reached nobody: ask the salesperson for another number, then search the web",
        Because.Abusive => "the customer was abusive: no more calls by clerks, the boss calls today; look at the account's history and references",
        Because.TaskDone => Text ?? "",
        Because.PromiseMade => $"{Amount} promised for {D}",
        Because.PromiseKept => $"the {Amount} promised for {D} came",
        Because.PromiseBroken => $"the {Amount} promised for {D} did not come; {N} broken so far",
        Because.PromiseDay => $"{Amount} was promised for today, {D}: is it on its way?",
        Because.ClaimMade => $"they say it is paid: the bank's entries of {D} will tell",
        Because.ClaimUnproven => $"they said it was paid, and the bank's entries of {D} show nothing: call again",
        Because.NoMorePromises => $"{N} promises were broken: no more promises, management calls",
        Because.PlanWanted => "they want to pay by instalments: a manager answers",
        Because.PaymentReceived => $"{Amount} received, of {Of} owing",
        Because.PartPaymentSmall => $"{Amount} is too small a part of {Of} to wait: the ladder goes on",
        Because.PartPaymentLarge => $"{Amount} of {Of} was paid: the ladder waits until {D}",
        Because.SuspensionOver => $"the wait after the part payment ended {D}",
        Because.DisputeRaised => $"{Amount} of invoice {Text} is disputed and stands aside",
        Because.DisputeCredited => $"invoice {Text} was credited: its dispute is over",
        Because.DisputeRejected => $"the dispute of invoice {Text} was rejected: it is chased again, from the first step",
        Because.HoldPlaced => $"held until {D}: {Text}",
        Because.HoldLifted => "the hold was lifted",
        Because.HoldOver => $"the hold ended {D}",
        Because.StopOn => $"{Text}: supply stops while {Amount} is owing",
        Because.StopOff => "what was owing is cleared: supply goes on",
        Because.StopByHand => "supply was stopped by hand",
        Because.ReleaseByHand => "supply was released by hand",
        Because.ManagementCall => $"{Text}: a manager reviews every step taken, calls, and gives a last date",
        Because.AgencyReady => $"the last date, {D}, has passed; management has called; no promise is live and nothing is disputed",
        Because.AgencyNotYet => $"not to the agency yet: {Text}",
        Because.Note => Text ?? "",
        Because.IgnoredTask => $"task {Text} is not open",
        Because.IgnoredLetter => $"letter {Text} is not on its way",
        Because.IgnoredNoCase => "no case is open on the account",
        Because.IgnoredDispute => $"no open dispute {Text}",
        Because.IgnoredHold => $"no hold {Text}",
        Because.RefusedPromisePast => $"the promised day {D} is past",
        Because.RefusedPromiseFar => $"the promised day {D} is more than {N} days ahead: a manager must agree",
        Because.RefusedPromiseCount => $"{N} promises were broken: no more promises on this case; a manager decides",
        Because.RefusedNothingOwing => "nothing is owing that could be promised",
        Because.RefusedNoPromiseDate => "the promised day is missing (promise.date)",
        Because.RefusedPromiseAmount => $"the promised amount {Amount} is not between nothing and the {Of} owing",
        Because.RefusedNoDispute => "what is disputed is missing (dispute.invoice)",
        Because.RefusedDisputeInvoice => $"invoice {Text} is not open on this account",
        Because.RefusedDisputeAmount => $"the disputed amount {Amount} is not between nothing and the {Of} open on invoice {Text}",
        Because.RefusedCallbackPast => "the time to call back is past (callbackAt)",
        Because.RefusedOutcome => $"{Text}",
        Because.RefusedHoldPast => $"the hold's last day {D} is not after today",
        Because.RefusedNoManager => $"only a manager may {Text}",
        _ => Code.ToString(),
    };

    private string D => Day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private string N => Count.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What kind of thing a record line tells. The names are the stored format.</summary>
public enum RecordKind
{
#pragma warning disable CS1591 // The names are the words of the record.
    Opened,
    Joined,
    Closed,
    Reopened,
    LetterIntended,
    LetterAttempted,
    LetterSent,
    LetterWithdrawn,
    LetterPostponed,
    LetterFailed,
    LetterBounced,
    TaskOpened,
    TaskMoved,
    TaskDone,
    TaskWithdrawn,
    CallMade,
    PromiseMade,
    PromiseKept,
    PromiseBroken,
    Claimed,
    Suspended,
    Resumed,
    Held,
    HoldEnded,
    SupplyStopped,
    SupplyReleased,
    DisputeOpened,
    DisputeEnded,
    Payment,
    Note,
    Ignored,
#pragma warning restore CS1591
}

/// <summary>One line of the append-only record: what was done, who or what did it, when, and why (R40).</summary>
/// <param name="At">When.</param>
/// <param name="By">Who or what.</param>
/// <param name="Kind">What.</param>
/// <param name="Why">The rule and the facts.</param>
/// <param name="Ref">The task, letter, promise or dispute that it speaks of, or null.</param>
public readonly record struct RecordLine(DateTimeOffset At, string By, RecordKind Kind, Why Why, string? Ref = null);
