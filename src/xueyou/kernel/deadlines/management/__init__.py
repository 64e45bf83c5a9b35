"""Management commands of deadlines."""
