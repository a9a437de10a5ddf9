using System.Collections.Immutable;
using Collections.Core.Calendars;

namespace Collections.Core.Ledger;

/// <summary>A customer who buys on credit.</summary>
/// <remarks>
/// An account trades in one currency; an invoice in another belongs to an account of its own (decision 0003).
/// </remarks>
public sealed record Account
{
    /// <summary>The account's code in the seller's books, 1 to 64 characters.</summary>
    public required string Code { get; init; }

    /// <summary>The customer's name, as letters address it.</summary>
    public required string Name { get; init; }

    /// <summary>The one currency in which the account trades.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The payment terms (R2).</summary>
    public required Terms Terms { get; init; }

    /// <summary>The policy's name, or null for the company's default.</summary>
    public string? Policy { get; init; }

    /// <summary>Where the account's office is: its holidays and its time zone.</summary>
    public required Place Place { get; init; }

    /// <summary>The account that is billed for this branch, or null if it is billed itself (R6).</summary>
    public string? BillingAccount { get; init; }

    /// <summary>The salesperson who looks after the account; owns its disputes (R4).</summary>
    public string? SalesRep { get; init; }

    /// <summary>The credit limit, or null for none.</summary>
    public Money? CreditLimit { get; init; }

    /// <summary>The language of letters, as an ISO 639 code; <c>en</c> unless told.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The first day of trading, or null if not known.</summary>
    public DateOnly? CustomerSince { get; init; }

    /// <summary>What the books say of the account: <c>active</c>, <c>closed</c> or another word of the seller's.</summary>
    public string Status { get; init; } = "active";

    /// <summary>The account's own notes, shown first in every call task (R24).</summary>
    public string Notes { get; init; } = "";

    /// <summary>Who can be reached.</summary>
    public ImmutableArray<Contact> Contacts { get; init; } = [];

    /// <summary>How the customer has paid so far.</summary>
    public PaymentHistory History { get; init; }

    /// <summary>The contact for letters and calls: accounts, else admin; never sales by default (R22). Null if there is neither.</summary>
    public Contact? ContactFor(ContactRole first = ContactRole.Accounts) =>
        Find(first) ?? Find(ContactRole.Admin);

    private Contact? Find(ContactRole role)
    {
        foreach (var contact in Contacts)
        {
            if (contact.Role == role)
            {
                return contact;
            }
        }

        return null;
    }
}

/// <summary>What a contact does at the customer's.</summary>
public enum ContactRole
{
    /// <summary>Accounts payable: the first choice for every letter and call.</summary>
    Accounts,

    /// <summary>Office administration: the second choice.</summary>
    Admin,

    /// <summary>The owner.</summary>
    Owner,

    /// <summary>The sales contact, who is never written to by default (R22).</summary>
    Sales,

    /// <summary>Anybody else.</summary>
    Other,
}

/// <summary>A person or a desk at the customer's.</summary>
/// <param name="Role">What they do there.</param>
/// <param name="Name">Their name, or the desk's.</param>
/// <param name="Email">The address for letters, or null.</param>
/// <param name="Phone">The number for calls, or null.</param>
/// <param name="Preferred">The preferred channel, <c>email</c>, <c>phone</c> or <c>post</c>; null for email.</param>
/// <param name="Language">The language they read, as an ISO 639 code; null for the account's.</param>
/// <param name="Bounced">True once the email address has bounced (R35); a letter is not sent there again.</param>
public sealed record Contact(
    ContactRole Role, string Name, string? Email, string? Phone, string? Preferred = null, string? Language = null, bool Bounced = false)
{
    /// <summary>True if a letter can go to this contact.</summary>
    public bool TakesLetters => Email is { Length: > 0 } && !Bounced;
}
