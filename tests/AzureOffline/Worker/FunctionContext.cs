using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's id.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The trace that the invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger told beside its payload.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which attempt this is, for functions that the host retries.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Shared among the middleware of this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the worker adds to the invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Asked for when the host gives the invocation up.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}

/// <summary>W3C trace context.</summary>
public abstract class TraceContext
{
    /// <summary>traceparent.</summary>
    public abstract string TraceParent { get; }

    /// <summary>tracestate.</summary>
    public abstract string TraceState { get; }

    /// <summary>Attributes of the host.</summary>
    public virtual IReadOnlyDictionary<string, string> Attributes => ImmutableDictionary<string, string>.Empty;

    /// <summary>baggage.</summary>
    public virtual IReadOnlyDictionary<string, string> Baggage => ImmutableDictionary<string, string>.Empty;
}

/// <summary>What the trigger told beside its payload.</summary>
public abstract class BindingContext
{
    /// <summary>By name.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>Which attempt this is.</summary>
public abstract class RetryContext
{
    /// <summary>0 at the first attempt.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How many there may be.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>A function, as the worker knows it. Its parameters and bindings are left out here.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The assembly's path.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>The method.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The function's id.</summary>
    public abstract string Id { get; }

    /// <summary>The function's name.</summary>
    public abstract string Name { get; }
}

/// <summary>What the worker adds to an invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets a feature.</summary>
    void Set<T>(T instance);

    /// <summary>The feature, or null.</summary>
    T? Get<T>();
}
