"""Committing, revealing and voiding draws."""
