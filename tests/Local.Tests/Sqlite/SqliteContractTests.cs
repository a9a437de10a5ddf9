using Collections.StoreContract;

namespace Collections.Local.Tests.Sqlite;

// The facts that every store keeps, on this one.
public sealed class SqliteLedgerTests : LedgerContract<SqliteHost>;

public sealed class SqliteTurnTests : TurnContract<SqliteHost>;

public sealed class SqlitePaymentTests : PaymentContract<SqliteHost>;

public sealed class SqliteDeskTests : DeskContract<SqliteHost>;

public sealed class SqliteFiguresTests : FiguresContract<SqliteHost>;

public sealed class SqliteLookUpTests : LookUpContract<SqliteHost>;

public sealed class SqliteMatchingTests : MatchingContract<SqliteHost>;

public sealed class SqliteSplitTests : SplitContract<SqliteHost>;

public sealed class SqliteRulingTests : RulingContract<SqliteHost>;

public sealed class SqliteSourcesTests : SourcesContract<SqliteHost>;

public sealed class SqliteTellingTests : TellingContract<SqliteHost>;

public sealed class SqliteOutlookTests : OutlookContract<SqliteHost>;

public sealed class SqliteEventTests : EventContract<SqliteHost>;

public sealed class SqliteSaidTests : SaidContract<SqliteHost>;
