using Collections.App.Company;
using Collections.Functions.Hosting;
using Collections.Functions.Logging;
using Collections.Functions.Start;
using Collections.Functions.Tables;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Collections.Functions;

/// <summary>The worker's start.</summary>
internal static class Program
{
    /// <summary>Puts the worker together; nothing of it touches the network before it has started (<see cref="Opening"/>).</summary>
    /// <param name="args">The program's arguments.</param>
    /// <param name="app">The settings and the company's own files.</param>
    /// <exception cref="SettingsException">A setting is not right.</exception>
    public static IHost Build(string[] args, AzureApp app)
    {
        var storage = StorageClients.Connect(app.Settings);
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<OpenFirst>();
        builder.Logging.AddStartLog();
        app.AddTo(builder.Services, storage, new TableStore(storage.Tables, app.Regions, TimeProvider.System));
        return builder.Build();
    }

    private static async Task<int> Main(string[] args)
    {
        try
        {
            using var host = Build(args, AzureApp.Load(AppContext.BaseDirectory));
            await host.RunAsync();
            return 0;
        }
        catch (SettingsException problem)
        {
            await Console.Error.WriteLineAsync($"Collections cannot start: {problem.Message}");
            return 1;
        }
    }
}
