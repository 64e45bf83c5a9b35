"""What is written of arrivals and pupil numbers."""
