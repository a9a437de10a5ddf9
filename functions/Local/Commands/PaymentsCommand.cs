using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Collections.App;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Hosting;
using Collections.Local.Terminal;
using Newtonsoft.Json;

namespace Collections.Local.Commands;

/// <summary><c>payments</c>: lists payments with whose they may be, and takes what a person says of one.</summary>
internal static class PaymentsCommand
{
    private const int Usual = 100;

    private delegate Task<PaymentRow> Step(PaymentDesk desk, string id, Actor by, CancellationToken cancel);

    public static Command Create(Screen screen)
    {
        var command = new Command("payments", "Lists payments, the newest first: those that nobody has matched, with whose they may be, unless told otherwise.")
        {
            Allocate(screen), Accept(screen), Undo(screen), Reject(screen), SetAside(screen),
        };
        var status = new Option<PaymentState?>("--status")
        {
            Description = "unmatched, matched or ignored; unmatched, or with --account all, unless told", HelpName = "STATUS", CustomParser = ParseStatus,
        };
        var account = Account("those of this account");
        var limit = new Option<int>("--limit") { Description = "so many at most", HelpName = "N", DefaultValueFactory = _ => Usual };
        var (data, json) = (Options.Data(), Options.Json());
        command.Add(status);
        command.Add(account);
        command.Add(limit);
        command.Add(data);
        command.Add(json);
        command.SetAction((parsed, cancel) =>
        {
            var code = parsed.GetValue(account);
            var state = parsed.GetValue(status) ?? (code is null ? PaymentState.Unmatched : null);
            return ListAsync(screen, new DataFolder(parsed.GetValue(data)!), state, code, Math.Clamp(parsed.GetValue(limit), 1, 500), parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static Command Allocate(Screen screen)
    {
        var parts = new Argument<(string Invoice, decimal Amount)[]>("INVOICE=AMOUNT")
        {
            Description = "what it settles, of one account or of several; none where all of it is credit of --account", Arity = ArgumentArity.ZeroOrMore, CustomParser = ParseParts,
        };
        var account = Account("who has what is left, as credit; the account of the first invoice unless told");
        var command = new Command("allocate", "Says which invoices a payment settles, in place of what it settled before. The payer is known by it from now on.");
        return Finish(screen, command, [parts], [account], parsed => async (desk, id, by, cancel) =>
        {
            var payment = await desk.LookAsync(id, cancel);
            return await desk.AllocateAsync(id, [.. parsed.GetValue(parts)!.Select(part => Of(part, payment))], parsed.GetValue(account), by, cancel);
        });
    }

    private static Command Accept(Screen screen)
    {
        var account = Account("whose suggestion is meant; the best unless told");
        return Finish(screen, new Command("accept", "Applies a payment as it is suggested."), [], [account],
            parsed => (desk, id, by, cancel) => desk.AcceptAsync(id, parsed.GetValue(account), by, cancel));
    }

    private static Command Undo(Screen screen) => Finish(
        screen, new Command("undo", "Takes a payment from where it is, or was set aside: it is nobody's again, and what it settled is owing."), [], [],
        _ => (desk, id, by, cancel) => desk.UndoAsync(id, by, cancel));

    private static Command Reject(Screen screen)
    {
        var account = Account("whose it is not; none of those that are suggested unless told");
        return Finish(screen, new Command("reject", "Says whose a payment is not: their letters and calls go on."), [], [account],
            parsed => (desk, id, by, cancel) => desk.RejectAsync(id, parsed.GetValue(account), by, cancel));
    }

    private static Command SetAside(Screen screen)
    {
        var note = new Option<string>("--note") { Description = "what it is: a refund, a loan, the owner's own money", HelpName = "TEXT", Required = true };
        return Finish(screen, new Command("set-aside", "Says that it is no customer's payment."), [], [note],
            parsed => (desk, id, by, cancel) => desk.SetAsideAsync(id, parsed.GetValue(note)!, by, cancel));
    }

    private static Command Finish(Screen screen, Command command, Argument[] arguments, Option[] options, Func<ParseResult, Step> step)
    {
        var id = new Argument<string>("ID") { Description = "the payment: the feed's name, a colon and the bank's id" };
        var by = new Option<string>("--by") { Description = "your name, for the record", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        var data = Options.Data();
        command.Add(id);
        foreach (var argument in arguments)
        {
            command.Add(argument);
        }

        foreach (var option in options)
        {
            command.Add(option);
        }

        command.Add(by);
        command.Add(data);
        command.SetAction(async (parsed, cancel) =>
        {
            var folder = new DataFolder(parsed.GetValue(data)!);
            folder.MustHaveData();
            await using var host = await LocalHost.OpenAsync(new LocalHostOptions(folder), cancel);
            await host.MustNotBePausedAsync(cancel);
            var payment = await step(parsed)(host.Get<PaymentDesk>(), parsed.GetValue(id)!, new Actor(parsed.GetValue(by)!), cancel);
            screen.Say(HowItStands(payment));
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> ListAsync(
        Screen screen, DataFolder data, PaymentState? state, string? account, int limit, bool asJson, CancellationToken cancel)
    {
        data.MustHaveData();
        await using var host = await LocalHost.OpenAsync(new LocalHostOptions(data), cancel);
        var page = await host.Get<IPaymentList>().PaymentsAsync(state, account, cursor: null, limit, cancel);
        var items = await host.Get<PaymentViews>().OfAsync(page.Items, cancel);
        if (asJson)
        {
            screen.Say(Json.Write(new { items, hasMore = page.Next is not null }, Formatting.Indented));
            return ExitCodes.Done;
        }

        screen.Rows(
            ["payment", "booked", "amount", "payer", "reference", "status", "account", "why"],
            items.Select(payment => (IEnumerable<string>)
            [
                payment.Id, payment.BookedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), payment.Amount.ToString(), payment.Payer ?? "",
                payment.Reference ?? "", Words.Of(payment.Status), WhoseOf(payment), payment.Suggestions is [var best, ..] ? best.Why : payment.Why,
            ]));
        screen.Say($"{Screen.Count(items.Count, "payment", "payments")}{(page.Next is null ? "" : "; there are more, see --limit")}");
        return ExitCodes.Done;
    }

    // A question mark where nobody has said so yet, and a word where the account's contacts wait for it.
    private static string WhoseOf(PaymentView payment) => payment.Suggestions is [var best, ..]
        ? string.Create(CultureInfo.InvariantCulture, $"{best.Account}? {best.Confidence} %{(best.Holds ? ", held" : "")}")
        : payment.Account ?? "";

    private static string HowItStands(PaymentRow payment)
    {
        var settled = string.Join(", ", payment.Allocations.Select(part => $"{part.Amount} of {part.Invoice}"));
        return payment.State switch
        {
            PaymentState.Matched => $"{payment.Id}: {payment.Account}'s; settles {(settled.Length > 0 ? settled : "nothing")}; {payment.Unapplied} unapplied",
            PaymentState.Ignored => $"{payment.Id}: {payment.Why}",
            _ => $"{payment.Id}: nobody's{(payment.Suggestions is [var best, ..] ? $"; it may be {best.Account}'s: {best.Why}" : "")}",
        };
    }

    private static Option<string?> Account(string description) => new("--account") { Description = description, HelpName = "CODE" };

    private static Allocation Of((string Invoice, decimal Amount) part, PaymentRow payment) =>
        Money.TryOf(part.Amount, payment.Amount.Currency, out var amount)
            ? new Allocation(part.Invoice, amount)
            : throw new CommandException(string.Create(
                CultureInfo.InvariantCulture, $"{part.Invoice}={part.Amount}: {payment.Amount.Currency} has {payment.Amount.Currency.Decimals} decimals"));

    private static (string Invoice, decimal Amount)[] ParseParts(ArgumentResult result)
    {
        var parts = new List<(string, decimal)>(result.Tokens.Count);
        foreach (var token in result.Tokens)
        {
            var at = token.Value.LastIndexOf('=');
            if (at > 0 && decimal.TryParse(token.Value.AsSpan(at + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0)
            {
                parts.Add((token.Value[..at], amount));
            }
            else
            {
                result.AddError($"'{token.Value}' is not of the form INVOICE=AMOUNT, such as INV-1001=250.00");
            }
        }

        return [.. parts];
    }

    private static PaymentState? ParseStatus(ArgumentResult result)
    {
        if (Words.TryParse<PaymentState>(result.Tokens[0].Value, out var state) && state != PaymentState.Duplicate)
        {
            return state;
        }

        result.AddError($"--status '{result.Tokens[0].Value}' is none of unmatched, matched, ignored");
        return null;
    }
}
