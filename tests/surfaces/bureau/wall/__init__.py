"""Tests of the wall: its screen, its print, and the pages beside it."""
