"""Views of lists for other offices."""
