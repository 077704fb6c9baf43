-- The engine's tables. Times are epoch milliseconds, 0 when unset. JSON columns are text.

CREATE TABLE execution (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  snapshot TEXT NOT NULL,
  status TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  -- When the run as a whole times out; NULL without such a limit, and once it has ended.
  expires INTEGER,
  correlation_id TEXT,
  parent_id TEXT,
  parent_task_id TEXT,
  idempotency_key TEXT,
  priority INTEGER NOT NULL,
  reason TEXT,
  -- Removed with archiving: found by a search, but no longer read by its id.
  archived INTEGER NOT NULL DEFAULT 0,
  input TEXT NOT NULL,
  output TEXT NOT NULL,
  variables TEXT NOT NULL,
  -- What is seldom set: names of failed tasks, task domains, times of retries, who started it.
  extra TEXT
) STRICT;

CREATE UNIQUE INDEX execution_id ON execution (id);
CREATE INDEX execution_name ON execution (name);
CREATE INDEX execution_open ON execution (status) WHERE status IN ('RUNNING', 'PAUSED');
CREATE INDEX execution_correlation ON execution (correlation_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX execution_parent ON execution (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX execution_idempotency ON execution (name, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE task (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  -- Row of its execution.
  execution INTEGER NOT NULL,
  ref TEXT NOT NULL,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  def_name TEXT NOT NULL,
  status TEXT NOT NULL,
  retry_count INTEGER NOT NULL,
  poll_count INTEGER NOT NULL,
  iteration INTEGER NOT NULL,
  scheduled INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  first_scheduled INTEGER NOT NULL,
  start_delay INTEGER NOT NULL,
  callback_after INTEGER NOT NULL,
  due INTEGER NOT NULL,
  wait_until INTEGER NOT NULL,
  -- When a limit or a date makes the engine look at it; NULL for never.
  look_at INTEGER,
  -- The queue workers find it in while it is open; NULL for the engine's own tasks.
  queue TEXT,
  priority INTEGER NOT NULL,
  -- What the engine had asked for and not got an answer to when this was written.
  awaiting TEXT,
  -- 1 retried, 2 executed, 4 sub-workflow changed.
  flags INTEGER NOT NULL,
  worker_id TEXT,
  domain TEXT,
  sub_workflow_id TEXT,
  retried_id TEXT,
  reason TEXT,
  input TEXT NOT NULL,
  output TEXT NOT NULL,
  -- The task and its definition when they are not those of the snapshot.
  extra TEXT
) STRICT;

CREATE UNIQUE INDEX task_id ON task (id);
CREATE INDEX task_execution ON task (execution);
CREATE INDEX task_open ON task (row) WHERE status IN ('SCHEDULED', 'IN_PROGRESS');

-- One row for each commit that touched an execution: the transitions of that commit, as a JSON list.
CREATE TABLE event (
  execution INTEGER NOT NULL,
  number INTEGER NOT NULL,
  entries TEXT NOT NULL,
  PRIMARY KEY (execution, number)
) STRICT, WITHOUT ROWID;

-- Definitions as executions took them in, one copy for all that share it.
CREATE TABLE snapshot (
  hash TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task_log (
  row INTEGER PRIMARY KEY,
  task_id TEXT NOT NULL,
  created INTEGER NOT NULL,
  line TEXT NOT NULL
) STRICT;

CREATE INDEX task_log_task ON task_log (task_id);

CREATE TABLE poll (
  queue TEXT NOT NULL,
  worker_id TEXT NOT NULL,
  task_type TEXT NOT NULL,
  domain TEXT,
  polled INTEGER NOT NULL,
  PRIMARY KEY (queue, worker_id)
) STRICT, WITHOUT ROWID;

-- Registered definitions and event handlers: `workflow` by name and version, `task` and `handler` by name.
CREATE TABLE definition (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, name, version)
) STRICT, WITHOUT ROWID;

-- Messages of event queues that no handler has dealt with, and what became of the others.
CREATE TABLE message (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  created INTEGER NOT NULL,
  handled INTEGER NOT NULL,
  payload TEXT NOT NULL
) STRICT;

CREATE INDEX message_waiting ON message (event) WHERE handled = 0;

CREATE TABLE event_execution (
  id TEXT PRIMARY KEY,
  handler TEXT NOT NULL,
  event TEXT NOT NULL,
  created INTEGER NOT NULL,
  status TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
