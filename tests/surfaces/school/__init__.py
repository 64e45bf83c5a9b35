"""Desks of a school."""
