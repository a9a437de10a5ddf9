using System.Security.Cryptography;
using System.Text;
using Collections.App;
using Collections.App.Desk;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Files;

namespace Collections.Web.Requests;

/// <summary>A promise to pay (R33).</summary>
/// <param name="Date">The promised day.</param>
/// <param name="Amount">How much; left out for everything owing.</param>
internal sealed record PromiseRequest(DateOnly Date, Amount? Amount = null)
{
    public static PromiseRequest Read(Fields fields) => new(fields.Date("date", isRequired: true) ?? default, fields.Amount("amount"));
}

/// <summary>What a customer disputes (R4).</summary>
/// <param name="Invoice">The invoice.</param>
/// <param name="Amount">The disputed part; left out for all that is open.</param>
/// <param name="Kind">Why; <c>other</c> unless told.</param>
/// <param name="Note">What they said, how the part went back.</param>
/// <param name="Owner">Who settles it; the salesperson unless told.</param>
/// <param name="LookAgainOn">When to look again; the policy's default unless told.</param>
internal sealed record DisputeRequest(
    string Invoice, Amount? Amount = null, DisputeKind? Kind = null, string? Note = null, string? Owner = null, DateOnly? LookAgainOn = null)
{
    public static DisputeRequest Read(Fields fields) => new(
        fields.Text("invoice", Limits.Code, isRequired: true) ?? "", fields.Amount("amount"), fields.Word<DisputeKind>("kind"),
        fields.Text("note", Limits.Note, lines: true), fields.Text("owner", Limits.Name), fields.Date("lookAgainOn"));

    public DisputeDetails Details(Currency currency, string path, FieldErrors errors) => new(
        Invoice, Amount?.In(currency, path + "amount", errors), Kind ?? DisputeKind.Other, Note ?? "", Owner, LookAgainOn);
}

/// <summary>How a dispute ends (R4).</summary>
internal enum Resolution
{
    /// <summary>A credit was posted.</summary>
    Credited,

    /// <summary>It was rejected: its amount is chased again.</summary>
    Rejected,
}

/// <summary>The end of a dispute.</summary>
internal sealed record ResolveRequest(Resolution How)
{
    public static ResolveRequest Read(Fields fields) => new(fields.Word<Resolution>("how", isRequired: true) ?? default);
}

/// <summary>A hold by hand (R36).</summary>
/// <param name="Reason">Why.</param>
/// <param name="Until">The day on which it ends by itself.</param>
/// <param name="Owner">Who looks after it; the caller unless told.</param>
internal sealed record HoldRequest(string Reason, DateOnly Until, string? Owner = null)
{
    public static HoldRequest Read(Fields fields) => new(
        fields.Text("reason", Limits.Note, isRequired: true, lines: true) ?? "", fields.Date("until", isRequired: true) ?? default, fields.Text("owner", Limits.Name));
}

/// <summary>A note for the account.</summary>
internal sealed record NoteRequest(string Text)
{
    public static NoteRequest Read(Fields fields) => new(fields.Text("text", Limits.Note, isRequired: true, lines: true) ?? "");
}

/// <summary>Supply, stopped or released by hand (R11).</summary>
/// <param name="Stop">True to stop, false to release.</param>
internal sealed record SupplyRequest(bool Stop)
{
    public static SupplyRequest Read(Fields fields) => new(fields.Flag("stop", isRequired: true) ?? default);
}

/// <summary>A contact; one of the same role and name is changed: what is not given stays, and <c>null</c> clears (R46).</summary>
/// <param name="Name">The name of a person or a desk.</param>
/// <param name="Role">What they do there; <c>accounts</c> unless told.</param>
/// <param name="Email">The address for letters.</param>
/// <param name="Phone">The number for calls.</param>
/// <param name="Preferred">The preferred channel: email, phone or post.</param>
/// <param name="Language">The language they read, such as <c>en</c>.</param>
internal sealed record ContactRequest(
    string Name, ContactRole? Role = null, string? Email = null, string? Phone = null, string? Preferred = null, string? Language = null)
{
    public static ContactRequest Read(Fields fields)
    {
        var request = new ContactRequest(
            fields.Text("name", Limits.Name, isRequired: true) ?? "", fields.Word<ContactRole>("role"), fields.Text("email", Limits.Name),
            fields.Text("phone", Limits.Code), fields.Text("preferred", Limits.Code), fields.Text("language", Limits.Code))
        {
            Said = (fields.Says("email") ? ContactFields.Email : ContactFields.None) | (fields.Says("phone") ? ContactFields.Phone : ContactFields.None)
                | (fields.Says("preferred") ? ContactFields.Preferred : ContactFields.None) | (fields.Says("language") ? ContactFields.Language : ContactFields.None),
        };
        request.CheckAsImported(fields);
        return request;
    }

    /// <summary>Which of its fields were given.</summary>
    internal ContactFields Said { get; init; } = ContactFields.All;

    public Contact Contact => new(Role ?? ContactRole.Accounts, Name, Email, Phone, Preferred, Language);

    // What a file's contact must be, one given here must be too.
    private void CheckAsImported(Fields fields)
    {
        var row = new[] { new { account = "-", name = "-", role = Role ?? ContactRole.Accounts, email = Email, phone = Phone, preferred = Preferred, language = Language } };
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Json.Write(row)));
        foreach (var read in ContactReader.Read(file, ImportOptions.Canonical))
        {
            if (read.Error is { } error)
            {
                fields.Errors.Add(fields.NameOf(error.Field), error.Why);
            }
        }
    }
}

