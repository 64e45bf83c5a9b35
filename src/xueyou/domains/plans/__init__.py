"""Plans: documents of a bureau and what was read in them."""
