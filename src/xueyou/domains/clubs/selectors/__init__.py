"""What the clubs room shows."""
