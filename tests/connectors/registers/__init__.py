"""Registers by connection."""
