"""The steered plan of the ledger's tests, and its people's browsers."""

from tests.surfaces.bureau.board.conftest import browse, city, steered

__all__ = ["browse", "city", "steered"]
