"""What is read of arrivals: lists of a school, counts of a county, and how lists agree."""
