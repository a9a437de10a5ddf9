using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Middleware
{
    /// <summary>The rest of an invocation's pipeline.</summary>
    public delegate Task FunctionExecutionDelegate(FunctionContext context);

    /// <summary>A step around every invocation.</summary>
    public interface IFunctionsWorkerMiddleware
    {
        /// <summary>Does its part and calls <paramref name="next"/>.</summary>
        Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Builds the pipeline around every invocation.</summary>
    public interface IFunctionsWorkerApplicationBuilder
    {
        /// <summary>The app's services.</summary>
        IServiceCollection Services { get; }

        /// <summary>Adds a step.</summary>
        IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
    }
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>Adds middleware by its type.</summary>
    public static class MiddlewareWorkerApplicationBuilderExtensions
    {
        /// <summary>Adds <typeparamref name="T"/>, one for all invocations.</summary>
        public static IFunctionsWorkerApplicationBuilder UseMiddleware<T>(this IFunctionsWorkerApplicationBuilder builder)
            where T : class, IFunctionsWorkerMiddleware
        {
            builder.Services.AddSingleton<T>();
            return builder.Use(next => context => context.InstanceServices.GetRequiredService<T>().Invoke(context, next));
        }
    }
}
