using Collections.App.Clocks;
using Collections.App.Desk;
using Collections.App.Start;
using Collections.Web.Answers;
using Collections.Web.Doors;
using Collections.Web.Endpoints;
using Collections.Web.Feeds;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Collections.Web;

/// <summary>The HTTP contract: routes, handlers and JSON, for every host to bind.</summary>
public static class HttpServices
{
    /// <summary>
    /// Adds what the routes need, after <see cref="AppServices.AddCollections"/>. Unless the host has an <see cref="IWorkSignal"/> of its own, what falls due by
    /// a request is done before its answer.
    /// </summary>
    /// <exception cref="FormatException">A feed's secret is none.</exception>
    /// <exception cref="App.Company.SettingsException">A feed's other settings are not right; the message names them.</exception>
    /// <exception cref="ArgumentException">A token is blank, or Entra's settings are not right.</exception>
    public static IServiceCollection AddCollectionsHttp(this IServiceCollection services, HttpOptions options)
    {
        services.TryAddSingleton<IWorkSignal, WorkAtOnce>();
        return services
            .AddSingleton(options)
            .AddDoors(options)
            .AddSingleton(new FeedKeys(options))
            .AddSingleton<AccountLocks>()
            .AddSingleton<AccountViews>()
            .AddSingleton<AccountActions>()
            .AddSingleton<Worklist>()
            .AddSingleton<TaskDesk>()
            .AddSingleton<ClockDesk>()
            .AddSingleton<Reports>()
            .AddSingleton<LongAnswers>()
            .AddSingleton<IStartupFilter, GuardFilter>()
            .AddApiDescription();
    }

    /// <summary>The whole contract as a pipeline, for a host that has no web server of its own.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="first">What the host asks before any route is looked up; what it throws is answered like a route's own. Null for nothing.</param>
    public static IApplicationBuilder UseCollections(this IApplicationBuilder app, Action<HttpContext>? first = null)
    {
        app.UseGuard();
        if (first is not null)
        {
            app.Use((http, next) =>
            {
                first(http);
                return next(http);
            });
        }

        return app.UseRouting().UseEndpoints(routes => routes.MapCollections());
    }

    /// <summary>Maps the contract's routes, its description at <c>/openapi.json</c> and the console at <c>/</c>.</summary>
    public static IEndpointRouteBuilder MapCollections(this IEndpointRouteBuilder routes)
    {
        var (clerk, manager, reporter) = (routes.For(ApiRole.Clerk), routes.For(ApiRole.Manager), routes.For(ApiRole.Reporter));
        LedgerEndpoints.Map(manager);
        AccountEndpoints.Map(clerk, manager);
        ScanEndpoints.Map(manager);
        BankEndpoints.Map(routes, manager);
        FeedEndpoints.Map(clerk);
        PaymentEndpoints.Map(clerk);
        TaskEndpoints.Map(clerk);
        LetterEndpoints.Map(clerk);
        EmailReportEndpoints.Map(routes, reporter);
        SignInEndpoints.Map(routes, clerk);
        ReportEndpoints.Map(clerk);
        PolicyEndpoints.Map(clerk, manager);
        ArchiveEndpoints.Map(manager);
        SystemEndpoints.Map(routes, clerk, manager);
        ConsoleEndpoints.Map(routes);
        ApiDescription.Map(routes);
        return routes;
    }

    // The order in which they are asked: what costs nothing to check comes first.
    private static IServiceCollection AddDoors(this IServiceCollection services, HttpOptions options)
    {
        services.AddSingleton<IDoor>(new StaticTokens(options));
        if (options.Entra?.Checked() is { } entra)
        {
            services.AddSingleton(entra).AddSingleton<SigningKeys>().AddSingleton<IDoor, EntraTokens>();
        }

        if (options.TrustPlatformSignIn)
        {
            services.AddSingleton<IDoor>(new PlatformSignIn(options.Entra ?? EntraOptions.Names));
        }

        return services.AddSingleton<Doorman>();
    }
}
