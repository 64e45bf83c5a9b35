"""Management commands of the tree."""
