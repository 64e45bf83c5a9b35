"""The check desk."""
