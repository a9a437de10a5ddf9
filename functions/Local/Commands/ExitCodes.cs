namespace Collections.Local.Commands;

/// <summary>What the program answers to whoever started it; scripts rely on these.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Done, but rows were rejected, or faults were found: they are listed.</summary>
    public const int Faults = 1;

    /// <summary>Not done: the command line, a file or a setting is not right.</summary>
    public const int NotDone = 2;

    /// <summary>Not done, by a mistake of the program itself.</summary>
    public const int Broken = 70;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
