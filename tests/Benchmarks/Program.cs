using Collections.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- [what ...] [--small]
//   what: decide import scan tenfold webhook worklist lists; all of them without one. --small: a hundredth of the size, to try the benchmarks out.
var small = args.Contains("--small") ? 100 : 1;
var wanted = args.Where(arg => !arg.StartsWith('-')).ToHashSet(StringComparer.Ordinal);
bool Wants(string what) => wanted.Count == 0 || wanted.Contains(what);

Console.WriteLine(Bench.I(
    $"{System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}"));
if (Wants("decide"))
{
    DecideBench.Run(500_000 / small);
}

if (Wants("import"))
{
    await ImportBench.RunAsync(1_000_000 / small);
}

if (Wants("scan") || Wants("tenfold"))
{
    await ScanBench.RunAsync(100_000 / small, Wants("tenfold"));
}

if (Wants("webhook"))
{
    await WebhookBench.RunAsync(50_000 / small);
}

if (Wants("worklist"))
{
    await WorklistBench.RunAsync(1_000_000 / small);
}

if (Wants("lists"))
{
    await ListsBench.RunAsync(100_000 / small);
}

return 0;
