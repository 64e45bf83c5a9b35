"""Tests of rulebook/allocation."""
