-- What was decided, event by event: one row a turn. They rebuild the account's case as of any moment.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  -- How many lines the account's record has with this turn.
  lines INTEGER NOT NULL,
  events TEXT NOT NULL,
  hash BLOB NOT NULL,
  UNIQUE (account_id, seq)
) STRICT;
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events BEGIN SELECT RAISE (ABORT, 'events are append-only (R40)'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events BEGIN SELECT RAISE (ABORT, 'events are append-only (R40)'); END;

-- A case that is here already begins its events with itself, at its next turn.
ALTER TABLE cases ADD COLUMN event_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN event_hash BLOB;
