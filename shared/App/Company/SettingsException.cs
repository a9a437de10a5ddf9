namespace Collections.App.Company;

/// <summary>A setting is not right; the message says which, what it says, and why that cannot be.</summary>
public sealed class SettingsException(string message) : Exception(message);
