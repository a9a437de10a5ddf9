namespace Collections.App.Letters;

/// <summary>A template that doesn't exist or doesn't work; the message names the file and the place in it.</summary>
public sealed class LetterTemplateException(string message, Exception? cause = null) : Exception(message, cause);
