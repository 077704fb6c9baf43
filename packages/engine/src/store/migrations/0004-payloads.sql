-- Inputs and outputs that are kept in files of their own. `extra` of an execution or a task names the path of each.

CREATE TABLE payload (
  path TEXT PRIMARY KEY,
  -- Row of the execution that has it, or has had it.
  execution INTEGER NOT NULL,
  -- `execution`: its own input or output. `task`: one of its tasks'.
  holder TEXT NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX payload_execution ON payload (execution);
