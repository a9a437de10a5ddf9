using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Desk;
using Collections.App.Intake;
using Collections.App.Ledger;
using Collections.App.Letters;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.App.Telemetry;
using Collections.App.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Collections.App.Start;

/// <summary>Puts the use cases together. A host adds its own parts: the stores, the letter sender, the clock.</summary>
public static class AppServices
{
    /// <summary>
    /// Adds the use cases. Before they are asked for, the host has added its store (<see cref="AddStore"/>), its <see cref="ILetterSender"/> and its
    /// <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddCollections(
        this IServiceCollection services, CompanySettings company, Regions regions, PolicyBook policies, LetterTemplates templates) =>
        services
            .AddDefaults()
            .AddSingleton(company)
            .AddSingleton(regions)
            .AddSingleton(policies)
            .AddSingleton(templates)
            .AddSingleton<CollectionsMeter>()
            .AddSingleton<StateGauges>()
            .AddSingleton<WrongChases>()
            .AddSingleton<CompanyFiles>()
            .AddSingleton<FilesWatch>()
            .AddSingleton<IPaymentMatcher, PaymentMatcher>()
            .AddSingleton<LetterDesk>()
            .AddSingleton<DeliveryBook>()
            .AddSingleton<DeliveryDesk>()
            .AddSingleton<TurnRunner>()
            .AddSingleton<Outlook>()
            .AddSingleton<SignOff>()
            .AddSingleton<Scanner>()
            .AddSingleton<LastLook>()
            .AddSingleton<LetterWatch>()
            .AddSingleton<HandOver>()
            .AddSingleton<Dispatcher>()
            .AddSingleton<CaseWorker>()
            .AddSingleton<BankWatch>()
            .AddSingleton<PaymentWatcher>()
            .AddSingleton<Collector>()
            .AddSingleton<ArchiveDesk>()
            .AddSingleton<Rematcher>()
            .AddSingleton<BankDesk>()
            .AddSingleton<PaymentDesk>()
            .AddSingleton<AccountHistory>()
            .AddSingleton<PaymentViews>()
            .AddSingleton<StatementDesk>()
            .AddSingleton<Importer>();

    /// <summary>Adds a store by each of its ports, so that whoever needs one gets that one and no more.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, IStore store) =>
        services
            .AddSingleton<IAccountStore>(store)
            .AddSingleton<IDueWork>(store)
            .AddSingleton<ILedgerStore>(store)
            .AddSingleton<IPaymentStore>(store)
            .AddSingleton<IWorklist>(store)
            .AddSingleton<IAccountList>(store)
            .AddSingleton<ILetterList>(store)
            .AddSingleton<IPaymentList>(store)
            .AddSingleton<IAccountHistory>(store)
            .AddSingleton<IRecord>(store)
            .AddSingleton<IReports>(store)
            .AddSingleton<ICompanyValues>(store)
            .AddSingleton<IEventStore>(store)
            .AddSingleton<IArchiveStore>(store);

    /// <summary>Adds what takes files from a folder by itself (<see cref="IntakeDesk"/>).</summary>
    /// <param name="services">The services, with <see cref="AddCollections"/>.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="machine">The machine's clock, in whose time files are written.</param>
    public static IServiceCollection AddIntake(this IServiceCollection services, IIntakeFolder folder, TimeProvider machine) =>
        services
            .AddSingleton(folder)
            .AddSingleton(new Stillness(machine))
            .AddSingleton<IntakeLoader>()
            .AddSingleton<IntakeDesk>();

    // What a host may have of its own.
    private static IServiceCollection AddDefaults(this IServiceCollection services)
    {
        services.TryAddSingleton<ILetterBudget, NoLimit>();
        return services.AddLogging().AddMetrics();
    }
}
