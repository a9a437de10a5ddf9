using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>A contact of an account as a file tells of it (R22). What the file leaves blank, or does not tell, is null.</summary>
/// <param name="Account">The account's number, 1 to 64 characters.</param>
/// <param name="Name">The contact's name, 1 to 200 characters.</param>
/// <param name="Role">What the contact is to the account.</param>
/// <param name="Email">The email address.</param>
/// <param name="Phone">The phone number as written.</param>
/// <param name="Preferred">The preferred channel: <c>email</c>, <c>phone</c> or <c>post</c>.</param>
/// <param name="Language">The language of letters, such as <c>en</c>.</param>
public sealed record ContactRow(
    string Account,
    string Name,
    ContactRole Role,
    string? Email = null,
    string? Phone = null,
    string? Preferred = null,
    string? Language = null)
{
    /// <summary>What the file tells: of a contact that is known the rest stays as it is (R46).</summary>
    public ContactFields Said { get; init; } = ContactFields.All;
}
