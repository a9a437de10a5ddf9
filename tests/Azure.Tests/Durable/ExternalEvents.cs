using Microsoft.DurableTask;

namespace Collections.Functions.Tests.Durable;

/// <summary>The events of one execution: of several waiters the newest is served first, and what nobody awaits is kept in order, as the worker does.</summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> _buffered = [];

    /// <summary>Whether anything still waits for an event.</summary>
    public bool IsAwaited => _waiters.Values.Any(stack => stack.Any(waiter => waiter.IsOpen));

    public Task<T> WaitFor<T>(string name, CancellationToken cancellation)
    {
        var stack = _waiters.TryGetValue(name, out var found) ? found : _waiters[name] = new();
        if (stack.TryPeek(out var other) && other.Type != typeof(T))
        {
            throw new ArgumentException($"Event '{name}' is awaited as {other.Type}, and now as {typeof(T)}.", nameof(name));
        }

        var source = new TaskCompletionSource<T>();
        stack.Push(new(typeof(T), payload => source.TrySetResult(converter.Deserialize<T>(payload)!), () => !source.Task.IsCompleted));
        var waiting = _buffered.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (waiting >= 0)
        {
            var taken = _buffered[waiting];
            _buffered.RemoveAt(waiting);
            Raise(taken);
        }

        cancellation.Register(() => source.TrySetCanceled(cancellation));
        return source.Task;
    }

    /// <summary>Serves a waiter. As with the worker, one that was cancelled still swallows an event that falls to it.</summary>
    public void Raise(EventRaised raised)
    {
        if (_waiters.TryGetValue(raised.Name, out var stack) && stack.TryPop(out var waiter))
        {
            waiter.Serve(raised.Payload);
        }
        else
        {
            _buffered.Add(raised);
        }
    }

    public IReadOnlyList<EventRaised> TakeBuffered()
    {
        EventRaised[] taken = [.. _buffered];
        _buffered.Clear();
        return taken;
    }

    private sealed record Waiter(Type Type, Action<string?> Serve, Func<bool> Open)
    {
        public bool IsOpen => Open();
    }
}
