"""The desk of calls."""
