"""What is published for a time, for everybody: what the public pages show and nothing more.

A copy may be kept that is asked for each time: 304 while it stands, 410 from the second it ends.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from xueyou.formats.canonical import sha256_hex
from xueyou.kernel.publications.selectors import (
    CACHE_CONTROL,
    Gone,
    NotYet,
    listed,
    matching,
    served,
)
from xueyou.platform.access.reading import NotFound
from xueyou.surfaces.api.bodies import Body, PageNumber
from xueyou.surfaces.api.problems import GONE, ApiRefused

router = Router(tags=["公示"])
PAGE = 20
ROWS = 200
LONGEST = 40
RUN = "run"
OPEN: dict[str, object] = {"security": []}
"""Nobody need be signed in."""

Typed = Annotated[
    str,
    Query(max_length=LONGEST, description="只要有这几个字的行；受理号写不写短横、大小写都一样。"),
]


class PublicationShown(Body):
    """一份公示。"""

    uid: UUID
    kind: str
    title: str
    organ: str
    visible_from: datetime
    visible_to: datetime


class PublicationList(Body):
    """现在能看的公示，新的在前；`more`：后面还有一页。"""

    page: int
    more: bool
    publications: list[PublicationShown]


class ColumnShown(Body):
    """一栏。"""

    name: str
    zh: str


class PublicationSheet(PublicationShown):
    """一份公示和它的一页。`publication_id`：录取结果的编号，和家长看到的同一个；不是录取结果的为空。
    `sha256`：封存文件的校验码。`rows`：照 `columns` 的次序，一页两百行；`found`：一共找到几行。
    """

    publication_id: UUID | None
    sha256: str
    columns: list[ColumnShown]
    page: int
    found: int
    rows: list[list[str]] = Field(max_length=ROWS)


@router.get(
    "/publications",
    response=PublicationList,
    url_name="publications",
    operation_id="publications",
    summary="看现在有哪些公示",
    openapi_extra=OPEN,
)
def publications(request: HttpRequest, response: HttpResponse, page: PageNumber = 1) -> object:
    """现在能看的公示，一页二十份。不用登录。"""
    rows = listed(page, PAGE)
    response["Cache-Control"] = CACHE_CONTROL
    return PublicationList(
        page=page,
        more=len(rows) > PAGE,
        publications=[
            PublicationShown(
                uid=one.uid,
                kind=one.kind_zh,
                title=one.title,
                organ=one.organ,
                visible_from=one.visible_from,
                visible_to=one.visible_to,
            )
            for one in rows[:PAGE]
        ],
    )


@router.get(
    "/publications/{uuid:uid}",
    response={200: PublicationSheet, 304: None},
    url_name="publication",
    operation_id="publication",
    summary="看一份公示，或者在里面找",
    openapi_extra=OPEN,
)
def publication(
    request: HttpRequest, response: HttpResponse, uid: UUID, q: Typed = "", page: PageNumber = 1
) -> object:
    """公示的内容，和公示页上的一样。不用登录；带 If-None-Match 再问，没有变的答 304。"""
    found = served(uid)
    if isinstance(found, NotYet):
        raise NotFound
    if isinstance(found, Gone):
        raise ApiRefused(GONE)
    tag = f'"{sha256_hex(f"{found.etag} {page} {q}".encode())}"'
    response["Cache-Control"], response["ETag"] = CACHE_CONTROL, tag
    if tag in request.headers.get("If-None-Match", ""):
        return Status(304, None)
    rows = matching(found, q)
    first = (page - 1) * ROWS
    return PublicationSheet(
        uid=found.uid,
        kind=found.kind_zh,
        title=found.title,
        organ=found.organ,
        visible_from=found.visible_from,
        visible_to=found.visible_to,
        publication_id=found.subject_uid if found.subject_kind == RUN else None,
        sha256=found.etag,
        columns=[ColumnShown(name=one.name, zh=one.zh) for one in found.columns],
        page=page,
        found=len(rows),
        rows=[list(row) for row in rows[first : first + ROWS]],
    )
