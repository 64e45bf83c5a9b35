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
ONWARD = standing_kind(
    "calls.onward", party=Party.ORGANISATION, quantity=False, zh="没有学位的下一步"
)
"""What becomes of who has no place after a round, until which day: the standing's scope is the uid
of the round, its source the signed paper, and the party who called."""
