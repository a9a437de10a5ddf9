using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a worker begins.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the worker's defaults.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}

/// <summary>Builds a worker. Offline its services can be looked at and resolved, but it does not start.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly HostApplicationBuilder _inner;

    internal FunctionsApplicationBuilder(string[]? args)
    {
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_");
        _inner = new HostApplicationBuilder(new HostApplicationBuilderSettings { Args = args, Configuration = configuration });
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_inner).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <summary>The app's settings.</summary>
    public ConfigurationManager Configuration => _inner.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _inner.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _inner.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _inner.Metrics;

    /// <inheritdoc cref="IHostApplicationBuilder.Services"/>
    public IServiceCollection Services => _inner.Services;

    /// <summary>The worker's host. Offline it throws when it is started.</summary>
    public IHost Build() => new OfflineHost(_inner.Build());

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => _inner.ConfigureContainer(factory, configure);

    /// <summary>Adds middleware; offline there are no invocations that it could run around.</summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => this;
}

/// <summary>HTTP functions by ASP.NET Core.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>HTTP functions take and answer ASP.NET Core's own types.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
}

/// <summary>Has the worker's services, and says why it does not start.</summary>
internal sealed class OfflineHost(IHost inner) : IHost
{
    public IServiceProvider Services => inner.Services;

    public Task StartAsync(CancellationToken cancellationToken = default) => throw new PlatformNotSupportedException(
        "This worker was built with AzurePackages=offline, against types that only stand in for Microsoft's packages: "
        + "it cannot talk to the Functions host. Build it without that property, where NuGet serves the packages.");

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Dispose() => inner.Dispose();
}
