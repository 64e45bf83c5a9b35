"""What can be asked and written, room by room."""
