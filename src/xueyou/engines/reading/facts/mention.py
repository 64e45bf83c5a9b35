"""One mention of a quantity: where it stands, what it is worth, how exact it is."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its unit in a normal text; `start..end` includes 以上, 左右 and the like.

    `value` and `unit` are as printed (3.3, 万余节); the canonical pair is what is compared.
    `inner` is the wider stretch that belongs to the number without being it (two 两个“100%”: the
    words around the quotation), which naming leaves out.
    """

    start: int
    end: int
    value: int | float
    unit: str
    value_canonical: int | float
    unit_canonical: str
    style: str | None = None
    qualifier: str | None = None
    suffix: str = ""
    implicit: str | None = None
    rank: bool = False
    upper: int | float | None = None
    copies: int = 1
    inner: tuple[int, int] | None = field(default=None)

    @property
    def outer(self) -> tuple[int, int]:
        """The stretch of text that is number and nothing else."""
        return self.inner or (self.start, self.end)
