"""Nothing reaches the public but whitelisted fields, frozen, for a time."""
