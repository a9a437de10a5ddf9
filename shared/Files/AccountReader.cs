using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>Reads files of accounts: CSV or a JSON array, told apart by content.</summary>
public static class AccountReader
{
    // A customer may be older than any of its invoices.
    private const int FirstYear = 1900;

    private const int MaxNotes = 4000;

    // The positions of the fields in Schema.Accounts.
    private const int Account = 0;
    private const int Name = 1;
    private const int CurrencyCode = 2;
    private const int TermsText = 3;
    private const int Policy = 4;
    private const int TimeZone = 5;
    private const int Region = 6;
    private const int BillingAccount = 7;
    private const int SalesRep = 8;
    private const int CreditLimit = 9;
    private const int Status = 10;
    private const int Language = 11;
    private const int CustomerSince = 12;
    private const int Notes = 13;

    private static readonly (int Field, AccountFields Said)[] Optional =
    [
        (TermsText, AccountFields.Terms), (Policy, AccountFields.Policy), (TimeZone, AccountFields.TimeZone), (Region, AccountFields.Region),
        (BillingAccount, AccountFields.BillingAccount), (SalesRep, AccountFields.SalesRep), (CreditLimit, AccountFields.CreditLimit), (Status, AccountFields.Status),
        (Language, AccountFields.Language), (CustomerSince, AccountFields.CustomerSince), (Notes, AccountFields.Notes),
    ];

    /// <summary>Opens a file of accounts.</summary>
    /// <exception cref="ImportFormatException">The file as a whole cannot be read: empty, a required column missing, options that don't fit it.</exception>
    public static RowStream<AccountRow> Read(Stream stream, ImportOptions options) => LedgerFile.Open(TextOpener.Open(stream), Schema.Accounts, options, [CreditLimit], number: -1, Parse);

    private static AccountRow? Parse(FieldReader f)
    {
        if (!f.Required(Account, FieldReader.MaxNumber, out var account)
            || !f.Required(Name, FieldReader.MaxName, out var name)
            || !f.Code(CurrencyCode, out var currency)
            || !ReadTerms(f, out var terms)
            || !f.Optional(Policy, FieldReader.MaxText, out var policy)
            || !f.Optional(TimeZone, FieldReader.MaxText, out var timeZone)
            || !f.Optional(Region, FieldReader.MaxText, out var region)
            || !f.Optional(BillingAccount, FieldReader.MaxNumber, out var billingAccount)
            || !f.Optional(SalesRep, FieldReader.MaxText, out var salesRep)
            || !f.Amount(CreditLimit, ref currency, out var creditLimit)
            || !f.Optional(Status, FieldReader.MaxText, out var status)
            || !f.Optional(Language, FieldReader.MaxText, out var language)
            || !f.Date(CustomerSince, out var customerSince, FirstYear)
            || !f.Lines(Notes, MaxNotes, out var notes))
        {
            return null;
        }

        currency = f.OrDefault(currency);
        if (!f.Fits(CreditLimit, creditLimit, currency) || (creditLimit < 0 && !f.Reject(CreditLimit, "is negative")))
        {
            return null;
        }

        return new AccountRow(
            account, name, currency, terms, policy, timeZone, region, billingAccount, salesRep, creditLimit, status, language, customerSince, notes)
        {
            Said = SaidIn(f, currency),
        };
    }

    // An account always has a currency: a blank says nothing of it.
    private static AccountFields SaidIn(FieldReader f, Currency? currency)
    {
        var said = AccountFields.Name | (currency is null ? AccountFields.None : AccountFields.Currency);
        foreach (var (field, each) in Optional)
        {
            said |= f.Has(field) ? each : AccountFields.None;
        }

        return said;
    }

    private static bool ReadTerms(FieldReader f, out Terms? terms)
    {
        terms = null;
        if (f[TermsText].IsEmpty)
        {
            return true;
        }

        if (f[TermsText].Length > FieldReader.MaxText || !Terms.TryParse(f[TermsText].ToString(), out var read))
        {
            return f.Reject(TermsText, "are no terms such as 'net 30', 'eom+30', 'cod' or 'cash 7'");
        }

        terms = read;
        return true;
    }
}
