"""Database habits: locks, scaled integers, uids, append-only triggers."""
