"""The pages of the desk of calls."""
