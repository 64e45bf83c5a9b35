"""Tests of platform/db."""
