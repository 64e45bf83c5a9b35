"""Tests of platform/time."""
