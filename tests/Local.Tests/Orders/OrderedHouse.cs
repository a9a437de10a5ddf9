using System.Globalization;
using System.Text;
using Collections.App.Clocks;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Files;
using Collections.Local.Tests.Rules;

namespace Collections.Local.Tests.Orders;

/// <summary>What can happen to an account in these tests.</summary>
internal enum Event
{
    Invoice,
    PartPayment,
    Payment,
    Credit,
    Reversal,
    Statement,
}

/// <summary>Many accounts in one ledger, each with events of its own in an order of its own; what all of a round bring is brought in at once.</summary>
/// <remarks>Each account's amounts are those of the first times its own factor, so that no two accounts' payments look alike.</remarks>
internal sealed class OrderedHouse(House house, IReadOnlyList<Event[]> sequences)
{
    private const string Feed = "bank";
    private const int Chunk = 2_000;
    private const int MostPasses = 10;

    private static readonly DateOnly Booked = new(2021, 8, 2);

    /// <summary>Opens every account of the sequences.</summary>
    public async Task OpenAsync()
    {
        var accounts = new StringBuilder("account,name,terms,policy\n");
        var contacts = new StringBuilder("account,name,role,email,phone\n");
        for (var i = 0; i < sequences.Count; i++)
        {
            accounts.Append(CultureInfo.InvariantCulture, $"{Code(i)},{Payer(i)},net 30,three-calls\n");
            contacts.Append(CultureInfo.InvariantCulture, $"{Code(i)},Ann,accounts,a{i}@example.com,02 5550 0001\n");
        }

        await house.AccountsAsync(accounts.ToString());
        await house.ContactsAsync(contacts.ToString());
    }

    /// <summary>Brings in what every sequence has in a place, and does all that follows from it.</summary>
    public async Task RunRoundAsync(int round)
    {
        var rows = new StringBuilder("invoice,account,issued,amount,due,kind\n");
        var entries = new List<BankEntry>();
        var lines = new StringBuilder();
        for (var i = 0; i < sequences.Count; i++)
        {
            if (round < sequences[i].Length)
            {
                Add(sequences[i][round], i, rows, entries, lines);
            }
        }

        await house.InvoicesAsync(rows.ToString());
        foreach (var chunk in entries.Chunk(Chunk))
        {
            await house.Get<BankDesk>().ReceiveAsync(Feed, house.Clock.GetUtcNow(), chunk, default);
        }

        if (lines.Length > 0)
        {
            await LoadAsync(lines.ToString());
        }

        await RematchAsync();
        await house.Get<Collector>().RunDueAsync(default);
        await ScanAsync();
        await house.Get<Collector>().RunDueAsync(default);
    }

