"""The season of a bureau."""
