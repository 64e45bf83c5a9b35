"""What checks show."""
