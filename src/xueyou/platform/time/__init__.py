"""Time: the two clocks. wall_now() for leases and audit, business_now() for what a calendar decides."""
