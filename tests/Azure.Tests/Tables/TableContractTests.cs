using Collections.StoreContract;

namespace Collections.Functions.Tests.Tables;

// The facts that every store keeps, on this one.
[NeedsAzurite]
public sealed class TableTurnTests : TurnContract<TableHost>;

[NeedsAzurite]
public sealed class TableLedgerTests : LedgerContract<TableHost>;

[NeedsAzurite]
public sealed class TablePaymentTests : PaymentContract<TableHost>;

[NeedsAzurite]
public sealed class TableDeskTests : DeskContract<TableHost>;

[NeedsAzurite]
public sealed class TableFiguresTests : FiguresContract<TableHost>;

[NeedsAzurite]
public sealed class TableMatchingTests : MatchingContract<TableHost>;

[NeedsAzurite]
public sealed class TableSplitTests : SplitContract<TableHost>;

public sealed class TableRulingTests : RulingContract<TableHost>;

[NeedsAzurite]
public sealed class TableSourcesTests : SourcesContract<TableHost>;

[NeedsAzurite]
public sealed class TableLookUpTests : LookUpContract<TableHost>;

[NeedsAzurite]
public sealed class TableTellingTests : TellingContract<TableHost>;

[NeedsAzurite]
public sealed class TableOutlookTests : OutlookContract<TableHost>;

public sealed class TableEventTests : EventContract<TableHost>;

[NeedsAzurite]
public sealed class TableSaidTests : SaidContract<TableHost>;
