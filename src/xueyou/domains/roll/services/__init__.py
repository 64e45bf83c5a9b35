"""Verbs of rolls."""
