using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>Reads files of contacts (R22): CSV or a JSON array, told apart by content.</summary>
public static class ContactReader
{
    // RFC 5321 gives a path 256 octets, its angle brackets among them.
    internal const int MaxEmail = 254;

    // The positions of the fields in Schema.Contacts.
    private const int Account = 0;
    private const int Name = 1;
    private const int Role = 2;
    private const int Email = 3;
    private const int Phone = 4;
    private const int Preferred = 5;
    private const int Language = 6;

    private static readonly string[] Channels = ["email", "phone", "post"];
    private static readonly ContactRole[] Roles = Enum.GetValues<ContactRole>();

    /// <summary>Opens a file of contacts.</summary>
    /// <exception cref="ImportFormatException">The file as a whole cannot be read: empty, a required column missing, options that don't fit it.</exception>
    public static RowStream<ContactRow> Read(Stream stream, ImportOptions options) => LedgerFile.Open(TextOpener.Open(stream), Schema.Contacts, options, [], number: -1, Parse);

    private static ContactRow? Parse(FieldReader f) =>
        f.Required(Account, FieldReader.MaxNumber, out var account)
        && f.Required(Name, FieldReader.MaxName, out var name)
        && ReadRole(f, out var role)
        && ReadEmail(f, out var email)
        && f.Optional(Phone, FieldReader.MaxText, out var phone)
        && ReadPreferred(f, out var preferred)
        && f.Optional(Language, FieldReader.MaxText, out var language)
            ? new ContactRow(account, name, role, email, phone, preferred, language) { Said = SaidIn(f) }
            : null;

    private static ContactFields SaidIn(FieldReader f) =>
        (f.Has(Email) ? ContactFields.Email : ContactFields.None) | (f.Has(Phone) ? ContactFields.Phone : ContactFields.None)
        | (f.Has(Preferred) ? ContactFields.Preferred : ContactFields.None) | (f.Has(Language) ? ContactFields.Language : ContactFields.None);

    private static bool ReadRole(FieldReader f, out ContactRole role)
    {
        role = ContactRole.Other;
        foreach (var known in Roles)
        {
            if (f[Role].Equals(known.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                role = known;
                return true;
            }
        }

        return f.Reject(Role, f[Role].IsEmpty ? "is required" : "is not one of accounts, admin, owner, sales, other");
    }

    private static bool ReadPreferred(FieldReader f, out string? preferred)
    {
        preferred = Channels.FirstOrDefault(c => f[Preferred].Equals(c, StringComparison.OrdinalIgnoreCase));
        return preferred is not null || f[Preferred].IsEmpty || f.Reject(Preferred, "is not one of email, phone, post");
    }

    private static bool ReadEmail(FieldReader f, out string? email) =>
        f.Optional(Email, MaxEmail, out email) && (email is null || IsAddress(email) || f.Reject(Email, "is not an email address"));

    /// <summary>One @ with something on both sides, and nothing that could start another header or another address.</summary>
    internal static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1
            && !text.Any(c => char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>' or '"' or '\\' or '(' or ')' or '[' or ']' or ':');
    }
}
