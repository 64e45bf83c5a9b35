"""Tests of the rulebooks that ship."""
