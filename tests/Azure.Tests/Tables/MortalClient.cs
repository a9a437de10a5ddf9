using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Collections.Functions.Tests.Tables;

/// <summary>A client of a process that comes to an end before one of its writes: from then on nothing of it reaches storage.</summary>
internal sealed class MortalClient : HttpPipelinePolicy
{
    private int _lives = int.MaxValue;

    public MortalClient(Azurite storage) => Service = storage.Tables(this);

    public TableServiceClient Service { get; }

    /// <summary>So many writes it makes from now on.</summary>
    public int Lives
    {
        set => Volatile.Write(ref _lives, value);
    }

    /// <summary>True once it has ended.</summary>
    public bool IsOver => Volatile.Read(ref _lives) < 0;

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Live(message);
        return ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Live(message);
        ProcessNext(message, pipeline);
    }

    private void Live(HttpMessage message)
    {
        var isOver = message.Request.Method == RequestMethod.Get ? IsOver : Interlocked.Decrement(ref _lives) < 0;
        if (isOver)
        {
            throw new EndOfLifeException();
        }
    }
}

/// <summary>The process is over.</summary>
internal sealed class EndOfLifeException : Exception;
