using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Collections.Functions.Start;

/// <summary>No timer, message or activity begins before the app is open. Callers over HTTP are told so by an answer; orchestrators ask nobody.</summary>
internal sealed class OpenFirst(Opening opening) : IFunctionsWorkerMiddleware
{
    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase) { "httpTrigger", "orchestrationTrigger" };

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!opening.IsOpen && !context.FunctionDefinition.InputBindings.Values.Any(binding => Others.Contains(binding.Type)))
        {
            await opening.WaitAsync(context.CancellationToken);
        }

        await next(context);
    }
}
