"""Lists for other offices: tests."""
