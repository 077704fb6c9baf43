-- Calls that have been, so that one which is sent again does nothing. The mark is a digest.

CREATE TABLE webhook_call (
  webhook TEXT NOT NULL,
  mark TEXT NOT NULL,
  received INTEGER NOT NULL,
  PRIMARY KEY (webhook, mark)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_call_received ON webhook_call (received);
