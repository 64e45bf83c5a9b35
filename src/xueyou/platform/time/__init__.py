"""Two clocks: the wall for leases, sign-in, audit; business for what a calendar decides.

Only the business clock can be frozen or moved (demonstrations and tests), never in production.
"""

from xueyou.platform.time.clocks import (
    CITY,
    FrozenClock,
    business_now,
    business_today,
    clock_moved,
    frozen_business,
    wall_now,
)

__all__ = [
    "CITY",
    "FrozenClock",
    "business_now",
    "business_today",
    "clock_moved",
    "frozen_business",
    "wall_now",
]
