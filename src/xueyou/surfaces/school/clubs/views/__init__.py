"""Pages of the desk of clubs."""
