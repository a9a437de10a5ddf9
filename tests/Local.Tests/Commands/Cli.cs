using Collections.Local.Commands;

namespace Collections.Local.Tests.Commands;

/// <summary>The command line in process, over a folder of its own.</summary>
public sealed class Cli : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collections-cli-");

    /// <summary>A data folder.</summary>
    public string Data => In("data");

    public string In(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file and answers its path.</summary>
    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(In(name), text);
        return In(name);
    }

    public static async Task<Answer> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(args, output, error, CancellationToken.None);
        return new Answer(code, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public sealed record Answer(int Code, string Output, string Error);
}
