"""Tests of kernel/registry."""
