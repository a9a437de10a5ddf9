using Collections.App.Intake;
using Collections.Local.Hosting;
using Collections.StoreContract;

namespace Collections.Local.Tests.Intake;

/// <summary>A real folder.</summary>
public sealed class DirectoryHost : IIntakeHost
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("collections-intake-");

    /// <summary>Where it is.</summary>
    public string Root => Path.Combine(_directory.FullName, "intake");

    public IIntakeFolder Folder { get; private set; } = null!;

    public Task OpenAsync()
    {
        Folder = IntakeDirectory.Open(Root, new DataFolder(Path.Combine(_directory.FullName, "data")));
        return Task.CompletedTask;
    }

    public Task PutAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        return File.WriteAllTextAsync(In(path), text);
    }

    public Task<IReadOnlyList<string>> AllAsync() => Task.FromResult<IReadOnlyList<string>>(
        [.. Directory.GetFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)]);

    public Task<string> ReadAsync(string path) => File.ReadAllTextAsync(In(path));

    /// <summary>The full path of a file.</summary>
    public string In(string path) => Path.Combine(Root, path);

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
