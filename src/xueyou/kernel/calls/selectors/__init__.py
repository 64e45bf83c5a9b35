"""Reading: what families, schools and offices see of calls."""
