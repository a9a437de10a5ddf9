using Azure;

namespace Collections.AzureOffline.Storage;

/// <summary>The answer "there is none".</summary>
internal sealed class Absent<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The response has no value.");

    public override Response GetRawResponse() => response;
}
