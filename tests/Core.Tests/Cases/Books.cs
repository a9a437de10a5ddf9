using System.Collections.Immutable;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Tests.Calendars;

namespace Collections.Core.Tests.Cases;

/// <summary>A ledger of one account in Sydney, and what the decider's effects change of it.</summary>
internal sealed class Books
{
    public static readonly Place Sydney = new(Region.NewSouthWales, Dates.Sydney);

    private readonly List<Invoice> _invoices = [];
    private readonly List<Dispute> _disputes = [];

    public Account Account { get; set; } = new()
    {
        Code = "A",
        Name = "Able Bakers",
        Currency = Currency.Aud,
        Terms = Terms.EndOfMonth30,
        Place = Sydney,
        SalesRep = "Sam",
        Contacts = [new Contact(ContactRole.Accounts, "Ann", "ann@able.example", "02 5550 0001")],
    };

    public IReadOnlyList<Invoice> Invoices => _invoices;

    public Money Unapplied { get; set; } = Aud(0);

    public static Money Aud(decimal amount) => Money.Of(amount, Currency.Aud);

    public void Add(Invoice invoice) => _invoices.Add(invoice);

    public void Add(string number, DateOnly issued, DateOnly due, decimal amount) =>
        Add(new Invoice { Number = number, Issued = issued, Due = due, Amount = Aud(amount), LedgerBalance = Aud(amount), Allocated = Aud(0) });

    /// <summary>Allocates money to an invoice; negative takes it away again.</summary>
    public void Allocate(string number, Money amount)
    {
        var i = _invoices.FindIndex(invoice => invoice.Number == number);
        _invoices[i] = _invoices[i] with { Allocated = _invoices[i].Allocated + amount };
    }

    public Position On(DateOnly day, Policy policy) =>
        Position.Of(day, Account.Currency, _invoices, _disputes, Unapplied, policy.Owing, policy.LeadDays);

    public void Follow(IReadOnlyList<Effect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case DisputeOpened opened:
                    _disputes.Add(opened.Dispute);
                    break;
                case DisputeEnded ended:
                    _disputes.RemoveAll(dispute => dispute.Id == ended.DisputeId);
                    break;
                case LetterCameBack back:
                    Account = Account with
                    {
                        Contacts = [.. Account.Contacts.Select(contact => contact.Email == back.Email ? contact with { Bounced = true } : contact)],
                    };
                    break;
            }
        }
    }

    public void SetContact(string? email, string? phone) =>
        Account = Account with { Contacts = ImmutableArray.Create(new Contact(ContactRole.Accounts, "Ann", email, phone)) };
}
