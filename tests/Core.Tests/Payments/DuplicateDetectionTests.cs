using System.Globalization;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.Core.Tests.Payments;

/// <summary>When an entry is money that another source told before, and when it is new: what contradicts is never paired.</summary>
public class DuplicateDetectionTests
{
    private static readonly DateOnly Day = new(2021, 8, 3);

    private static readonly BankEntry Entry = new("n1", Day, Money.Of(100m, Currency.Aud), true, null, null, null, null) { Source = "camt.053" };

    private static readonly ToldEntry Told = new("w1", Day, null, null, null, null, null, ["webhook"]);

    [Theory]
    [InlineData("INV-1001", "INV-1001")]
    [InlineData("INV-1001", "Payment of INV-1001, thank you")]
    [InlineData("payment inv 1001", "SVWZ+PAYMENT INV-1001 DATUM 03.08.2021")]
    [InlineData("Payment of invoice INV-1001 by Acme", "PAYMENT OF INVOICE INV-100")]
    [InlineData("GUTSCHRIFT 030821 INV-10017 ACME", "INV-10017 AUGUST")]
    [InlineData("J1", "payment of J1")]
    [InlineData("Rechnung Müller 1001", "RECHNUNG MULLER 1001")]
    [InlineData("RF18 5390 0754 7034", "ref RF18539007547034")]
    [InlineData("INV 17", "INV 17 2021")]
    public void Find_TextsThatAgree_AreTheSameMoney(string one, string other)
    {
        Assert.Equal("w1", Find(Entry with { Reference = one }, Told with { Reference = other }));
        Assert.Equal("w1", Find(Entry with { Reference = other }, Told with { Reference = one }));
    }

    [Theory]
    [InlineData("INV-1001", "INV-1002")]
    [InlineData("J1", "J12")]
    [InlineData("payment of J1", "payment of J12")]
    [InlineData("Invoice 17 August 2021", "Invoice 18 August 2021")]
    [InlineData("Part payment of I-00123, more to come", "TRANSFER 0308 PAYMENT OF I-01234")]
    [InlineData("Part payment of I-00123", "TRANSFER 0308 PAYMENT OF I-01234")]
    [InlineData("Payment of I-1234 with thanks", "TRANSFER 0308 PAYMENT OF I-12345")]
    [InlineData("GUTSCHRIFT 030821 INV-10017", "030821 GUTSCHRIFT INV-10018")]
    [InlineData("GUTSCHRIFT 03.08. INV-1001", "GUTSCHRIFT 03.08. INV-1002")]
    public void Find_NumbersThatDiffer_AreTwoPayments_EvenOfOnePayer(string one, string other)
    {
        var told = Told with { Reference = other, Payer = "Acme", PayerAccount = "DE75512108001245126199" };

        Assert.Null(Find(Entry with { Reference = one, Payer = "Acme", PayerAccount = "DE75512108001245126199" }, told));
        Assert.Null(Find(Entry with { Reference = other }, told with { Reference = one }));
    }

    [Theory]
    [InlineData("Acme Pty Ltd", "ACME", true)]
    [InlineData("Acme Industrial Supp", "Acme Industrial Supplies Pty Ltd", true)]
    [InlineData("Smith, John", "JOHN SMITH", true)]
    [InlineData("Acme Pty Ltd", "Beta Pty Ltd", false)]
    [InlineData("Customer 00123 Pty Ltd", "Customer 01234 Pty", false)]
    public void Find_WithoutTellingNumbers_TheNameDecides(string one, string other, bool isSame)
    {
        Assert.Equal(isSame ? "w1" : null, Find(Entry with { Payer = one }, Told with { Payer = other }));
        Assert.Equal(isSame ? "w1" : null, Find(Entry with { Payer = one, Reference = "Rent" }, Told with { Payer = other, Reference = "Rent" }));
        Assert.Equal("w1", Find(Entry with { Payer = one, Reference = "INV-1001" }, Told with { Payer = other, Reference = "INV-1001" }));
    }

    [Fact]
    public void Find_NameThatStandsInTheOthersText_IsTheSame() =>
        Assert.Equal("w1", Find(Entry with { Reference = "ACME TRADING AUGUST" }, Told with { BookedOn = Day.AddDays(-1), Payer = "Acme Trading", Reference = "rent" }, Told with { Id = "w0" }));

    [Fact]
    public void Find_ANumberThatMayBeADate_ProvesNothingAgainstAName()
    {
        var (entry, told) = (Entry with { Reference = "Part payment of I-00308, more to come" }, Told with { Reference = "TRANSFER 0308 PAYMENT OF I-01234" });

        Assert.Null(Find(entry, told));
        Assert.Null(Find(entry with { Payer = "Customer 00308" }, told with { Payer = "Customer 01234" }));
        Assert.Equal("w1", Find(entry with { Payer = "Acme" }, told with { Payer = "Acme", Reference = "TRANSFER 0308 PAYMENT" }));
    }

