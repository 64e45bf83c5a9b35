"""Template tags of the pages for families."""
