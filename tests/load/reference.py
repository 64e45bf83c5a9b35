"""The like-for-like reference: as many requests and rows as the product's path, and nothing else.

The same web server with the same flags and the same database settings; no session, form, template,
rule or log. `python -m tests.load.reference` prints its port and serves until its input ends.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from tests.load.browser import Browser
from tests.load.measures import Measured, measured
from tests.load.pictures import COLOURS, photograph
from tests.load.site import Site
from tests.site.run.bare import serve

TABLE = "load_reference"
PAGE = b"<!doctype html>" + b"x" * 6000
NOTE = "n" * 200


@dataclass(frozen=True)
class Shape:
    """What one application of the product's path was counted to be.

    `photographs`: the part of applications of which one post carries a photograph.
    """

    requests: int
    posts: int
    rows: int
    photographs: float = 0.0


def make_table() -> None:
    """Make the table in the database that Django is pointed at."""
    from django.db import connection

    kind = "integer" if connection.vendor == "sqlite" else "bigserial"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id {kind} PRIMARY KEY, body text NOT NULL)")


def application(environ: dict[str, Any], answer: Callable[..., Any]) -> Iterable[bytes]:
    """Read one row for a GET; insert as many rows as asked for a POST, in one transaction."""
    from django.db import connection, transaction

    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        rows = int(parse_qs(environ["QUERY_STRING"])["rows"][0])
        with transaction.atomic(), connection.cursor() as cursor:
            for _ in range(rows):
                cursor.execute(f"INSERT INTO {TABLE} (body) VALUES (%s)", [NOTE])
        answer("303 See Other", [("Location", "/"), ("Content-Length", "0")])
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body FROM {TABLE} WHERE id = 1")
        cursor.fetchone()
    answer("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]


async def reference(site: Site, shape: Shape, connections: int, seconds: float) -> Measured:
    """Closed loop on the reference: each round is one application's requests and rows."""
    stage = Measured("reference")
    over = asyncio.get_running_loop().time() + seconds

    begun = count(1)

    async def one() -> None:
        browser = Browser(site.port)
        while asyncio.get_running_loop().time() < over:
            number = next(begun)
            due = int(number * shape.photographs) > int((number - 1) * shape.photographs)
            await _round(browser, shape, photograph(COLOURS[0]) if due else b"")
            stage.finished += 1
        browser.close()

    with measured(stage, site):
        await asyncio.gather(*(one() for _ in range(connections)))
    stage.requests, stage.rows = stage.finished * shape.requests, stage.finished * shape.rows
    return stage


async def _round(browser: Browser, shape: Shape, jpeg: bytes) -> None:
    for number in range(shape.posts):
        rows = shape.rows * (number + 1) // shape.posts - shape.rows * number // shape.posts
        path = f"/?rows={rows}"
        if jpeg and number == 0:
            await browser.send(path, [("note", NOTE)], "photo", jpeg)
        else:
            await browser.post(path, [("note", NOTE)])
    for _ in range(shape.requests - shape.posts):
        await browser.get("/")


if __name__ == "__main__":
    serve(application, busy=float("inf"))
