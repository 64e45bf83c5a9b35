"""What the addresses of the wall answer."""