    /// <summary>Lets so many days pass, of which the bank says every morning that nothing came.</summary>
    public async Task WaitAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            await house.Get<Collector>().RunToAsync(house.Clock, house.Clock.GetUtcNow().AddDays(1), default);
            await house.Get<BankDesk>().ReceiveAsync(Feed, house.Clock.GetUtcNow(), [], default);
        }

        await house.Get<Collector>().RunDueAsync(default);
    }

    /// <summary>How each account stands: its money, its payments and its case.</summary>
    public async Task<IReadOnlyList<string>> StandingsAsync()
    {
        var payments = await PaymentsAsync();
        var standings = new List<string>(sequences.Count);
        for (var i = 0; i < sequences.Count; i++)
        {
            var file = (await house.Store.ReadAsync(Code(i), default))!;
            standings.Add($"{MoneyOf(file, i)}; {string.Join(", ", payments[i].Order(StringComparer.Ordinal))}; {CaseOf(file.Case)}; inbox {file.Inbox.Count}");
        }

        return standings;
    }

    private static string Code(int i) => string.Create(CultureInfo.InvariantCulture, $"S{i:00000}");

    private static string Number(int i) => string.Create(CultureInfo.InvariantCulture, $"I-{i:00000}");

    // A name of their own for each: letters in the place of the number's digits.
    private static string Payer(int i) => $"{string.Concat(Code(i)[1..].Select(digit => "BCDFGHKLMN"[digit - '0']))} Trading Pty Ltd";

    private static Money Times(decimal amount, int i) => Money.Of(amount * (i + 1), Currency.Aud);

    private static string Share(Money amount, int i) => (amount.Amount / (i + 1)).ToString("0.##", CultureInfo.InvariantCulture);

    private static void Add(Event what, int i, StringBuilder rows, List<BankEntry> entries, StringBuilder lines)
    {
        switch (what)
        {
            case Event.Invoice:
                rows.Append(CultureInfo.InvariantCulture, $"{Number(i)},{Code(i)},2021-06-30,{Times(1000, i).Amount},2021-07-31,invoice\n");
                break;
            case Event.Credit:
                rows.Append(CultureInfo.InvariantCulture, $"C-{i:00000},{Code(i)},2021-07-10,{Times(150, i).Amount},,credit\n");
                break;
            case Event.PartPayment:
                entries.Add(Paid(i, "part", 400, $"Part payment of {Number(i)}, more to come"));
                break;
            case Event.Payment:
                entries.Add(Paid(i, "rest", 600, $"Payment of {Number(i)}, with thanks"));
                break;
            case Event.Reversal:
                entries.Add(Paid(i, "back", 600, $"RETURNED {Number(i)}") with { BookedOn = Booked.AddDays(1), IsCredit = false, ReversalOf = IdOf(i, "rest") });
                break;
            default:
                lines.Append(Line(i, 400, $"PART PAYMENT OF {Number(i)}")).Append(Line(i, 600, $"TRANSFER OF PAYMENT OF {Number(i)}"));
                break;
        }
    }

    private static string IdOf(int i, string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{i:00000}");

    private static BankEntry Paid(int i, string kind, decimal amount, string reference) =>
        new(IdOf(i, kind), Booked, Times(amount, i), true, reference, Payer(i), null, null) { Source = "webhook" };

    private static string Line(int i, decimal amount, string text) => string.Create(
        CultureInfo.InvariantCulture,
        $"<Ntry><Amt Ccy=\"AUD\">{Times(amount, i).Amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2021-08-03</Dt></BookgDt>"
        + $"<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>{Payer(i)[..17]}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n");

    private async Task LoadAsync(string lines)
    {
        var file = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><Othr><Id>1234 5678</Id></Othr></Id></Acct>\n"
            + lines + "</Stmt></BkToCstmrStmt></Document>";
        var report = await house.Get<StatementDesk>().LoadAsync(
            Feed, new MemoryStream(Encoding.UTF8.GetBytes(file)), ImportOptions.Canonical, new HashSet<string>(StringComparer.Ordinal), progress: null, default);
        Assert.Equal(0, report.RejectedCount);
    }

    private async Task RematchAsync()
    {
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var changed = 0;
            foreach (var chunk in (await house.Store.WaitingAsync(int.MaxValue, default)).Chunk(Chunk))
            {
                changed += (await house.Store.RematchAsync(chunk, house.Get<IPaymentMatcher>(), house.Clock.GetUtcNow(), default)).Count;
            }

            if (changed == 0)
            {
                return;
            }
        }

        Assert.Fail("matching again does not end");
    }

    // As a host does that spreads a scan: run again, it opens nothing twice.
    private async Task ScanAsync()
    {
        var policy = house.Get<PolicyBook>().Find("three-calls")!;
        var bank = await house.Get<Collector>().BankAsync(default);
        var total = await house.Get<Scanner>().TotalAsync(policy, default);
        foreach (var codes in Enumerable.Range(0, sequences.Count).Select(Code).Chunk(Chunk))
        {
            await house.Get<Scanner>().RunBatchAsync(policy, house.Today, total, codes, bank, default);
        }
    }

    // Each payment's texts name its invoice, whichever source told it first.
    private async Task<List<string>[]> PaymentsAsync()
    {
        var payments = new List<string>[sequences.Count];
        for (var i = 0; i < payments.Length; i++)
        {
            payments[i] = [];
        }

        string? cursor = null;
        do
        {
            var page = await house.Store.PaymentsAsync(null, null, cursor, 500, default);
            foreach (var row in page.Items)
            {
                var at = row.Reference!.IndexOf("I-", StringComparison.Ordinal) + 2;
                var i = int.Parse(row.Reference.AsSpan(at, 5), NumberStyles.None, CultureInfo.InvariantCulture);
                payments[i].Add(Show(row, i));
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        return payments;
    }

    // What came back settles nothing, whether it had been matched before or not.
    private static string Show(PaymentRow row, int i) =>
        row.IsReversal ? $"back {Share(row.Amount, i)} {(row.Undoes is null ? "unknown" : "known")}"
        : row.Reversed ? $"reversed {Share(row.Amount, i)}"
        : $"{Words.Of(row.State)} {Share(row.Amount, i)} left {Share(row.Unapplied, i)} for {string.Join('+', row.Allocations.Select(part => Share(part.Amount, i)))}";

    private static string MoneyOf(AccountFile file, int i) =>
        $"open {string.Join('+', file.Invoices.OrderBy(one => one.Number, StringComparer.Ordinal).Select(one => $"{one.Number[0]}{Share(one.Open, i)}"))}, unapplied {Share(file.UnappliedPayments, i)}";

    private static string CaseOf(Case @case)
    {
        var suspected = @case.Suspected.Length == 0 ? "" : $"suspected {@case.Suspected.Length}";
        if (!@case.IsOpen)
        {
            return $"no case{suspected}";
        }

        var ladders = string.Join('+', @case.Ladders.Select(ladder => $"{ladder.Rung} {ladder.State}"));
        return $"case at {ladders}, pause {@case.Pause.Kind}, tasks {string.Join('+', @case.Tasks.Select(task => task.Kind).Order())} {suspected}";
    }
}