    [Theory]
    [InlineData("DE75512108001245126199", "DE75512108001245126199", true)]
    [InlineData("DE75512108001245126199", "0345126199", false)]
    [InlineData("DE75512108001245126199", "1245126199", true)]
    [InlineData("062-000 12345678", "12345678", true)]
    [InlineData("12345678", "87654321", false)]
    [InlineData("XXXX5678", "87654321", true)]
    public void Find_PayersAccount_MustBeTheSameWhereBothAreTold(string one, string other, bool isSame) =>
        Assert.Equal(isSame ? "w1" : null, Find(Entry with { PayerAccount = one, Reference = "INV-1001" }, Told with { PayerAccount = other, Reference = "INV-1001" }));

    [Theory]
    [InlineData("E2E-17", "E2E-17", true)]
    [InlineData("E2E-17", "E2E-18", false)]
    [InlineData("E2E-17", "NOTPROVIDED", true)]
    [InlineData("2021080312345678-0001", "2021080312345678", true)]
    public void Find_EndToEndIds_DecideWhereBothAreTold(string one, string other, bool isSame) =>
        Assert.Equal(isSame ? "w1" : null, Find(Entry with { EndToEndId = one, Payer = "Acme" }, Told with { EndToEndId = other, Payer = "Acme" }));

    [Fact]
    public void Find_BanksReference_IsTheSameWhateverTheTexts()
    {
        Assert.Equal("w1", Find(Entry with { BankReference = "TRX000017", Reference = "INV-1" }, Told with { BankReference = "trx-000017", Reference = "what" }));
        Assert.Equal("TRX000017", Find(Entry with { BankReference = "TRX000017", Reference = "INV-1", Payer = "A" }, Told with { Id = "TRX000017", Reference = "J9", Payer = "B" }));
        Assert.Equal("w1", Find(Entry with { Id = "TRX000017", Reference = "INV-1" }, Told with { BankReference = "TRX000017", Reference = "J9" }));
        Assert.Null(Find(Entry with { BankReference = "17", Reference = "INV-1001" }, Told with { BankReference = "17", Reference = "INV-1002" }));
    }

    [Fact]
    public void Find_BanksReferencesThatDifferBetweenCamtFiles_AreTwoPayments()
    {
        var told = Told with { Sources = ["camt.054"], BankReference = "B1", Payer = "Acme" };

        Assert.Null(Find(Entry with { BankReference = "B2", Payer = "Acme" }, told));
        Assert.Equal("w1", Find(Entry with { BankReference = "B2", Payer = "Acme", Source = "ofx" }, told));
        Assert.Equal("w1", Find(Entry with { Payer = "Acme" }, told));
    }

    [Fact]
    public void Find_StructuredReferences_Decide()
    {
        Assert.Equal("w1", Find(Entry with { StructuredReference = "+++090/9337/55493+++" }, Told with { StructuredReference = "090933755493" }));
        Assert.Equal("w1", Find(Entry with { StructuredReference = "090933755493", Payer = "A" }, Told with { Reference = "+++090/9337/55493+++", Payer = "B" }));
        Assert.Null(Find(Entry with { StructuredReference = "090933755493", Payer = "A" }, Told with { StructuredReference = "090933755594", Payer = "A" }));
    }

    [Fact]
    public void Find_ASourceThatToldItBefore_TellsOfAnother() =>
        Assert.Null(Find(Entry with { Reference = "INV-1001" }, Told with { Reference = "INV-1001", Sources = ["webhook", "camt.053"] }));

    [Fact]
    public void Find_WithoutASource_IsNew() => Assert.Null(Find(Entry with { Source = null, Reference = "INV-1001" }, Told with { Reference = "INV-1001" }));

    [Fact]
    public void Find_EntryOfAnEarlierRelease_PairsOnlyByWhatIsCertain()
    {
        Assert.Null(Find(Entry with { Reference = "INV-1001" }, Told with { Reference = "INV-1001", Sources = [] }));
        Assert.Equal("TRX000017", Find(Entry with { BankReference = "TRX000017" }, Told with { Id = "TRX000017", Sources = [] }));
    }

    [Fact]
    public void Find_NothingTells_PairsOnTheSameDay_OrWhereThereIsNoOther()
    {
        Assert.Equal("w1", Find(Entry, Told));
        Assert.Equal("w1", Find(Entry, Told with { Id = "w2" }, Told));
        Assert.Equal("w1", Find(Entry, Told with { BookedOn = Day.AddDays(2), Reference = "INV-1001" }));
        Assert.Null(Find(Entry, Told with { BookedOn = Day.AddDays(2) }, Told with { Id = "w2", BookedOn = Day.AddDays(-1) }));
        Assert.Null(Find(Entry, Told with { BookedOn = Day.AddDays(5) }));
    }

