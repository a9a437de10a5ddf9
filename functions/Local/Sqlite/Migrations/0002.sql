-- Payments are matched with a reason and a confidence, wait for a person with suggestions, and may be told by several sources.

ALTER TABLE payments ADD COLUMN payer_account TEXT;
ALTER TABLE payments ADD COLUMN structured_reference TEXT;
ALTER TABLE payments ADD COLUMN end_to_end_id TEXT;
ALTER TABLE payments ADD COLUMN bank_reference TEXT;
-- The account that the feed named, and how the entry came: 'webhook', 'camt.053'.
ALTER TABLE payments ADD COLUMN named_account TEXT;
ALTER TABLE payments ADD COLUMN source TEXT;
ALTER TABLE payments ADD COLUMN confidence INTEGER NOT NULL DEFAULT 0;
-- JSON: whose it may be, while it is unmatched, and the codes of accounts that it is not for; nothing where there are none.
ALTER TABLE payments ADD COLUMN suggestions TEXT;
ALTER TABLE payments ADD COLUMN refused TEXT;
ALTER TABLE payments ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payments ADD COLUMN awaits INTEGER NOT NULL DEFAULT 0;
-- Counts how often the accounts that it concerns were told of it, so that no two tellings have the same key.
ALTER TABLE payments ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
-- It settles, or settled, invoices of other accounts than its own: those list it too.
ALTER TABLE payments ADD COLUMN split INTEGER NOT NULL DEFAULT 0;
UPDATE payments SET split = 1 WHERE id IN (
  SELECT x.payment_id FROM allocations x JOIN invoices i ON i.id = x.invoice_id JOIN payments p ON p.id = x.payment_id WHERE i.payer_id <> p.account_id);
CREATE INDEX payments_split ON payments (id) WHERE split = 1;
CREATE INDEX payments_awaiting ON payments (id) WHERE awaits = 1 AND unapplied > 0;
-- Where another source may have told the same money: one source is never asked about its own, of which there may be very many.
CREATE INDEX payments_by_amount ON payments (amount, source, booked_on);

-- How else, or under what other id, an entry was told.
CREATE TABLE payment_reports (
  feed TEXT NOT NULL,
  bank_id TEXT NOT NULL,
  source TEXT NOT NULL,
  payment_id INTEGER NOT NULL REFERENCES payments (id),
  PRIMARY KEY (feed, bank_id, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_reports_by_payment ON payment_reports (payment_id);

-- Who is known to pay for whom: customers by their names, and payers by what payments of theirs taught.
CREATE TABLE payers (
  key TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  learned INTEGER NOT NULL,
  -- The payment that taught it: the feed's name, a colon, the bank's id; nothing for a customer's name.
  taught_by TEXT,
  PRIMARY KEY (key, account_id, learned)
) STRICT, WITHOUT ROWID;
CREATE INDEX payers_by_account ON payers (account_id) WHERE learned = 1;
CREATE INDEX payers_by_payment ON payers (taught_by) WHERE learned = 1;

-- The shapes of invoice numbers and account codes.
CREATE TABLE number_shapes (
  kind TEXT NOT NULL,
  shape TEXT NOT NULL,
  PRIMARY KEY (kind, shape)
) STRICT, WITHOUT ROWID;
