using Collections.App.Calendars;
using Collections.App.Company;
using Collections.Core.Ledger;
using Collections.Local.Hosting;

namespace Collections.Local.Tests.Hosting;

public sealed class HostSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collections-settings-");

    private DataFolder Data => new(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Company_WithoutAFile_HasDefaults()
    {
        var company = Load().Company(Regions.BuiltIn);

        Assert.Equal(("AU-NSW", "Australia/Sydney", "AUD", "three-calls"),
            (company.Place.Region.Code, company.Place.TimeZone.Id, company.Currency.Code, company.DefaultPolicy));
        Assert.Equal(HostSettings.NoName, company.Seller.Name);
    }

    [Fact]
    public void Company_OfAFile_IsWhatItSays()
    {
        Write("""
            {
              "company": {
                "name": "Harbour", "address": ["1 Wharf"], "from": "a@harbour.example", "bankLines": ["BSB 1"], "timeZone": "Europe/Berlin",
                "currency": "EUR", "terms": "eom+30", "policy": "acc-monthly", "scanAt": "05:30"
              },
              "Logging": { "LogLevel": { "Default": "Debug" } }
            }
            """);

        var company = Load().Company(Regions.BuiltIn);

        Assert.Equal(("Harbour", "Harbour", "a@harbour.example"), (company.Seller.Name, company.Seller.BankAccountName, company.FromAddress));
        Assert.Equal(("Europe/Berlin", Currency.Parse("EUR"), Terms.EndOfMonth30), (company.Place.TimeZone.Id, company.Currency, company.Terms));
        Assert.Equal(("acc-monthly", new TimeOnly(5, 30)), (company.DefaultPolicy, company.ScanAt));
    }

    [Theory]
    [InlineData("""{ "company": { "colour": "red" } }""", "colour")]
    [InlineData("""{ "company": """, "Unexpected end")]
    [InlineData("""{ "smtp": "a", "smtp": "b" }""", "smtp")]
    public void Load_OfAFileThatIsNotRight_NamesTheFileAndTheFault(string json, string fault)
    {
        Write(json);

        var e = Assert.Throws<SettingsException>(() => Load());

        Assert.StartsWith(Data.Settings, e.Message, StringComparison.Ordinal);
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timeZone", "Mars/Base")]
    [InlineData("region", "XX")]
    [InlineData("currency", "Dollar")]
    [InlineData("terms", "whenever")]
    [InlineData("scanAt", "noon")]
    public void Company_OfASettingThatIsNotRight_NamesItAndItsValue(string name, string value)
    {
        Write($$"""{ "company": { "{{name}}": "{{value}}" } }""");

        var e = Assert.Throws<SettingsException>(() => Load().Company(Regions.BuiltIn));

        Assert.Contains($"company.{name} '{value}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_WinsOverTheFile()
    {
        Write("""{ "tokens": { "clerk": "from-file", "manager": "from-file" }, "smtp": "smtp://file:25", "feeds": { "main": { "secret": "whsec_a" }, "other": { "secret": "whsec_b" } } }""");

        var settings = Load(("COLLECTIONS_TOKEN_CLERK", " from-env "), ("COLLECTIONS_TOKEN_MANAGER", " "), ("COLLECTIONS_TOKEN_REPORTS", "mail"), ("COLLECTIONS_FEED_MAIN_SECRET", "whsec_new whsec_old"));

        Assert.Equal(("from-env", "from-file", "smtp://file:25"), (settings.ClerkToken, settings.ManagerToken, settings.Smtp));
        Assert.Equal("mail", settings.ReportsToken);
        var feeds = settings.Feeds();
        Assert.Equal(["whsec_new", "whsec_old"], feeds["main"]);
        Assert.Equal(["whsec_b"], feeds["other"]);
    }

    [Fact]
    public void Tokens_ThatWereMade_ListenOnThisMachineOnly()
    {
        var made = Tokens.Of(Load());
        var given = Tokens.Of(Load(("COLLECTIONS_TOKEN_MANAGER", "secret")));

        Assert.True(made.AreMade);
        Assert.NotEqual(made.Clerk, made.Manager);
        Assert.NotEqual(made.Clerk, Tokens.Of(Load()).Clerk);
        Assert.Equal(["http://127.0.0.1:8080", "http://localhost:1"], made.Checked("http://127.0.0.1:8080; http://localhost:1"));
        Assert.All((string[])["http://0.0.0.0:80", "http://*:80", "http://+:80", "http://192.168.0.1:80"], url => Assert.Throws<CommandException>(() => made.Checked(url)));
        Assert.Equal(["http://*:80"], given.Checked("http://*:80"));
        Assert.Null(given.Clerk);
        Assert.Throws<CommandException>(() => given.Checked("ftp://127.0.0.1"));
    }

    private void Write(string json) => File.WriteAllText(Data.Settings, json);

    private HostSettings Load(params (string Name, string Value)[] environment) =>
        Data.LoadSettings(environment.ToDictionary(one => one.Name, one => one.Value, StringComparer.OrdinalIgnoreCase));
}
