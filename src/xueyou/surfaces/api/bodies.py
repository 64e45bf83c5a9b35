"""Owns what every operation takes and answers alike: strict bodies, pages."""

from typing import Annotated

from ninja import Query, Schema
from pydantic import ConfigDict

MOST_PAGES = 1_000_000


class Body(Schema):
    """What is sent or answered: no field beyond those named, so that a slip is told."""

    model_config = ConfigDict(extra="forbid")


class Listed(Body):
    """一页：第几页、一共几页、一共几条。"""

    page: int
    pages: int
    total: int


PageNumber = Annotated[
    int,
    Query(ge=1, le=MOST_PAGES, description="第几页，从 1 数起；比最后一页还大的，答最后一页。"),
]
THIS_YEAR = 0
Year = Annotated[int, Query(ge=THIS_YEAR, le=2100, description="入学的年份；0 就是今年。")]
