using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Web.Answers;
using Collections.Web.Doors;
using Collections.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Collections.Web.Endpoints;

/// <summary>Describes the contract by OpenAPI, from the routes themselves.</summary>
internal static class ApiDescription
{
    private const string Bearer = "bearer";

    /// <summary>Names a route and says what it does.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string name, string summary, string? description = null)
    {
        route.WithName(name).WithSummary(summary);
        return description is null ? route : route.WithDescription(description);
    }

    /// <summary>Says what body a route takes; bodies of other types are answered 415.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, string type = "application/json", params string[] others)
        where T : notnull => route.Accepts<T>(isOptional: false, type, others);

    /// <summary>Says what body a route takes that may be left out.</summary>
    public static RouteHandlerBuilder MayTake<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>(isOptional: true, "application/json");

    /// <summary>Says what a route answers.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status);

    /// <summary>The type of its answer where a parameter asks for another one.</summary>
    public static RouteHandlerBuilder AlsoAnswers<T>(this RouteHandlerBuilder route) => route.WithMetadata(new Other(typeof(T)));

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict)
        .AddOpenApi(options =>
    {
        options.AddDocumentTransformer(DescribeDocument);
        options.AddOperationTransformer(DescribeOperation);
        options.AddSchemaTransformer(DescribeSchema);
    });

    public static void Map(IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi.json");

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Collections",
            Version = "1",
            Description = "Errors are problem details (RFC 9457) that name every wrong field. Dates are 2021-08-03; instants ISO 8601 with their offset, answered in UTC. "
                + "The header X-Clerk names the person for the record.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(context.Description.RelativePath ?? ""), context.Document) };
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), parameterDescription: null, cancel);
        context.Document!.AddComponent(nameof(Problem), problem);
        (operation.Responses ??= [])["default"] = new OpenApiResponse
        {
            Description = "What went wrong.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
            },
        };
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Other>().LastOrDefault() is { } other
            && operation.Responses.GetValueOrDefault("200")?.Content?.Values.FirstOrDefault() is { Schema: { } usual } answer)
        {
            var schema = await context.GetOrCreateSchemaAsync(other.Type, parameterDescription: null, cancel);
            ReferToViews(schema, other.Type, context.Document);
            context.Document.AddComponent(other.Type.Name, schema);
            answer.Schema = new OpenApiSchema { OneOf = [usual, new OpenApiSchemaReference(other.Type.Name, context.Document)] };
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Needs>().LastOrDefault() is { } needs)
        {
            operation.Description = string.Join(" ", new[] { operation.Description, $"Role: {Words.Of(needs.Role)}." }.Where(part => part is not null));
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        }
    }

    private sealed record Other(Type Type);

    // What other answers are made of is described once.
    private static void ReferToViews(OpenApiSchema schema, Type type, OpenApiDocument document)
    {
        foreach (var property in type.GetProperties())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (property.PropertyType.Name.EndsWith("View", StringComparison.Ordinal))
            {
                schema.Properties![name] = new OpenApiSchemaReference(property.PropertyType.Name, document);
            }
            else if (property.PropertyType is { IsGenericType: true } list && schema.Properties![name] is OpenApiSchema { Items: not null } items)
            {
                items.Items = new OpenApiSchemaReference(list.GetGenericArguments()[0].Name, document);
            }
        }
    }

    private static string TagOf(string path) => path.Split('/') is ["api", var tag, ..] ? tag : "other";

    // The description is drawn from the types; these are written otherwise than their properties would suggest.
    private static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Money))
        {
            Become(schema, MoneySchema());
        }
        else if (type == typeof(Amount))
        {
            Become(schema, new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Number }, MoneySchema()] });
        }
        else if (type == typeof(Currency) || typeof(TimeZoneInfo).IsAssignableFrom(type))
        {
            Become(schema, new OpenApiSchema { Type = JsonSchemaType.String });
        }
        else if (type.IsEnum)
        {
            Become(schema, new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. WordsOf(type).Select(word => (JsonNode)word)] });
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema MoneySchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "amount", "currency" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["amount"] = new OpenApiSchema { Type = JsonSchemaType.Number },
            ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "ISO 4217" },
        },
    };

    private static IEnumerable<string> WordsOf(Type type) =>
        (IEnumerable<string>)typeof(Words).GetMethod(nameof(Words.All))!.MakeGenericMethod(type).Invoke(null, [])!;

    private static void Become(OpenApiSchema schema, OpenApiSchema other)
    {
        (schema.Type, schema.Properties, schema.Required, schema.Enum, schema.OneOf) = (other.Type, other.Properties, other.Required, other.Enum, other.OneOf);
        (schema.Format, schema.Pattern) = (null, null);
    }
}
