"""Acts: one row a verb, append-only, sealed in batches."""
