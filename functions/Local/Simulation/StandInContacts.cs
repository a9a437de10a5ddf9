using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.Local.Simulation;

/// <summary>Gives accounts without a contact one to write to and to call; its addresses lead nowhere (RFC 2606).</summary>
internal static class StandInContacts
{
    private const string Phone = "+61 2 5550 0000";

    /// <summary>Adds what is missing.</summary>
    /// <returns>How many accounts have such a contact now.</returns>
    public static async Task<int> AddAsync(IEnumerable<string> codes, IAccountStore accounts, ILedgerStore ledger, DateTimeOffset now, CancellationToken cancel)
    {
        var missing = new List<ContactEntry>();
        var there = 0;
        foreach (var code in codes)
        {
            var contact = For(code);
            var file = await accounts.ReadAsync(code, cancel);
            if (file?.Account.ContactFor() is not { } known)
            {
                missing.Add(new ContactEntry(code, contact));
            }
            else if (known.Email == contact.Email)
            {
                there++;
            }
        }

        await ledger.SaveContactsAsync(missing, now, cancel);
        return there + missing.Count;
    }

    private static Contact For(string code)
    {
        var domain = string.Concat(code.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return new Contact(ContactRole.Accounts, "Accounts", $"accounts@{(domain.Length > 0 ? domain : "customer")}.example", Phone);
    }
}
