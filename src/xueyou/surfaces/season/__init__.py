"""The season of a bureau: its board and map, children asked for twice, the year in numbers."""
