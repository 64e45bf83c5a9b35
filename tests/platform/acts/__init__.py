"""Tests of platform/acts."""
