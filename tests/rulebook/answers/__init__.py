"""Tests of rulebook/answers."""
