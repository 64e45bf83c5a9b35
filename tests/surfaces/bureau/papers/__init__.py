"""The desk of papers."""
