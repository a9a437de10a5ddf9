using Collections.App.Archive;
using Collections.App.Stores;

namespace Collections.App.Start;

/// <summary>A company's store as a host has it: every port of it. What is done with it asks for the port that it needs.</summary>
public interface IStore
    : IAccountStore, IDueWork, ILedgerStore, IPaymentStore, IWorklist, IAccountList, ILetterList, IPaymentList, IAccountHistory, IRecord, IReports, ICompanyValues, IEventStore,
        IArchiveStore;
