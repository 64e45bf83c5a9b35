"""One spelling of a home's address, and whether it says which door: what two years compare."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xueyou.engines.zoning import plain_address
from xueyou.engines.zoning.addresses import segments

LONGEST = 160
_DASHES = re.compile(r"(?<=\D)(\d{1,4})-(\d{1,3})-(\d{2,4})$")
_SHORT = re.compile(r"(?<=幢)(\d{1,3})-(\d{2,4})$")
_END = re.compile(r"(?:室|户)$")
_DOOR = re.compile(r"\d(?:号)?$")
_LOOSE = re.compile(r"附近|旁边|对面|暂|待|不详")


@dataclass(frozen=True, slots=True)
class Home:
    """An address in its one spelling; `certain` where it says which door it is."""

    plain: str
    certain: bool


def home_of(address: str, above: Iterable[str] = ()) -> Home:
    """Return the home that an address speaks of.

    `above`: names that may stand before it (province, city, county) and say nothing more. What
    stands in brackets is another name of the same place. 7-2-501 is 7幢2单元501. An address
    without a door (a building, a village's group) is not certain.
    """
    parts = segments(address[:LONGEST])
    plain = parts[0] if parts else ""
    for name in above:
        short = plain_address(name)
        if short and plain.startswith(short):
            plain = plain[len(short) :]
    plain = _END.sub("", plain)
    plain = _DASHES.sub(r"\1幢\2单元\3", plain)
    plain = _SHORT.sub(r"\1单元\2", plain)
    certain = bool(_DOOR.search(plain)) and not _LOOSE.search(plain)
    return Home(plain, certain)
