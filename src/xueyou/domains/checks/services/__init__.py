"""What checks do, as verbs."""
