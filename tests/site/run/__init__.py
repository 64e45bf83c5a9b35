"""Tests of the running site."""
