"""Views of the season's board."""
