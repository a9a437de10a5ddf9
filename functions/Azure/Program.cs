using Collections.App.Company;
using Collections.App.Policies;
using Collections.Functions.Hosting;
using Collections.Functions.Logging;
using Collections.Functions.Tables;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Collections.Functions;

/// <summary>The worker's start.</summary>
internal static class Program
{
    /// <summary>Puts the worker together.</summary>
    /// <param name="args">The program's arguments.</param>
    /// <param name="app">The settings and the company's own files.</param>
    /// <exception cref="SettingsException">A setting is not right.</exception>
    public static async Task<IHost> BuildAsync(string[] args, AzureApp app)
    {
        var storage = StorageClients.Connect(app.Settings);
        var store = await TableStore.OpenAsync(storage.Tables, app.Regions, TimeProvider.System, CancellationToken.None);
        await KeptPolicies.RestoreAsync(store, app.Policies, CancellationToken.None);
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        app.AddTo(builder.Services, storage, store);
        var host = builder.Build();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Collections");
        foreach (var problem in app.Problems)
        {
            log.SettingsProblem(problem);
        }

        return host;
    }

    private static async Task<int> Main(string[] args)
    {
        try
        {
            using var host = await BuildAsync(args, AzureApp.Load(AppContext.BaseDirectory));
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
