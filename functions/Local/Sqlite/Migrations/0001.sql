-- Days are numbered from 1 January of the year 1; instants are milliseconds since 1970, UTC; money is in minor units of the account's currency.

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  terms TEXT NOT NULL,
  policy TEXT,
  region TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  billing_account TEXT,
  -- The account that is billed: itself, or the one that billing_account leads to.
  payer_id INTEGER NOT NULL REFERENCES accounts (id),
  sales_rep TEXT,
  credit_limit INTEGER,
  status TEXT NOT NULL,
  language TEXT NOT NULL,
  customer_since INTEGER,
  notes TEXT NOT NULL,
  -- ISO 11649 (R41).
  reference TEXT NOT NULL,
  -- The payment history (R16): sums over the invoices that have a settled_on.
  settled INTEGER NOT NULL DEFAULT 0,
  late INTEGER NOT NULL DEFAULT 0,
  late_days INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX accounts_by_any_case ON accounts (code COLLATE NOCASE);
CREATE INDEX accounts_by_reference ON accounts (reference);
CREATE INDEX accounts_by_payer ON accounts (payer_id) WHERE payer_id <> id;
CREATE INDEX accounts_by_billing ON accounts (billing_account) WHERE billing_account IS NOT NULL;

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  preferred TEXT,
  language TEXT,
  bounced INTEGER NOT NULL,
  UNIQUE (account_id, role, name)
) STRICT;

-- Without foreign keys, on purpose: an import looks the account up anyway, and each key would cost it a tenth of its speed. `verify` checks them.
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY,
  payer_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  number TEXT NOT NULL COLLATE NOCASE,
  part INTEGER NOT NULL,
  issued INTEGER NOT NULL,
  due INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  -- What the books say is open, as far as it is believed, and as they last said it: a payment that came back corrects the first only (R37).
  ledger_balance INTEGER NOT NULL,
  books_balance INTEGER NOT NULL,
  allocated INTEGER NOT NULL DEFAULT 0,
  reference TEXT,
  order_no TEXT,
  settled_on INTEGER,
  -- What is settled is the larger of what the books say and what the bank has told us (decision 0002); as Invoice.Open in Core.
  open INTEGER NOT NULL GENERATED ALWAYS AS (
    (CASE WHEN amount < 0 THEN -1 ELSE 1 END) * max(0, abs(amount) - max(abs(amount - ledger_balance), abs(allocated)))
  ) STORED,
  UNIQUE (number, part)
) STRICT;
CREATE INDEX invoices_open ON invoices (payer_id, due, open) WHERE open <> 0;

CREATE TABLE disputes (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  dispute_id TEXT NOT NULL,
  invoice TEXT NOT NULL,
  amount INTEGER NOT NULL,
  kind TEXT NOT NULL,
  owner TEXT,
  opened_on INTEGER NOT NULL,
  look_again_on INTEGER NOT NULL,
  state TEXT NOT NULL,
  note TEXT NOT NULL,
  resolved_on INTEGER,
  UNIQUE (account_id, dispute_id)
) STRICT;

