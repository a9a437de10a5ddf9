namespace Collections.Core.Ledger;

/// <summary>The fields of an account that whoever tells of it says something of, be it that there is nothing (R46).</summary>
[Flags]
public enum AccountFields
{
    /// <summary>Nothing but the code: an account that is there stays as it is.</summary>
    None = 0,

    /// <summary>Its name.</summary>
    Name = 1 << 0,

    /// <summary>Its currency.</summary>
    Currency = 1 << 1,

    /// <summary>Its terms.</summary>
    Terms = 1 << 2,

    /// <summary>Its policy.</summary>
    Policy = 1 << 3,

    /// <summary>Its time zone.</summary>
    TimeZone = 1 << 4,

    /// <summary>Its region.</summary>
    Region = 1 << 5,

    /// <summary>The account that is billed for it.</summary>
    BillingAccount = 1 << 6,

    /// <summary>Its salesperson.</summary>
    SalesRep = 1 << 7,

    /// <summary>Its credit limit.</summary>
    CreditLimit = 1 << 8,

    /// <summary>Its status.</summary>
    Status = 1 << 9,

    /// <summary>Its language.</summary>
    Language = 1 << 10,

    /// <summary>Its first day of trading.</summary>
    CustomerSince = 1 << 11,

    /// <summary>Its notes.</summary>
    Notes = 1 << 12,

    /// <summary>All of them.</summary>
    All = (1 << 13) - 1,
}

/// <summary>The fields of a contact that whoever tells of it says something of (R46); account, role and name say which contact it is.</summary>
[Flags]
public enum ContactFields
{
    /// <summary>Nothing: a contact that is there stays as it is.</summary>
    None = 0,

    /// <summary>The address for letters.</summary>
    Email = 1 << 0,

    /// <summary>The number for calls.</summary>
    Phone = 1 << 1,

    /// <summary>The preferred channel.</summary>
    Preferred = 1 << 2,

    /// <summary>The language.</summary>
    Language = 1 << 3,

    /// <summary>All of them.</summary>
    All = (1 << 4) - 1,
}

/// <summary>The fields of an invoice that whoever tells of it says something of (R46), beside its number, account, day and amount.</summary>
[Flags]
public enum InvoiceFields
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>When it falls due: one day, instalments, or as the terms say.</summary>
    Due = 1 << 0,

    /// <summary>What is open of it.</summary>
    Balance = 1 << 1,

    /// <summary>Whether it is a credit note; without it the amount's sign tells, unless it is known for one.</summary>
    Kind = 1 << 2,

    /// <summary>The customer's reference.</summary>
    Reference = 1 << 3,

    /// <summary>The order's number.</summary>
    Order = 1 << 4,

    /// <summary>What is disputed of it.</summary>
    Disputed = 1 << 5,

    /// <summary>Whether and when it was settled in full.</summary>
    Settled = 1 << 6,

    /// <summary>All of them.</summary>
    All = (1 << 7) - 1,
}
