"""Tests of rulebook/language."""
