using System.CommandLine;
using Collections.Local.Hosting;
using Collections.Local.Moving;

namespace Collections.Local.Commands;

/// <summary>The options by which a command names a company: its data folder, or the server that has it.</summary>
internal sealed class SiteOptions
{
    private const string TokenVariable = "COLLECTIONS_TOKEN_MANAGER";

    private readonly Option<string> _data = Options.Data();

    private readonly Option<Uri?> _url = new("--url")
    {
        Description = "a server that has the company, here or on Azure; instead of --data", HelpName = "https://…",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError($"--url '{text}' is no address such as https://collections.example.com");
            return null;
        },
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = $"a manager's token for --url; unless told, {TokenVariable}", HelpName = "T",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_url);
        command.Options.Add(_token);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_url) is not null && result.GetResult(_data) is { Implicit: false })
            {
                result.AddError("--data and --url name two companies; name one");
            }

            if (result.GetResult(_token) is not null && result.GetResult(_url) is null)
            {
                result.AddError("--token goes with --url");
            }
        });
    }

    /// <summary>Opens the company.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="mustBeThere">True if a data folder without data is a mistake.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CommandException">It can't be opened.</exception>
    public async Task<ICompanySite> OpenAsync(ParseResult parsed, bool mustBeThere, CancellationToken cancel)
    {
        if (parsed.GetValue(_url) is { } url)
        {
            var token = parsed.GetValue(_token) ?? Environment.GetEnvironmentVariable(TokenVariable);
            return string.IsNullOrWhiteSpace(token)
                ? throw new CommandException($"{url} asks for a manager's token: --token, or {TokenVariable}")
                : new ServerSite(url, token.Trim());
        }

        var data = new DataFolder(parsed.GetValue(_data)!);
        if (mustBeThere)
        {
            data.MustHaveData();
        }

        return await FolderSite.OpenAsync(data, cancel);
    }
}
