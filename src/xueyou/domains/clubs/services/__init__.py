"""What is done in the clubs room."""
