using Collections.App.Stores;

namespace Collections.Local.Simulation;

/// <summary>What a replay came to.</summary>
internal sealed record ReplayFigures
{
    public required string Policy { get; init; }

    public required int PolicyVersion { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required int Accounts { get; init; }

    public required int Invoices { get; init; }

    public required int Cases { get; init; }

    public required int CasesClosedPaid { get; init; }

    public required int CasesOpen { get; init; }

    public required int PaidBeforeContact { get; init; }

    public required int Suspended { get; init; }

    public required int Letters { get; init; }

    public required int Calls { get; init; }

    public required int Bounced { get; init; }

    public required int Payments { get; init; }

    public required int PaymentsApplied { get; init; }

    public required int Promises { get; init; }

    public required int PromisesKept { get; init; }

    public required int PromisesBroken { get; init; }

    public required int Disputes { get; init; }

    /// <summary>Letters attempted or calls opened on an account while nothing was owing. The goal is 0 (R20).</summary>
    public required int RemindersAfterPayment { get; init; }

    /// <summary>The most letters that any account got on one day. At most 1 (R21).</summary>
    public required int LettersPerDayMax { get; init; }

    /// <summary>Accounts whose only contact was made up for the replay.</summary>
    public required int StandInContacts { get; init; }

    /// <summary>Rows of the file that were left out.</summary>
    public required int RejectedRows { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    public static ReplayFigures Of(Totals totals, Core.Policies.Policy policy, DateOnly from, DateOnly to, int standIns, int rejectedRows) => new()
    {
        Policy = policy.Name,
        PolicyVersion = policy.Version,
        From = from,
        To = to,
        Accounts = totals.Accounts,
        Invoices = totals.Invoices,
        Cases = totals.Cases,
        CasesClosedPaid = totals.CasesClosedPaid,
        CasesOpen = totals.CasesOpen,
        PaidBeforeContact = totals.PaidBeforeContact,
        Suspended = totals.Suspended,
        Letters = totals.Letters,
        Calls = totals.Calls,
        Bounced = totals.Bounced,
        Payments = totals.Payments,
        PaymentsApplied = totals.PaymentsApplied,
        Promises = totals.Promises,
        PromisesKept = totals.PromisesKept,
        PromisesBroken = totals.PromisesBroken,
        Disputes = totals.Disputes,
        RemindersAfterPayment = totals.RemindersAfterPayment,
        LettersPerDayMax = totals.LettersPerDayMax,
        StandInContacts = standIns,
        RejectedRows = rejectedRows,
    };
}
