"""Tables: found as real grids or in the text, understood by their headers, turned into facts."""
