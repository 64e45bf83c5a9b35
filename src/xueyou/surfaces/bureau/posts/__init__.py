"""Posts and task forces: who answers for what, handed over on one screen."""
