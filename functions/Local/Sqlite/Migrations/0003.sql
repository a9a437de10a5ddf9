-- What a list or a turn asks costs what it answers, however large the ledger has grown.

-- Each item is either in this index or in invoices_open: together they lead from an account to all its items, and the import of open ones pays for one.
CREATE INDEX invoices_settled ON invoices (payer_id) WHERE open = 0;

-- With the name, so that a search for a part of it reads the index and not the accounts.
CREATE INDEX accounts_billed ON accounts (code, name) WHERE payer_id = id;

-- Newest first within a state: an index ends with the row's key. What waits has an index of its own, so that SQLite doesn't take this one for it.
CREATE INDEX letters_by_state ON letters (state) WHERE state <> 'intended';
CREATE INDEX letters_intended ON letters (id) WHERE state = 'intended';
CREATE INDEX payments_by_state ON payments (state) WHERE state <> 'unmatched';

CREATE INDEX tasks_ended ON tasks (role, id) WHERE state <> 'open';
CREATE INDEX tasks_of_company ON tasks (id) WHERE account_id IS NULL;
CREATE INDEX small_balances_by_account ON small_balances (account_id);
CREATE INDEX record_by_time ON record (at, kind);
