"""Organisations: the tree with its paths, and bonds across it."""
