"""Tests of engines/matching."""