    [Fact]
    public void Find_OfSeveral_TakesTheBestThenTheNearestThenTheFirst()
    {
        var entry = Entry with { Reference = "INV-1001" };

        Assert.Equal("far", Find(entry, Told with { Reference = "thanks" }, Told with { Id = "far", BookedOn = Day.AddDays(3), Reference = "INV-1001" }));
        Assert.Equal("near", Find(entry, Told with { BookedOn = Day.AddDays(-2), Reference = "INV-1001" }, Told with { Id = "near", BookedOn = Day.AddDays(1), Reference = "INV-1001" }));
        Assert.Equal("w1", Find(entry, Told with { Id = "w3", Reference = "INV-1001" }, Told with { Reference = "INV-1001" }, Told with { Id = "w2", Reference = "INV-1001" }));
    }

    [Fact]
    public void Find_Reversals_AreTheSameIfTheyUndoTheSame_R37()
    {
        var undoes = Entry with { IsCredit = false, ReversalOf = "b1", Reference = "RETURN 1001" };

        Assert.Equal("w1", Find(undoes, Told with { Undoes = "b1", Reference = "chargeback 7" }));
        Assert.Null(Find(undoes, Told with { Undoes = "b2", Reference = "RETURN 1001" }));
        Assert.Equal("w1", Find(undoes with { ReversalOf = "unknown:n1" }, Told with { Undoes = "b2", Reference = "RETURN 1001" }));
    }

    [Fact]
    public void Together_FillsWhatTheFirstLacks()
    {
        var together = DuplicateDetection.Together(
            Entry with { Reference = "INV-10", Payer = "Acme" },
            Entry with { Id = "w1", Reference = "pays INV-1001", Payer = "ACME PTY", EndToEndId = "E2E-1", PayerAccount = "12345678", StructuredReference = "RF18" });

        Assert.Equal(("n1", "pays INV-1001", "Acme", "E2E-1", "12345678", "RF18"), (
            together.Id, together.Reference, together.Payer, together.EndToEndId, together.PayerAccount, together.StructuredReference));
        Assert.Equal(Entry with { Reference = "INV-1" }, DuplicateDetection.Together(Entry with { Reference = "INV-1" }, Entry with { Id = "w1", Reference = "J9" }));
    }

    [Fact]
    public void Find_AnyPaymentsBySomeSourcesInAnyOrder_CountEachOnce()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var real = random.Next(1, 8);
            var reports = Enumerable.Range(0, real).SelectMany(n => ReportsOf(n, random, isTelling: true)).ToArray();
            random.Shuffle(reports);

            Assert.True(real == Counted(reports), string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {Counted(reports)} for {real}: {string.Join("; ", reports.Select(one => one.ToString()))}"));
        }
    }

    [Fact]
    public void Find_WhateverTheTexts_NeverCountsLessThanASourceTells()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var reports = Enumerable.Range(0, random.Next(1, 8)).SelectMany(n => ReportsOf(random.Next(3) == 0 ? 0 : n, random, isTelling: false)).ToArray();
            random.Shuffle(reports);

            Assert.InRange(Counted(reports), reports.GroupBy(one => one.Source).Max(one => one.Count()), reports.Length);
        }
    }

    private static string? Find(BankEntry entry, params ToldEntry[] known)
    {
        var found = DuplicateDetection.Find(entry, known);
        Assert.Equal(found, DuplicateDetection.Find(entry, [.. known.Reverse()]));
        return found;
    }

    // What the stores do: a report that pairs is another report of a known entry, and all else is new.
    private static int Counted(IEnumerable<BankEntry> reports)
    {
        var known = new List<ToldEntry>();
        foreach (var report in reports)
        {
            var at = DuplicateDetection.Find(report, known) is { } id ? known.FindIndex(told => told.Id == id) : -1;
            if (at < 0)
            {
                known.Add(new ToldEntry(report.Id, report.BookedOn, report.Reference, report.Payer, report.PayerAccount, report.EndToEndId, report.BankReference, [report.Source!]));
            }
            else
            {
                known[at] = known[at] with { Sources = [.. known[at].Sources, report.Source!] };
            }
        }

        return known.Count;
    }

    private static IEnumerable<BankEntry> ReportsOf(int payment, Random random, bool isTelling)
    {
        string[] sources = ["webhook", "camt.053", "camt.054", "mt940"];
        random.Shuffle(sources);
        var number = string.Create(CultureInfo.InvariantCulture, $"INV-{1000 + (payment * 7)}");
        var reference = $"{number} with thanks, see the list of August";
        foreach (var source in sources.Take(random.Next(1, 5)))
        {
            var least = isTelling ? number.Length : 0;
            var cut = reference[..random.Next(least, reference.Length + 1)];
            var decorated = random.Next(3) switch { 0 => $"SVWZ+{cut}", 1 => $"Transfer 03.08. {cut}", _ => cut };
            yield return new BankEntry(
                $"{source}:{payment}:{random.Next()}", Day.AddDays(random.Next(-2, 3)), Money.Of(100m, Currency.Aud), true, decorated.Trim(),
                random.Next(2) == 0 ? null : "Acme Trading Pty Ltd"[..random.Next(8, 20)], null, null) { Source = source };
        }
    }
}
