namespace Collections.Files.Statements;

/// <summary>Reads a file of statements a step at a time.</summary>
internal abstract class PartSource
{
    /// <summary>The line that is being read, counted from 1.</summary>
    public abstract long Line { get; }

    /// <summary>Reads on until there is something to tell.</summary>
    /// <param name="parts">Gets what was read, none or several.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="ImportFormatException">The file cannot be read further.</exception>
    /// <exception cref="System.Xml.XmlException">The same, of XML.</exception>
    public abstract bool Step(Queue<StatementPart> parts);
}