/// <summary>What came of a task (R25).</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Note">What was said.</param>
/// <param name="Promise">With <c>reached-promise</c>: what was promised.</param>
/// <param name="CallbackAt">With <c>gatekeeper</c>: when to call back; the next office day unless told.</param>
/// <param name="Dispute">With <c>reached-dispute</c>: what is disputed.</param>
/// <param name="Contact">Somebody to reach, found on the way.</param>
internal sealed record CompletionRequest(
    OutcomeKind Outcome, string? Note = null, PromiseRequest? Promise = null, DateTimeOffset? CallbackAt = null, DisputeRequest? Dispute = null,
    ContactRequest? Contact = null)
{
    public static CompletionRequest Read(Fields fields)
    {
        var outcome = fields.Word<OutcomeKind>("outcome", isRequired: true) ?? default;
        var note = fields.Text("note", Limits.Note, lines: true);
        var promise = fields.Object("promise") is { } p ? PromiseRequest.Read(p) : null;
        var callback = fields.Instant("callbackAt");
        var dispute = fields.Object("dispute") is { } d ? DisputeRequest.Read(d) : null;
        var contact = fields.Object("contact") is { } c ? ContactRequest.Read(c) : null;
        fields.Errors.ThrowIfAny(fields.Has("outcome") && fields.Errors.OnlyLacks ? 422 : 400);
        return new CompletionRequest(outcome, note, promise, callback, dispute, contact);
    }

    /// <summary>What the desk takes; ends the request with every part that the outcome lacks.</summary>
    public Completion ToCompletion(Currency currency)
    {
        var errors = new FieldErrors();
        var amount = Promise?.Amount?.In(currency, "promise.amount", errors);
        var details = Dispute?.Details(currency, "dispute.", errors);
        if (Outcome == OutcomeKind.ReachedPromise && Promise is null)
        {
            errors.AddLack("promise.date", "is required: reached-promise says on which day they pay");
        }

        if (Outcome == OutcomeKind.ReachedDispute && Dispute is null)
        {
            errors.AddLack("dispute.invoice", "is required: reached-dispute says what they dispute");
        }

        errors.ThrowIfAny(422);
        var outcome = new Outcome(Outcome, Note ?? "", Promise?.Date, amount, CallbackAt, details);
        return new Completion(outcome, Contact?.Contact, HashOf(this)) { SaidOfContact = Contact?.Said ?? ContactFields.None };
    }

    private static string HashOf(CompletionRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json.Write(request))).AsSpan(0, 16));
}

/// <summary>A scan (R5).</summary>
/// <param name="AsOf">The day as of which to look; today unless told.</param>
/// <param name="DryRun">True to decide the same and write nothing.</param>
/// <param name="Policy">The policy; the default one unless told.</param>
internal sealed record ScanRequest(DateOnly? AsOf = null, bool? DryRun = null, string? Policy = null)
{
    public static ScanRequest Read(Fields fields) => new(fields.Date("asOf"), fields.Flag("dryRun"), fields.Text("policy", Limits.Code));
}

/// <summary>A payment allocated by hand; what it settled before is replaced.</summary>
/// <param name="Allocations">What it settles, of one account or of several.</param>
/// <param name="Account">The account that has the rest as unapplied credit; that of the first invoice, unless told.</param>
internal sealed record AllocateRequest(IReadOnlyList<AllocationPart> Allocations, string? Account = null)
{
    public static AllocateRequest Read(Fields fields) =>
        new([.. fields.Objects("allocations", most: 1_000).Select(AllocationPart.Read)], fields.Text("account", Limits.Code));
}

/// <summary>One of the accounts that are suggested.</summary>
/// <param name="Account">The account's code.</param>
internal sealed record AccountRequest(string? Account = null)
{
    public static AccountRequest Read(Fields fields)
    {
        var request = new AccountRequest(fields.Text("account", Limits.Code));
        fields.Errors.ThrowIfAny();
        return request;
    }
}

/// <summary>A payment that is no customer's.</summary>
/// <param name="Note">What it is.</param>
internal sealed record SetAsideRequest(string Note)
{
    public static SetAsideRequest Read(Fields fields) => new(fields.Text("note", Limits.Name, isRequired: true) ?? "");
}

/// <summary>The payment that money which came back undoes.</summary>
/// <param name="Payment">Its id: the feed's name, a colon and the bank's id.</param>
internal sealed record UndoesRequest(string Payment)
{
    public static UndoesRequest Read(Fields fields) => new(fields.Text("payment", Limits.Name + Limits.Code, isRequired: true) ?? "");
}

/// <summary>A part of a payment that settles an invoice.</summary>
/// <param name="Invoice">The invoice.</param>
/// <param name="Amount">How much of it.</param>
internal sealed record AllocationPart(string Invoice, Amount Amount)
{
    public static AllocationPart Read(Fields fields) =>
        new(fields.Text("invoice", Limits.Code, isRequired: true) ?? "", fields.Amount("amount", isRequired: true) ?? default);
}

/// <summary>A moment to move the virtual clock to.</summary>
internal sealed record ClockRequest(DateTimeOffset To)
{
    public static ClockRequest Read(Fields fields) => new(fields.Instant("to", isRequired: true) ?? default);
}

/// <summary>The most characters of texts in requests.</summary>
internal static class Limits
{
    public const int Code = 64;
    public const int Name = 200;
    public const int Note = 4_000;
}
