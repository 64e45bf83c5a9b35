"""Management commands of the demonstration city."""
