using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Whether the caller of an HTTP function has to show a key, and which.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key.</summary>
    Anonymous = 0,

    /// <summary>A user's token.</summary>
    User = 1,

    /// <summary>The function's key, or the host's.</summary>
    Function = 2,

    /// <summary>The key of the system.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}

/// <summary>An HTTP request starts the function.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, with the function's key.</summary>
    public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

    /// <summary>These methods; the level is then <see cref="AuthorizationLevel.Anonymous"/>, as upstream leaves it unset.</summary>
    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    /// <summary>Any method, at this level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>These methods, at this level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route, below host.json's route prefix; without one, the function's name.</summary>
    public string? Route { get; set; }

    /// <summary>The methods; null is all of them.</summary>
    public string[]? Methods { get; private set; }

    /// <summary>The key that a caller needs.</summary>
    public AuthorizationLevel AuthLevel { get; private set; }
}
