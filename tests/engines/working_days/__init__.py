"""Tests of engines/working_days."""
