using System.Globalization;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.App.Http;

/// <summary>A payment.</summary>
/// <param name="Id">The feed's name, a colon and the bank's id.</param>
/// <param name="BookedOn">When the bank booked it.</param>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="Status">Whether it is known whose it is.</param>
/// <param name="Account">The account, or null.</param>
/// <param name="Allocations">What it settled.</param>
/// <param name="Unapplied">The part that settled nothing.</param>
/// <param name="Why">Why it was matched so, or not.</param>
/// <param name="Reversed">True if it came back (R37).</param>
internal sealed record PaymentView(
    string Id, DateOnly BookedOn, DateTimeOffset ReceivedAt, Money Amount, string? Reference, string? Payer, PaymentState Status, string? Account,
    IReadOnlyList<Allocation> Allocations, Money Unapplied, string Why, bool Reversed)
{
    public static PaymentView Of(PaymentRow payment) => new(
        payment.Id, payment.BookedOn, payment.ReceivedAt, payment.Amount, payment.Reference, payment.Payer, payment.State, payment.Account,
        payment.Allocations, payment.Unapplied, payment.Why, payment.Reversed);
}

/// <summary>Payments, and whose they are.</summary>
internal static class PaymentEndpoints
{
    public static void Map(IEndpointRouteBuilder clerk)
    {
        clerk.MapGet("/api/payments",
            async (string? status, string? account, string? cursor, string? limit, IDeskStore desk, CancellationToken cancel) =>
            {
                var parameters = new Parameters();
                var state = parameters.Word<PaymentState>("status", status);
                var (code, from, most) = (parameters.Text("account", account), parameters.Text("cursor", cursor), parameters.Limit(limit));
                parameters.Check();
                var page = await desk.PaymentsAsync(state, code, from, most, cancel);
                return new Answer(new Page<PaymentView>([.. page.Items.Select(PaymentView.Of)], page.Next));
            })
            .Describe("list-payments", "Payments, newest first.")
            .Answers<Page<PaymentView>>();

        clerk.MapPost("/api/payments/{id}/allocate",
            async (HttpContext http, string id, IDeskStore desk, BankDesk bank, HttpOptions options, IPoke poke, CancellationToken cancel) =>
            {
                var errors = new FieldErrors();
                var request = AllocateRequest.Read(await RequestBody.ReadAsync(http, options, errors));
                errors.ThrowIfAny();
                var payment = await FindAsync(Parameters.FromPath(id), desk, cancel);
                var allocations = Allocations(request, payment);
                if (await bank.DecideAsync(payment.Id, new PaymentDecision.Allocate(allocations, Account: null, Learn: []), http.Caller().Actor, cancel) is { } why)
                {
                    throw new ProblemException(StatusCodes.Status422UnprocessableEntity, why, rule: "R3");
                }

                await poke.PokeAsync([], cancel);
                return new Answer(PaymentView.Of(await FindAsync(payment.Id, desk, cancel)));
            })
            .Describe("allocate-payment", "Says which invoices a payment settles, in place of what it settled before; the rest is unapplied credit (R3).")
            .Takes<AllocateRequest>()
            .Answers<PaymentView>();
    }

    private static async Task<PaymentRow> FindAsync(string id, IDeskStore desk, CancellationToken cancel) =>
        await desk.PaymentAsync(id, cancel) ?? throw new ProblemException(StatusCodes.Status404NotFound, $"there is no payment {id}");

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
