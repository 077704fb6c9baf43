-- What became of each instant of a schedule.

CREATE TABLE schedule_execution (
  id TEXT PRIMARY KEY,
  schedule TEXT NOT NULL,
  scheduled INTEGER NOT NULL,
  executed INTEGER NOT NULL,
  state TEXT NOT NULL,
  workflow_name TEXT NOT NULL,
  workflow_id TEXT,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX schedule_execution_order ON schedule_execution (scheduled);
