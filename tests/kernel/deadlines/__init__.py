"""Tests of kernel/deadlines."""