-- Counts the changes of everything that a turn reads of an account. Apart from the case, because imports touch it a hundred times as often as turns do.
CREATE TABLE versions (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  version INTEGER NOT NULL DEFAULT 1,
  -- 0 nothing was ever collected, 1 something was, 2 a case is open.
  collecting INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One row for every account. The columns beside the state are copies of it, for queries.
CREATE TABLE cases (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  code TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'none',
  number INTEGER NOT NULL DEFAULT 0,
  step TEXT,
  stage TEXT,
  pause TEXT,
  pause_until INTEGER,
  on_stop INTEGER NOT NULL DEFAULT 0,
  record_count INTEGER NOT NULL DEFAULT 0,
  record_hash BLOB,
  -- When the case is to be looked at again, and since when something is in its inbox.
  wake INTEGER,
  inbox_at INTEGER,
  due INTEGER GENERATED ALWAYS AS (ifnull(min(wake, inbox_at), ifnull(wake, inbox_at))) STORED,
  state TEXT
) STRICT;
CREATE INDEX cases_due ON cases (due, code) WHERE due IS NOT NULL;
CREATE INDEX cases_paused ON cases (pause, pause_until) WHERE pause IS NOT NULL;

CREATE TABLE inbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  happening TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_by_account ON inbox (account_id, seq);

-- Every key that an inbox item or a person's request ever had.
CREATE TABLE known_keys (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  key TEXT NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  task_id TEXT NOT NULL UNIQUE,
  account_id INTEGER REFERENCES accounts (id),
  kind TEXT NOT NULL,
  role TEXT NOT NULL,
  step TEXT NOT NULL,
  script TEXT NOT NULL,
  why TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  -- The worklist's rank: the day in the account's time zone, what is most urgent, what is owing, the id.
  due_day INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  owing INTEGER NOT NULL,
  -- Turned round, so that the rank ascends in every part and a page can begin at any place of it.
  owing_rank INTEGER GENERATED ALWAYS AS (-owing) VIRTUAL,
  attempts INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'open',
  claimed_by TEXT,
  outcome TEXT,
  note TEXT,
  closed_at INTEGER
) STRICT;
CREATE INDEX tasks_worklist ON tasks (role, due_day, priority, owing_rank, task_id) WHERE state = 'open';
CREATE INDEX tasks_worklist_quiet ON tasks (role, due_day, priority, owing_rank, task_id)
  WHERE state = 'open' AND kind NOT IN ('call', 'management-call', 'boss-call');
CREATE INDEX tasks_by_account ON tasks (account_id, id) WHERE account_id IS NOT NULL;

CREATE TABLE letters (
  id INTEGER PRIMARY KEY,
  letter_id TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  step TEXT NOT NULL,
  template TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'intended',
  intended_at INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempted_at INTEGER,
  -- The day of the attempt in the account's time zone (R21).
  attempted_on INTEGER,
  sent_at INTEGER
) STRICT;
CREATE INDEX letters_due ON letters (not_before, letter_id) WHERE state = 'intended';
CREATE INDEX letters_in_flight ON letters (letter_id) WHERE state = 'attempted';
CREATE INDEX letters_by_account ON letters (account_id, id);

CREATE TABLE letter_drafts (
  letter_id INTEGER PRIMARY KEY REFERENCES letters (id),
  recipient TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  owing INTEGER NOT NULL
) STRICT;

CREATE TABLE promises (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  promise_id TEXT NOT NULL,
  made_on INTEGER NOT NULL,
  date INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  state TEXT NOT NULL,
  received INTEGER NOT NULL,
  UNIQUE (account_id, promise_id)
) STRICT;

CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL,
  rule INTEGER NOT NULL,
  code TEXT NOT NULL,
  why TEXT NOT NULL,
  ref TEXT,
  hash BLOB NOT NULL,
  UNIQUE (account_id, seq)
) STRICT;
CREATE TRIGGER record_is_not_changed BEFORE UPDATE ON record BEGIN SELECT RAISE (ABORT, 'the record is append-only (R40)'); END;
CREATE TRIGGER record_is_not_deleted BEFORE DELETE ON record BEGIN SELECT RAISE (ABORT, 'the record is append-only (R40)'); END;

CREATE TABLE small_balances (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  at INTEGER NOT NULL,
  amount INTEGER NOT NULL
) STRICT;

CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  feed TEXT NOT NULL,
  bank_id TEXT NOT NULL,
  -- 'payment', 'reversal' of another, or 'outgoing'.
  kind TEXT NOT NULL,
  booked_on INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  reference TEXT,
  payer TEXT,
  reversal_of TEXT,
  state TEXT NOT NULL,
  account_id INTEGER REFERENCES accounts (id),
  -- amount = allocations + unapplied + returned, for a matched payment.
  unapplied INTEGER NOT NULL DEFAULT 0,
  returned INTEGER NOT NULL DEFAULT 0,
  returned_at INTEGER,
  why TEXT NOT NULL,
  UNIQUE (feed, bank_id)
) STRICT;
CREATE INDEX payments_by_account ON payments (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX payments_unapplied ON payments (account_id, unapplied) WHERE unapplied > 0 AND account_id IS NOT NULL;
CREATE INDEX payments_unmatched ON payments (id) WHERE state = 'unmatched';
CREATE INDEX payments_reversals ON payments (feed, reversal_of) WHERE reversal_of IS NOT NULL;

CREATE TABLE allocations (
  payment_id INTEGER NOT NULL REFERENCES payments (id),
  invoice_id INTEGER NOT NULL REFERENCES invoices (id),
  -- What it settles now, and what it settled until the payment came back.
  amount INTEGER NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (payment_id, invoice_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocations_by_invoice ON allocations (invoice_id);

CREATE TABLE feeds (
  feed TEXT PRIMARY KEY,
  as_of INTEGER NOT NULL,
  heard_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the last scan said of each account (R6).
CREATE TABLE scan_looks (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  scan TEXT NOT NULL,
  verdict TEXT NOT NULL,
  why TEXT NOT NULL,
  owing INTEGER NOT NULL
) STRICT;

CREATE TABLE scans (
  scan TEXT PRIMARY KEY,
  ended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE company_values (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
