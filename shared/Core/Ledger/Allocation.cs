namespace Collections.Core.Ledger;

/// <summary>A part of a payment that settles an invoice.</summary>
/// <param name="Invoice">The invoice's number; its instalments are settled earliest first.</param>
/// <param name="Amount">How much of it; positive.</param>
public sealed record Allocation(string Invoice, Money Amount);

/// <summary>A bill-to account, as far as money needs to know it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Currency">The currency that it trades in.</param>
public readonly record struct BillTo(string Code, Currency Currency);
