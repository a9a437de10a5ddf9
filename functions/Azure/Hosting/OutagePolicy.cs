using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Collections.App.Stores;

namespace Collections.Functions.Hosting;

/// <summary>
/// Says in the app's own words that storage does not answer: nobody listens, it takes too long, or it answers 5xx or "too many", each after the client's own
/// retries. What it refuses for a reason (a conflict, another version) stays as it is.
/// </summary>
internal sealed class OutagePolicy : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (Exception problem) when (IsOutage(problem, message.CancellationToken))
        {
            throw Outage(problem);
        }

        Check(message);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (Exception problem) when (IsOutage(problem, message.CancellationToken))
        {
            throw Outage(problem);
        }

        Check(message);
    }

    private static void Check(HttpMessage message)
    {
        if (message is { HasResponse: true, Response.Status: >= 500 or 429 or 408 })
        {
            throw Outage(new RequestFailedException(message.Response));
        }
    }

    // Several tries that failed come as an aggregate of them; a try that took too long as a cancellation that nobody asked for.
    private static bool IsOutage(Exception problem, CancellationToken cancel) => !cancel.IsCancellationRequested && problem switch
    {
        AggregateException several => several.InnerExceptions.All(one => IsOutage(one, cancel)),
        RequestFailedException failed => failed.Status is 0 or 408 or 429 or >= 500,
        OperationCanceledException or IOException or HttpRequestException => true,
        _ => false,
    };

    private static StoreUnavailableException Outage(Exception problem) => new("the storage account does not answer", problem);
}
