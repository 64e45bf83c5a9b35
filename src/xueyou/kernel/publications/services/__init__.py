"""Publishing and taking down."""
