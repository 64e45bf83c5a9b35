"""Verbs of the plans room."""
