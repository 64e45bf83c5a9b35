"""What is said of a finished run: explained, compared, appealed, simulated."""
