using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Collections.Functions.Tests.Limits;
using Collections.StoreContract;

namespace Collections.Functions.Tests;

/// <summary>
/// A storage emulator. Each is one process with one thread, so there is one for each core; the first test that needs one starts it, and it ends with the run.
/// </summary>
internal sealed class Azurite
{
    private const string Listening = " service is successfully listening at ";

    private const int EmulatorsMax = 4;

    private static readonly Lazy<string?> WhyAbsent = new(FindAbsence);
    private static readonly Lazy<Azurite>[] Emulators =
        [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, EmulatorsMax)).Select(static _ => new Lazy<Azurite>(static () => new Azurite()))];

    private static int _given;

    private Azurite()
    {
        if (WhyAbsent.Value is { } absence)
        {
            throw new InvalidOperationException(absence);
        }

        // Its standard input stays open as long as this process lives; azurite.js ends when it closes.
        var process = Process.Start(new ProcessStartInfo("node", "azurite.js")
        {
            WorkingDirectory = Folder(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("node did not start.");
        var endpoints = Endpoints(process.StandardOutput);
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.StandardInput.Close();
        ConnectionString = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
            + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
            + string.Concat(endpoints.Select(static pair => $"{pair.Key}Endpoint={pair.Value}/devstoreaccount1;"));
    }

    /// <summary>Why tests that need the emulator are skipped: there is none on this machine. Null where they run, under CI=true always.</summary>
    public static string? Absence => Environment.GetEnvironmentVariable("CI") == "true" ? null : WhyAbsent.Value;

    /// <summary>Its connection string. Tests share an emulator: each uses tables of its own (<see cref="NewName"/>).</summary>
    public string ConnectionString { get; }

    /// <summary>One of the emulators, the next in turn.</summary>
    public static Azurite Next() => Emulators[(uint)Interlocked.Increment(ref _given) % (uint)Emulators.Length].Value;

    /// <summary>A name that no other test uses, right for a table and for a queue.</summary>
    public static string NewName() => "t" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>A client of its tables that also keeps the limits of the real service.</summary>
    /// <param name="policy">What else stands between the client and the emulator, or null.</param>
    /// <param name="position">Whether that sees a request once, or each time that it's tried.</param>
    public TableServiceClient Tables(HttpPipelinePolicy? policy = null, HttpPipelinePosition position = HttpPipelinePosition.PerCall)
    {
        var options = new TableClientOptions();
        options.AddPolicy(new AzureLimits(), HttpPipelinePosition.PerCall);
        if (policy is not null)
        {
            options.AddPolicy(policy, position);
        }

        return new TableServiceClient(ConnectionString, options);
    }

    /// <summary>A client of its blobs.</summary>
    public BlobServiceClient Blobs() => new(ConnectionString);

    private static Dictionary<string, string> Endpoints(StreamReader output)
    {
        var endpoints = new Dictionary<string, string>();
        while (endpoints.Count < 3 && output.ReadLine() is { } line)
        {
            var at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at > 0)
            {
                // "Azurite Table service is successfully listening at http://127.0.0.1:40123"
                endpoints[line["Azurite ".Length..at]] = line[(at + Listening.Length)..].Trim();
            }
        }

        return endpoints.Count == 3 ? endpoints : throw new InvalidOperationException("Azurite ended before it listened.");
    }

    private static string? FindAbsence() =>
        !HasNode() ? "Node isn't installed."
        : !Directory.Exists(Path.Combine(Folder(), "node_modules", "azurite")) ? "Azurite isn't installed: run ./test, or npm ci in tests/Azure.Tests."
        : null;

    private static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(static folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

/// <summary>A fact that needs the storage emulator; skipped, with the reason, where there is none.</summary>
internal sealed class AzuriteFactAttribute : FactAttribute
{
    public AzuriteFactAttribute() => Skip = Azurite.Absence;
}

/// <summary>A theory that needs the storage emulator; skipped, with the reason, where there is none.</summary>
internal sealed class AzuriteTheoryAttribute : TheoryAttribute
{
    public AzuriteTheoryAttribute() => Skip = Azurite.Absence;
}

/// <summary>Stands on a class that runs the store's contract on the storage emulator.</summary>
internal sealed class NeedsAzuriteAttribute : StoreNeedsAttribute
{
    public override string? Absence => Azurite.Absence;
}
