"""The views of the pages for families."""
