using System.Globalization;
using Xunit.Abstractions;

namespace Collections.Local.Tests.Matching;

/// <summary>The proof of the matching: ten thousand payments with thirty-nine kinds of human mess, none applied wrongly, nearly all by themselves.</summary>
/// <remarks>Another seed is tried with the environment variable <c>COLLECTIONS_SEED</c>.</remarks>
public sealed class MatchingProofTests(ITestOutputHelper output)
{
    private const int Payments = 10_000;
    private const double LeastAutomatic = 0.95;
    private const int MostPrinted = 50;

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("COLLECTIONS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20210803;

    [Fact]
    public async Task Matching_TenThousandMessyPayments_NoneWrongAndNearlyAllAutomatic()
    {
        var sizes = new Dice(Seed + 1);
        await using var run = await MatchingRun.OpenAsync(Seed, () => sizes.Below(3) switch { 0 => 1, 1 => sizes.Between(2, 20), _ => sizes.Between(20, 300) });

        await run.RunAsync();

        Assert.Equal(Payments, run.Judged.Count);
        Print(run.Judged);
        var wrong = run.Judged.Where(judged => judged.Verdict == Verdict.Wrong).ToList();
        Assert.True(wrong.Count == 0, $"seed {Seed}: {wrong.Count} applied wrongly:\n{string.Join('\n', wrong.Take(20))}");
        var automatic = Share(run.Judged);
        Assert.True(automatic >= LeastAutomatic, $"seed {Seed}: only {automatic:P2} were applied by themselves");
    }

    [Fact]
    public async Task Matching_SamePaymentsInOtherDeliveries_SameMatchesConfidencesAndReasons()
    {
        var one = await OutcomesAsync(_ => 1);
        var many = await OutcomesAsync(at => 40 + (at % 170));

        Assert.Equal(one, many);

        async Task<List<string>> OutcomesAsync(Func<int, int> size)
        {
            var at = 0;
            await using var run = await MatchingRun.OpenAsync(Seed, () => size(at += 17));
            await run.RunMonthAsync([.. Kinds.All.SelectMany(kind => Enumerable.Repeat(kind, kind.Payments / 10))]);
            return [.. run.Judged.Select(judged => judged.Outcome)];
        }
    }

    private static double Share(IReadOnlyCollection<Judged> judged) => (double)judged.Count(each => each.Verdict == Verdict.Automatic) / judged.Count;

    private void Print(IReadOnlyList<Judged> judged)
    {
        output.WriteLine($"seed {Seed}");
        output.WriteLine($"{"kind",-26} {"payments",8} {"automatic",9} {"suggested",9} {"unmatched",9} {"wrong",5}   what the payer does");
        foreach (var kind in Kinds.All)
        {
            var these = judged.Where(each => each.Kind == kind).ToList();
            Assert.True(these.Count >= 100, $"only {these.Count} of '{kind.Name}'");
            output.WriteLine($"{Line(kind.Name, these)}   {kind.What}");
        }

        var decidable = judged.Where(each => each.Remittance.Truth.MayApply).ToList();
        output.WriteLine(Line("all", judged));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"automatic: {Share(judged):P2} of all, {Share(decidable):P2} of those that a bookkeeper could decide"));
        foreach (var left in judged.Where(each => each.Verdict is not Verdict.Automatic && each.Remittance.Truth.MayApply).Take(MostPrinted))
        {
            output.WriteLine($"{left.Verdict} {left}");
        }
    }

    private static string Line(string name, IReadOnlyCollection<Judged> these)
    {
        int Count(Verdict verdict) => these.Count(each => each.Verdict == verdict);
        return $"{name,-26} {these.Count,8} {Count(Verdict.Automatic),9} {Count(Verdict.Suggested),9} {Count(Verdict.Unmatched),9} {Count(Verdict.Wrong),5}";
    }
}
