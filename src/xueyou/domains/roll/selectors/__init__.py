"""What pages of rolls show."""
