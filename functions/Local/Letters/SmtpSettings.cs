using System.Net.Security;

namespace Collections.Local.Letters;

/// <summary>How a connection to the mail server is protected.</summary>
public enum SmtpProtection
{
    /// <summary>Not at all; a password is then sent to this machine itself only.</summary>
    None,

    /// <summary>Begun in the open and turned to TLS before anything else is said; refused if the server can't.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}

/// <summary>Where letters are handed to a mail server: <c>smtp://user:pass@host:587</c> or <c>smtps://user:pass@host</c>.</summary>
/// <remarks>Port 587 always turns to TLS, <c>smtps</c> is TLS from the start (port 465), any other port of <c>smtp</c> stays open.</remarks>
public sealed class SmtpSettings
{
    private const int SubmissionPort = 587;
    private const int TlsPort = 465;

    private SmtpSettings(string host, int port, SmtpProtection protection, string user, string password)
    {
        Host = host;
        Port = port;
        Protection = protection;
        User = user;
        Password = password;
    }

    /// <summary>The server's name.</summary>
    public string Host { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>How the connection is protected.</summary>
    public SmtpProtection Protection { get; }

    /// <summary>The user, empty for none.</summary>
    internal string User { get; }

    /// <summary>The password.</summary>
    internal string Password { get; }

    /// <summary>Judges the server's certificate; null judges it as usual.</summary>
    internal RemoteCertificateValidationCallback? CertificateCheck { get; private init; }

    /// <summary>Reads the address. Characters such as @ in a user or password are percent-encoded.</summary>
    /// <exception cref="FormatException">It isn't such an address; the message doesn't repeat it, because a password may stand in it.</exception>
    public static SmtpSettings Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0)
        {
            throw new FormatException("the mail server's address is not like smtp://user:pass@host:587 or smtps://user:pass@host");
        }

        var isTls = uri.Scheme == "smtps";
        var port = uri.Port > 0 ? uri.Port : isTls ? TlsPort : SubmissionPort;
        var protection = port == SubmissionPort ? SmtpProtection.StartTls : isTls ? SmtpProtection.Tls : SmtpProtection.None;
        var credentials = uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).Append("").ToList();
        if (protection == SmtpProtection.None && uri.UserInfo.Length > 0 && !uri.IsLoopback)
        {
            throw new FormatException($"{uri.Host} on port {port} would get the password in the open; use port {SubmissionPort} or smtps://");
        }

        return new SmtpSettings(uri.IdnHost, port, protection, user: credentials[0], password: credentials[1]);
    }

    /// <summary>The same server, protected otherwise.</summary>
    internal SmtpSettings With(SmtpProtection protection, RemoteCertificateValidationCallback check) =>
        new(Host, Port, protection, User, Password) { CertificateCheck = check };
}
