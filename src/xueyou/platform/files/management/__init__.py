"""Management commands of the file store."""
