using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Collections.Functions.Tests.Tables;

/// <summary>A client of a process that is kept waiting before one of its writes, while somebody else does something.</summary>
internal sealed class MeddledClient : HttpPipelinePolicy
{
    private readonly Func<Task> _meddle;
    private int _writes;

    public MeddledClient(Azurite storage, int writes, Func<Task> meddle)
    {
        (_writes, _meddle) = (writes, meddle);
        Service = storage.Tables(this);
    }

    public TableServiceClient Service { get; }

    /// <summary>It counts its writes from here.</summary>
    public bool IsCounting { get; set; }

    /// <summary>True once somebody else has done it.</summary>
    public bool IsDone => _writes < 0;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (IsCounting && message.Request.Method != RequestMethod.Get && Interlocked.Decrement(ref _writes) == -1)
        {
            await _meddle();
        }

        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
}
