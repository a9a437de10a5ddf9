using Microsoft.AspNetCore.Http;

namespace Collections.Web.Answers;

/// <summary>Draws up answers that grow with the company: reports, and what a scan said of every account.</summary>
/// <remarks>
/// Only two at a time, the others in the order in which they came: each may be some ten megabytes of text. Their text is written on threads of their
/// own, because those of the pool are few and every short answer needs one. Sending takes no place among the two, so that a slow client holds up nobody.
/// </remarks>
internal sealed class LongAnswers : IDisposable
{
    private const int AtATime = 2;

    private readonly SemaphoreSlim _free = new(AtATime);

    /// <summary>Draws up an answer once it is its turn, whole.</summary>
    /// <param name="find">Finds what it says.</param>
    /// <param name="cancel">Ends it, while it waits, while it is found, or while its text is written.</param>
    /// <typeparam name="T">The kind of answer.</typeparam>
    public async Task<IResult> DrawUpAsync<T>(Func<Task<T>> find, CancellationToken cancel)
        where T : IWritten
    {
        await _free.WaitAsync(cancel);
        try
        {
            var found = await find();
            return await Task.Factory.StartNew(
                () => Drawn.From(found, cancel), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Drawn(MemoryStream body, string contentType) : IResult
    {
        public static Drawn From(IWritten answer, CancellationToken cancel)
        {
            var body = new WatchedStream(cancel);
            answer.Write(body);
            return new Drawn(body, answer.ContentType);
        }

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = contentType;
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), httpContext.RequestAborted);
        }
    }

    // Whoever writes into it stops when nobody waits for it any more.
    private sealed class WatchedStream(CancellationToken cancel) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            cancel.ThrowIfCancellationRequested();
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            cancel.ThrowIfCancellationRequested();
            base.Write(buffer);
        }
    }
}

/// <summary>An answer whose text can be written before it is sent.</summary>
internal interface IWritten : IResult
{
    /// <summary>What the text is.</summary>
    string ContentType { get; }

    /// <summary>Writes the text.</summary>
    void Write(Stream body);
}
