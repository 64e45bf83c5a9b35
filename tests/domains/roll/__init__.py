"""Tests of rolls."""
