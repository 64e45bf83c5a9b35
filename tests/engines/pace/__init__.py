"""Tests of lights by pace."""
