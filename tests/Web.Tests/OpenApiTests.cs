using System.Runtime.CompilerServices;
using Collections.Web.Doors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>The description is part of the contract: a change of it shows as a diff of the approved file.</summary>
[Collection(nameof(BareHost))]
public sealed class OpenApiTests(BareHost host)
{
    [Fact]
    public async Task Description_IsTheApprovedOne()
    {
        var path = Path.Combine(Path.GetDirectoryName(ThisFile())!, "openapi.approved.json");
        var received = (await host.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative))).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            await File.WriteAllTextAsync(path, received);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), received);
    }

    [Fact]
    public async Task Description_HasEveryRouteWithItsRoleAndItsWords()
    {
        var document = JObject.Parse(await host.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .ToList();

        Assert.True(routes.Count > 30, $"only {routes.Count} routes were found");
        Assert.All(routes, route =>
        {
            var method = route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant();
            var operation = document["paths"]?[route.RoutePattern.RawText!]?[method];
            Assert.True(operation is not null, $"{method} {route.RoutePattern.RawText} is not described");
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]));
            Assert.Equal(route.Metadata.GetMetadata<Needs>() is not null, operation["security"] is not null);
        });
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
