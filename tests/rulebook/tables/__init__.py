"""Tests of rulebook/tables."""
