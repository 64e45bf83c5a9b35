"""Tests of the clubs room."""
