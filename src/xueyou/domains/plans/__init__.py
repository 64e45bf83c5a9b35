"""Plans: documents that a bureau has issued, and what was read in them."""
