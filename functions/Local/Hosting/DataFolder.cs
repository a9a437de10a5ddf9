using Collections.App.Company;

namespace Collections.Local.Hosting;

/// <summary>The one folder in which everything of a company is kept: the database, the outbox, and what the company has changed.</summary>
internal sealed class DataFolder
{
    /// <summary>The folder of a company that names none.</summary>
    public const string Default = "collections-data";

    public DataFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    public string Path { get; }

    public string Database => In("collections.db");

    public string Outbox => In("outbox");

    public string Regions => In("regions");

    public string Policies => In("policies");

    public string Templates => In("templates");

    public string Settings => In(SettingsFile.Name);

    public bool HasDatabase => File.Exists(Database);

    /// <summary>The settings: <c>appsettings.json</c> beside the program, the one in this folder, the environment; the last wins.</summary>
    /// <exception cref="SettingsException">One is not right.</exception>
    public HostSettings LoadSettings(IReadOnlyDictionary<string, string>? environment = null) =>
        HostSettings.Load([System.IO.Path.Combine(AppContext.BaseDirectory, SettingsFile.Name), Settings], environment);

    /// <summary>Says that a command needs data that are there.</summary>
    /// <exception cref="CommandException">They aren't.</exception>
    public void MustHaveData()
    {
        if (!HasDatabase)
        {
            throw new CommandException($"there are no data in {Path}; 'import' loads some, and --data names another folder");
        }
    }

    /// <summary>Makes the folder if it isn't there.</summary>
    /// <exception cref="CommandException">It can't be made.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"the data folder {Path} can't be made: {e.Message}");
        }
    }

    /// <summary>Keeps everybody else from sending this company's letters until it is disposed of, or the process ends in whatever way.</summary>
    /// <exception cref="CommandException">Somebody else does.</exception>
    public IDisposable Lock()
    {
        Create();
        try
        {
            return new FileStream(In("in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{Path} is in use by another process that serves or replays it, or can't be written to: {e.Message}");
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
