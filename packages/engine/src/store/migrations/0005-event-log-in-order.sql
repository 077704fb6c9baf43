-- The event log in the order in which it is written: a commit then adds to its last pages, where it used to write a page
-- for each execution that it touched.

CREATE TABLE event_in_order (
  row INTEGER PRIMARY KEY,
  execution INTEGER NOT NULL,
  number INTEGER NOT NULL,
  entries TEXT NOT NULL
) STRICT;

INSERT INTO event_in_order (execution, number, entries)
SELECT execution, number, entries FROM event ORDER BY execution, number;

DROP TABLE event;
ALTER TABLE event_in_order RENAME TO event;

CREATE UNIQUE INDEX event_of_execution ON event (execution, number);
