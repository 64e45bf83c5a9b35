"""Plans at the bureau's desk: hand a document in, see it read, see it beside what was read."""
