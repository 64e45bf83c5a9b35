"""Reads of the plans room: frozen views, never models."""
