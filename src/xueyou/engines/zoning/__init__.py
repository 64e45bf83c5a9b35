"""Which zone a home lies in: tables of places and house numbers in, one zone or a question out.

Use `table.ZoneTable`, `table.ZoneRow` and `locating.locate`. Method: a zone notice names roads,
estates and villages, each whole or by ranges of numbers; so the place named in the address is
looked for among those the table names, and only then are numbers read, in what follows it. What
the table does not settle stays a question for a person: nothing is guessed.
"""

from xueyou.engines.zoning.addresses import Numbers, plain_address, read_numbers
from xueyou.engines.zoning.locating import Located, locate
from xueyou.engines.zoning.table import RowRefused, ZoneRow, ZoneTable

__all__ = [
    "Located",
    "Numbers",
    "RowRefused",
    "ZoneRow",
    "ZoneTable",
    "locate",
    "plain_address",
    "read_numbers",
]
