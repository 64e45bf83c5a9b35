"""Pages of lists for other offices."""
