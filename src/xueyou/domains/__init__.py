"""Rooms, one for each line of the work of a bureau."""
