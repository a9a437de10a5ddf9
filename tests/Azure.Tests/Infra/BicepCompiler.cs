using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Collections.Functions.Tests.Infra;

/// <summary>Bicep's own compiler, out of the NuGet package that the tests restore. It asks no network: the types of Azure's resources are inside of it.</summary>
internal static class BicepCompiler
{
    // What the program in the package needs, beside the processor: glibc's loader at the place that is written into it.
    private const string Loader = "/lib64/ld-linux-x86-64.so.2";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly string Program =
        typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == nameof(BicepCompiler)).Value!;

    /// <summary>Why tests that need the compiler are skipped: it doesn't run on this machine. Null where they run, on Linux under CI=true always.</summary>
    public static string? Absence { get; } =
        !OperatingSystem.IsLinux() ? $"The Bicep compiler that the tests restore is that for Linux x64; this is {RuntimeInformation.OSDescription}."
        : Environment.GetEnvironmentVariable("CI") == "true" ? null
        : RuntimeInformation.ProcessArchitecture != Architecture.X64 ? $"The Bicep compiler that the tests restore is that for Linux x64; this is {RuntimeInformation.ProcessArchitecture}."
        : !File.Exists(Loader) ? "The Bicep compiler that the tests restore needs glibc."
        : null;

    /// <summary>Runs it.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">What it is told to do.</param>
    /// <returns>Its errors and warnings, each once; empty where it has none.</returns>
    public static IReadOnlyList<string> Run(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // It is a .NET program, and would look for ICU.
            Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
        }) ?? throw new InvalidOperationException("the Bicep compiler did not start");
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the Bicep compiler did not end: {string.Join(' ', arguments)}");
        }

        var complaints = complained.Result.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        return process.ExitCode == 0 || complaints.Count > 0 ? complaints : [$"the Bicep compiler ended with {process.ExitCode}: {said.Result}"];
    }
}

/// <summary>A fact that needs the Bicep compiler; skipped, with the reason, where it doesn't run.</summary>
internal sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute() => Skip = BicepCompiler.Absence;
}

/// <summary>A theory that needs the Bicep compiler; skipped, with the reason, where it doesn't run.</summary>
internal sealed class BicepTheoryAttribute : TheoryAttribute
{
    public BicepTheoryAttribute() => Skip = BicepCompiler.Absence;
}
