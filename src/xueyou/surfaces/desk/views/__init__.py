"""Views of the check desk."""
