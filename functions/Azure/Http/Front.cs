using Collections.App.Stores;
using Collections.Functions.Start;
using Collections.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Collections.Functions.Http;

/// <summary>The app's whole HTTP contract as one delegate, to which every HTTP function hands its request.</summary>
public sealed class Front
{
    private const string Health = "/api/health";

    private readonly RequestDelegate _app;
    private readonly Opening _opening;

    /// <summary>Builds the pipeline, once, as a web server would.</summary>
    /// <param name="services">The host's services, with <see cref="HttpServices.AddCollectionsHttp"/> and routing among them.</param>
    /// <param name="opening">Says whether the app is open.</param>
    public Front(IServiceProvider services, Opening opening)
    {
        _opening = opening;
        var builder = new ApplicationBuilder(services);
        builder.UseCollections(MustBeOpen);
        _app = builder.Build();
    }

    // Whether the program runs it says before it is ready for anything.
    private void MustBeOpen(HttpContext http)
    {
        if (!_opening.IsOpen && http.Request.Path != Health)
        {
            throw new StoreUnavailableException("the app has just started and is not open yet");
        }
    }

    /// <summary>Answers a request.</summary>
    /// <remarks>
    /// The context comes with the endpoint and the route values by which the Functions worker found its function. They are put away while the app's own
    /// routes are looked up, and put back for the worker.
    /// </remarks>
    public async Task AnswerAsync(HttpContext http)
    {
        var (endpoint, routing) = (http.Features.Get<IEndpointFeature>(), http.Features.Get<IRouteValuesFeature>());
        http.Features.Set<IEndpointFeature>(null);
        http.Features.Set<IRouteValuesFeature>(null);
        try
        {
            await _app(http);
        }
        finally
        {
            http.Features.Set(endpoint);
            http.Features.Set(routing);
        }
    }
}
