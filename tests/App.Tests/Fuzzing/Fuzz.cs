using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Collections.App.Tests.Fuzzing;

/// <summary>Bytes that nobody should send, by seed, and what reading them may cost. <c>COLLECTIONS_FUZZ</c> sets how many cases, <c>COLLECTIONS_FUZZ_SEED</c> the first seed.</summary>
internal sealed class Fuzz
{
    // What a reader needs for nothing at all: buffers, tables of names, an exception with its stack.
    private const long BytesAtFirst = 1_500_000;
    private const long BytesPerByte = 4_000;

    // No test of speed: it tells an input that never ends from one that was unlucky with the machine.
    private static readonly TimeSpan Endless = TimeSpan.FromSeconds(30);

    private long _allocated;
    private double _mostPerByte;
    private TimeSpan _slowest;
    private int _cases;
    private int _refused;

    public static int Cases { get; } = Setting("COLLECTIONS_FUZZ", 20_000);

    public static int FirstSeed { get; } = Setting("COLLECTIONS_FUZZ_SEED", 0);

    /// <summary>A sample with up to six changes; once in a while a piece of it comes thousands of times.</summary>
    public static byte[] Mutated(Random random, string[] samples, string[] pieces)
    {
        var bytes = Encoding.UTF8.GetBytes(samples[random.Next(samples.Length)]).ToList();
        for (var n = random.Next(0, 6); n > 0; n--)
        {
            Change(bytes, random, pieces);
        }

        if (random.Next(1_000) == 0)
        {
            var from = random.Next(bytes.Count + 1);
            var piece = bytes.GetRange(from, Math.Min(random.Next(1, 400), bytes.Count - from));
            bytes.InsertRange(from, Enumerable.Repeat(piece, random.Next(200, 2_000)).SelectMany(same => same));
        }

        return [.. bytes];
    }

    /// <summary>Reads a case on this thread, and checks what it took.</summary>
    /// <param name="seed">The case's seed, for who looks for it.</param>
    /// <param name="input">The input.</param>
    /// <param name="isRead">Reads it; false if it was refused.</param>
    public void Run(int seed, byte[] input, Func<byte[], bool> isRead)
    {
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        try
        {
            _refused += isRead(input) ? 0 : 1;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {Shown(input)}: {e}"));
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            allocated <= BytesAtFirst + (BytesPerByte * input.Length),
            string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {allocated:N0} bytes for {input.Length:N0}: {Shown(input)}"));
        Assert.True(watch.Elapsed < Endless, string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {watch.Elapsed} for {input.Length:N0} bytes: {Shown(input)}"));
        _cases++;
        _allocated += allocated;
        _mostPerByte = Math.Max(_mostPerByte, (double)allocated / Math.Max(input.Length, 1));
        _slowest = watch.Elapsed > _slowest ? watch.Elapsed : _slowest;
    }

    /// <summary>Prints what it came to.</summary>
    public void Print(ITestOutputHelper output, string what) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: {_cases:N0} cases from seed {FirstSeed}, {_refused:N0} refused as a whole; {_allocated / Math.Max(_cases, 1):N0} bytes a case, at most {_mostPerByte:N0} a byte of input; slowest {_slowest.TotalMilliseconds:N0} ms; peak working set {Process.GetCurrentProcess().PeakWorkingSet64 / 1_048_576:N0} MiB"));

    /// <summary>An input in a message; the seed gives the whole.</summary>
    public static string Shown(byte[] input) => Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 4_000)));

    private static void Change(List<byte> bytes, Random random, string[] pieces)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(6))
        {
            case 0:
                bytes.RemoveRange(at, Math.Min(random.Next(40), bytes.Count - at));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                var from = random.Next(bytes.Count + 1);
                bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(200), bytes.Count - from)));
                break;
            case 3 when random.Next(10) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]));
                break;
        }
    }

    private static int Setting(string name, int unless) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : unless;
}
