using System.Globalization;
using Collections.App.Clocks;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Web.Answers;
using Collections.Web.Doors;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>Payments, whose they are, and what people say of that. A repeat of what was done is 200 and changes nothing.</summary>
internal static class PaymentEndpoints
{
    private delegate Task<PaymentRow> Step(PaymentDesk desk, string id, Fields body, Actor by, CancellationToken cancel);

    public static void Map(IEndpointRouteBuilder clerk)
    {
        MapLists(clerk);
        MapAllocate(clerk);
        MapStep(clerk, "accept", "Applies a payment as a suggestion says: the best one, or that of `account`.",
            "409 if it waits no more; 422 if that account is not suggested, or the ledger has changed since and what is suggested fits no more.",
            (desk, id, body, by, cancel) => desk.AcceptAsync(id, AccountRequest.Read(body).Account, by, cancel)).MayTake<AccountRequest>();
        MapStep(clerk, "undo", "Takes a payment from where it is, or was set aside: it is nobody's again.",
            "What it settled is owing again; the accounts that had it are refused from now on, and it is matched again to others.",
            (desk, id, _, by, cancel) => desk.UndoAsync(id, by, cancel));
        MapStep(clerk, "reject", "Says that a payment is not `account`'s, or none's of those that are suggested; they are not held any more (R20).",
            "It is matched again, to others. 409 if it is matched: undo that instead.",
            (desk, id, body, by, cancel) => desk.RejectAsync(id, AccountRequest.Read(body).Account, by, cancel)).MayTake<AccountRequest>();
        MapStep(clerk, "set-aside", "Says that it is no customer's payment: a refund, a loan, the owner's own money. Undo brings it back.", null,
            (desk, id, body, by, cancel) => desk.SetAsideAsync(id, Checked(body, SetAsideRequest.Read(body)).Note, by, cancel)).Takes<SetAsideRequest>();
        MapStep(clerk, "undoes", "Says which payment money that came back undoes, where the bank did not (R37).", null,
            (desk, id, body, by, cancel) => desk.UndoesAsync(id, Checked(body, UndoesRequest.Read(body)).Payment, by, cancel)).Takes<UndoesRequest>();
    }

    private static void MapLists(IEndpointRouteBuilder clerk)
    {
        clerk.MapGet("/api/payments",
            async (string? status, string? account, string? cursor, string? limit, IPaymentList paymentList, PaymentViews views, CancellationToken cancel) =>
            {
                var parameters = new Parameters();
                var state = parameters.Word<PaymentState>("status", status);
                var (code, from, most) = (parameters.Text("account", account), parameters.Text("cursor", cursor), parameters.Limit(limit));
                parameters.Check();
                var page = await paymentList.PaymentsAsync(state, code, from, most, cancel);
                return new Answer(new Page<PaymentView>(await views.OfAsync(page.Items, cancel), page.Next));
            })
            .Describe("list-payments", "Payments, newest first.",
                "`status` is matched, unmatched or ignored. Those that are unmatched come with whose they may be, best first.")
            .Answers<Page<PaymentView>>();

        clerk.MapGet("/api/payments/{id}",
            async (string id, PaymentDesk desk, PaymentViews views, CancellationToken cancel) =>
                new Answer(await views.OfAsync(await desk.LookAsync(Parameters.FromPath(id), cancel), cancel)))
            .Describe("get-payment", "A payment; while it is unmatched, with whose it may be as the ledger stands now.")
            .Answers<PaymentView>();
    }

    private static void MapAllocate(IEndpointRouteBuilder clerk) =>
        MapStep(clerk, "allocate", "Says which invoices a payment settles, in place of what it settled before; the rest is unapplied credit (R3).",
            "The invoices may be of several accounts: then the payment is split among them. The rest is `account`'s, or that of the first invoice. The payer is "
            + "known from now on to pay for these accounts.",
            async (desk, id, body, by, cancel) =>
            {
                var request = Checked(body, AllocateRequest.Read(body));
                var payment = await desk.LookAsync(id, cancel);
                return await desk.AllocateAsync(payment.Id, Allocations(request, payment), request.Account, by, cancel);
            })
            .Takes<AllocateRequest>();

    private static RouteHandlerBuilder MapStep(IEndpointRouteBuilder clerk, string word, string summary, string? description, Step step) =>
        clerk.MapPost($"/api/payments/{{id}}/{word}",
            async (HttpContext http, string id, PaymentDesk desk, PaymentViews views, HttpOptions options, IWorkSignal signal, CancellationToken cancel) =>
            {
                var body = await RequestBody.ReadAsync(http, options, new FieldErrors());
                var payment = await step(desk, Parameters.FromPath(id), body, http.Caller().Actor, cancel);

                // It may have been suggested to accounts that are not told here.
                await signal.SignalAsync([], cancel);
                return new Answer(await views.OfAsync(payment, cancel));
            })
            .Describe($"{word}-payment", summary, description)
            .Answers<PaymentView>();

    private static T Checked<T>(Fields body, T request)
    {
        body.Errors.ThrowIfAny();
        return request;
    }

    private static List<Allocation> Allocations(AllocateRequest request, PaymentRow payment)
    {
        var errors = new FieldErrors();
        var allocations = new List<Allocation>(request.Allocations.Count);
        for (var i = 0; i < request.Allocations.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"allocations[{i}].amount");
            if (request.Allocations[i].Amount.In(payment.Amount.Currency, field, errors) is not { } amount)
            {
                continue;
            }

            if (!amount.IsPositive)
            {
                errors.Add(field, "must be more than nothing");
            }

            allocations.Add(new Allocation(request.Allocations[i].Invoice, amount));
        }

        errors.ThrowIfAny();
        return allocations;
    }
}
