"""Tests of platform/orgs."""
