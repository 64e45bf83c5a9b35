"""What may be read of the registry."""
