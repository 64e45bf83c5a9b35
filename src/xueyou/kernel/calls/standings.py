"""The standings that calls honour; who writes them stands elsewhere."""

from xueyou.kernel.registry.standings import Party, standing_kind

PLACES_CUT = standing_kind("places.cut", party=Party.ORGANISATION, quantity=True, zh="核减招生名额")
CALLS_CLOSED = standing_kind(
    "calls.closed", party=Party.ORGANISATION, quantity=False, zh="停止招生"
)
ENTRUSTED = standing_kind(
    "calls.entrusted", party=Party.ORGANISATION, quantity=False, zh="委托招生"
)
"""An organisation takes part in the calls of another that is not above it: the standing's scope is
the path of the one that calls."""
