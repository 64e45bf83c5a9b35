"""Jobs: our own queue, with leases, heartbeats and progress."""
