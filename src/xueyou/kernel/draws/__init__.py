"""Nobody chose the outcome, everybody can recompute it, a second draw is visible."""
