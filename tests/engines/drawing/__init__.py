"""Tests of engines/drawing."""
