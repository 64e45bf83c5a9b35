"""Stored numbers are integers of their smallest step: fen, hundredths of a point."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Base = models.BigIntegerField[int, int]
else:  # Django's fields are generic for the type checker only
    _Base = models.BigIntegerField


class ScaledInteger(_Base):
    """A number with `scale` decimal places, stored and handled as an integer of its last place.

    `ScaledInteger(scale=2)` holds 12.30 as 1230. Floats and Decimals are refused on the way in:
    SQLite would keep them as REAL, and a sum of them would depend on the order of rows.
    """

    def __init__(self, *args: Any, scale: int, **options: Any) -> None:
        if not 0 <= scale <= 9:
            raise ValueError("scale must be between 0 and 9 decimal places")
        self.scale = scale
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Carry the scale into migrations."""
        name, path, args, options = super().deconstruct()
        options["scale"] = self.scale
        return name, path, args, options

    def get_prep_value(self, value: Any) -> Any:
        """Refuse what is not an integer (or a database expression)."""
        if value is not None and not hasattr(value, "resolve_expression"):
            _require_integer(value)
        return super().get_prep_value(value)

    def to_decimal(self, stored: int) -> Decimal:
        """Return the number that a stored integer means."""
        return Decimal(stored).scaleb(-self.scale)

    def from_decimal(self, number: Decimal) -> int:
        """Return the stored integer of a number; a number with more places is a ValueError."""
        scaled = number.scaleb(self.scale)
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{number} has more than {self.scale} decimal places")
        return int(scaled)


def _require_integer(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"a stored number is a scaled integer, not {type(value).__name__}")
