using System.Security.Cryptography;
using System.Text;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Desk;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Web.Answers;
using Collections.Web.Doors;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>Accounts: the list, the view, and what people ask for on one.</summary>
internal static class AccountEndpoints
{
    private const string KeyHeader = "Idempotency-Key";

    public static void Map(IEndpointRouteBuilder clerk, IEndpointRouteBuilder manager)
    {
        MapViews(clerk);
        MapPromises(clerk);
        MapDisputes(clerk);
        MapHolds(clerk);
        MapRest(clerk, manager);
    }

    private static void MapViews(IEndpointRouteBuilder clerk)
    {
        clerk.MapGet("/api/accounts",
            async (string? query, string? cursor, string? limit, IAccountList accountList, CompanySettings company, TimeProvider clock, CancellationToken cancel) =>
            {
                var parameters = new Parameters();
                var (text, from, most) = (parameters.Text("query", query), parameters.Text("cursor", cursor), parameters.Limit(limit));
                parameters.Check();
                return new Answer(await accountList.AccountsAsync(text, from, most, LocalClock.DateAt(clock.GetUtcNow(), company.Place.TimeZone), cancel));
            })
            .Describe("list-accounts", "Accounts by code, with what they owe, their stage and when they are looked at next.")
            .Answers<Page<AccountRowView>>();

        clerk.MapGet("/api/accounts/{account}",
            async (string account, string? asOf, AccountViews views, AccountHistory history, CompanySettings company, CancellationToken cancel) =>
            {
                var parameters = new Parameters();
                var moment = parameters.InstantOrDay("asOf", asOf, company);
                parameters.Check();
                var code = Parameters.FromPath(account);
                return moment is { } then
                    ? new Answer(AccountAsOfView.Of(await history.AtAsync(code, then, cancel)))
                    : new Answer(await views.ViewAsync(code, cancel));
            })
            .Describe("get-account", "All there is to know of an account; with asOf, an instant or a day, its case and record as they stood then. "
                + "A branch's code gives the account that is billed for it.")
            .Answers<AccountView>()
            .AlsoAnswers<AccountAsOfView>();
    }

    private static void MapPromises(IEndpointRouteBuilder clerk) =>
        MapAction(clerk, "promises", "add-promise", "Takes a promise to pay; the ladder waits for its day (R33).", PromiseRequest.Read,
            (request, currency, by, errors) => new PromiseGiven(by, request.Date, request.Amount?.In(currency, "amount", errors)));

    private static void MapDisputes(IEndpointRouteBuilder clerk)
    {
        MapAction(clerk, "disputes", "add-dispute", "Puts a disputed invoice, or a part of it, aside (R4).", DisputeRequest.Read,
            (request, currency, by, errors) => new DisputeRaised(by, request.Details(currency, "", errors)));

        clerk.MapPost("/api/accounts/{account}/disputes/{id}/resolve",
            async (HttpContext http, string account, string id, AccountViews views, AccountActions actions, HttpOptions options, IWorkSignal signal, CancellationToken cancel) =>
            {
                var request = await ReadAsync(http, options, ResolveRequest.Read);
                var code = await CodeAsync(account, views, cancel);
                await actions.ResolveAsync(code, id, request.How == Resolution.Credited, http.Caller().Actor, cancel);
                return await CaseAsync(code, views, signal, cancel);
            })
            .Describe("resolve-dispute", "Ends a dispute: credited, or rejected, and then its amount is chased from the first step (R4).")
            .Takes<ResolveRequest>()
            .Answers<CaseView>();
    }

    private static void MapHolds(IEndpointRouteBuilder clerk)
    {
        MapAction(clerk, "holds", "add-hold", "Holds the case until a day (R36).", HoldRequest.Read,
            (request, _, by, _) => new HoldPlaced(by, request.Reason, request.Owner, request.Until));

        clerk.MapPost("/api/accounts/{account}/holds/{id}/lift",
            async (HttpContext http, string account, string id, AccountViews views, AccountActions actions, IWorkSignal signal, CancellationToken cancel) =>
            {
                var code = await CodeAsync(account, views, cancel);
                await actions.LiftHoldAsync(code, id, http.Caller().Actor, cancel);
                return await CaseAsync(code, views, signal, cancel);
            })
            .Describe("lift-hold", "Lifts a hold before its day (R36).")
            .Answers<CaseView>();
    }

    private static void MapRest(IEndpointRouteBuilder clerk, IEndpointRouteBuilder manager)
    {
        MapAction(clerk, "notes", "add-note", "Keeps a note; the next call begins with it (R24).", NoteRequest.Read,
            (request, _, by, _) => new NoteAdded(by, request.Text));
        MapAction(manager, "supply", "set-supply", "Stops supply, or releases it, by hand (R11).", SupplyRequest.Read,
            (request, _, by, _) => new SupplySet(by, request.Stop));

        clerk.MapPost("/api/accounts/{account}/contacts",
            async (HttpContext http, string account, AccountViews views, AccountActions actions, HttpOptions options, IWorkSignal signal, CancellationToken cancel) =>
            {
                var request = await ReadAsync(http, options, ContactRequest.Read);
                var code = await CodeAsync(account, views, cancel);
                await actions.AddContactAsync(new ContactEntry(code, request.Contact, request.Said), cancel);
                return await CaseAsync(code, views, signal, cancel);
            })
            .Describe("save-contact", "Adds a contact, or changes the one of the same role and name; a case that waited for one goes on (R22).")
            .Takes<ContactRequest>()
            .Answers<CaseView>();
    }

    private static void MapAction<T>(
        IEndpointRouteBuilder routes, string word, string name, string summary, Func<Fields, T> read, Func<T, Currency, Actor, FieldErrors, Happening> happening)
        where T : class =>
        routes.MapPost($"/api/accounts/{{account}}/{word}",
            async (HttpContext http, string account, AccountViews views, AccountActions actions, HttpOptions options, IWorkSignal signal, CancellationToken cancel) =>
            {
                var request = await ReadAsync(http, options, read);
                var standing = await views.StandingAsync(Parameters.FromPath(account), cancel);
                var code = standing.File.Account.Code;
                var errors = new FieldErrors();
                var happened = happening(request, standing.File.Account.Currency, http.Caller().Actor, errors);
                errors.ThrowIfAny();
                await actions.RunAsync(code, happened, KeyOf(http, word), cancel);
                return await CaseAsync(code, views, signal, cancel);
            })
            .Describe(name, summary, $"With the header {KeyHeader} a repeat of the request changes nothing.")
            .Takes<T>()
            .Answers<CaseView>();

    private static async Task<T> ReadAsync<T>(HttpContext http, HttpOptions options, Func<Fields, T> read)
    {
        var errors = new FieldErrors();
        var request = read(await RequestBody.ReadAsync(http, options, errors));
        errors.ThrowIfAny();
        return request;
    }

    private static async Task<string> CodeAsync(string account, AccountViews views, CancellationToken cancel) =>
        (await views.StandingAsync(Parameters.FromPath(account), cancel)).File.Account.Code;

    private static async Task<Answer> CaseAsync(string code, AccountViews views, IWorkSignal signal, CancellationToken cancel)
    {
        await signal.SignalAsync([code], cancel);
        return new Answer(await views.CaseAsync(code, cancel));
    }

    private static string? KeyOf(HttpContext http, string word)
    {
        var key = http.Request.Headers[KeyHeader].ToString();
        return key.Length == 0 ? null : $"{word}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}";
    }
}
