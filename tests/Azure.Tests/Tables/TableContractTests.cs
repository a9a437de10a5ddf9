using Collections.StoreContract;

namespace Collections.Functions.Tests.Tables;

// The facts that every store keeps, on this one.
public sealed class TableDeskTests : DeskContract<TableHost>;

public sealed class TableFiguresTests : FiguresContract<TableHost>;
