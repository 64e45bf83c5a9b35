"""The standings that calls honour; who writes them stands elsewhere."""

from xueyou.kernel.registry.standings import Party, standing_kind

PLACES_CUT = standing_kind("places.cut", party=Party.ORGANISATION, quantity=True, zh="核减招生名额")
CALLS_CLOSED = standing_kind(
    "calls.closed", party=Party.ORGANISATION, quantity=False, zh="停止招生"
)
