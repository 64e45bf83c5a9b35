"""Owns for which organisation somebody works at this desk."""

from xueyou.platform.access.holdings import SignedIn


def organisation_name(actor: SignedIn) -> str:
    """Return the name of the organisation acted for."""
    return actor.holdings[0].organisation_name if actor.holdings else ""
