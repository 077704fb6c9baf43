-- Entries of the event log are written in a shorter form from here on, and read in both. Nothing in the file changes; an
-- earlier version, which knows only the longer one, refuses it.

SELECT 1;
