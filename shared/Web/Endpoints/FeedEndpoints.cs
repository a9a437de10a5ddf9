using Collections.App.Payments;
using Collections.Web.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>How fresh the bank's data are (R20).</summary>
internal static class FeedEndpoints
{
    public static void Map(IEndpointRouteBuilder clerk) =>
        clerk.MapGet("/api/feeds", async (PaymentWatcher watcher, CancellationToken cancel) => new Answer(await watcher.LookAsync(cancel)))
            .Describe("list-feeds", "Up to when payments are known, feed by feed, and whether contacts wait because the bank is silent (R20).",
                "`watched` is false where no feed has ever delivered: then nothing waits, and nobody can tell who has paid. All feeds together are as good as the one that lags most.")
            .Answers<PaymentWatch>();
}
