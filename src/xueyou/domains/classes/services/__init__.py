"""Verbs of classes."""
