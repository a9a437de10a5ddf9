namespace Collections.Local.Hosting;

/// <summary>A command can't be done, for a reason that the user can mend; the message says which.</summary>
internal sealed class CommandException(string message) : Exception(message);
