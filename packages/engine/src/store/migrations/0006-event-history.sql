-- What came for an event, and what a handler did, are looked up without reading everything that others have left.
CREATE INDEX message_event ON message (event, created);
CREATE INDEX event_execution_handler ON event_execution (handler, created);
