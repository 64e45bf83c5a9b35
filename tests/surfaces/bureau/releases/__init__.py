"""Tests of what is published, at the desk and in public."""
