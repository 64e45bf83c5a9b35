"""The expert committee in a browser."""
