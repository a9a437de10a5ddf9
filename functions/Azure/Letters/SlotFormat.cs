namespace Collections.Functions.Letters;

/// <summary>The stored form of <see cref="LetterSlots"/>: 8 bytes for a letter of the last hour, 20 for one that waits.</summary>
internal static class SlotFormat
{
    private const byte Version = 1;

    /// <summary>Writes it.</summary>
    public static byte[] Write(LetterSlots slots)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(Millis(slots.PausedUntil));
        writer.Write(slots.Sent.Count);
        foreach (var sent in slots.Sent)
        {
            writer.Write(Millis(sent));
        }

        writer.Write(slots.Waiting.Count);
        foreach (var letter in slots.Waiting)
        {
            writer.Write(letter.OldestDue.DayNumber);
            writer.Write(letter.Id);
            writer.Write(Millis(letter.At));
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It was written by a newer release.</exception>
    public static LetterSlots Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadByte() is not Version and var version)
        {
            throw new InvalidDataException($"the letters' budget is kept in format {version}, which this release does not read");
        }

        var paused = Moment(reader);
        var sent = new DateTimeOffset[reader.ReadInt32()];
        for (var i = 0; i < sent.Length; i++)
        {
            sent[i] = Moment(reader);
        }

        var waiting = new WaitingLetter[reader.ReadInt32()];
        for (var i = 0; i < waiting.Length; i++)
        {
            waiting[i] = new WaitingLetter(DateOnly.FromDayNumber(reader.ReadInt32()), reader.ReadUInt64(), Moment(reader));
        }

        return new LetterSlots(sent, waiting, paused);
    }

    private static long Millis(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    private static DateTimeOffset Moment(BinaryReader reader) => DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
}
