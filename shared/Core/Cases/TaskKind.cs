namespace Collections.Core.Cases;

/// <summary>What a task asks of a person.</summary>
public enum TaskKind
{
    /// <summary>Call the customer.</summary>
    Call,

    /// <summary>Visit the customer, salesperson and collector together (R30).</summary>
    Visit,

    /// <summary>Allocate a credit that covers what is owing (R3).</summary>
    Allocate,

    /// <summary>Find somebody to write to (R22), or the right address (R35).</summary>
    FindContact,

    /// <summary>Find another number: ask the salesperson, then search the web (R27).</summary>
    FindNumber,

    /// <summary>A manager reviews the steps taken, calls, and gives a last date (R15, R33).</summary>
    ManagementCall,

    /// <summary>The boss calls, the same day (R28).</summary>
    BossCall,

    /// <summary>Look up whether a letter went out: the machine cannot tell (design: no letter twice).</summary>
    CheckLetter,

    /// <summary>The bank feed is silent; payments are not seen (R20).</summary>
    StaleBank,

    /// <summary>Look whether a payment is theirs: it probably is, and nobody is chased until somebody has said so (R20).</summary>
    MatchPayment,

    /// <summary>Look at a dispute again (R4).</summary>
    Dispute,

    /// <summary>Answer a customer who wants to pay by instalments (R34).</summary>
    Plan,

    /// <summary>Hand the debt over to the agency (R13).</summary>
    Agency,

    /// <summary>Something went wrong that only a person can set right; the task says what.</summary>
    Attention,
}

/// <summary>Whose task it is.</summary>
public enum Role
{
    /// <summary>A collections clerk.</summary>
    Clerk,

    /// <summary>A manager.</summary>
    Manager,

    /// <summary>The account's salesperson.</summary>
    Sales,
}
