"""The cheap browser, against a server that ends kept connections without a word."""

import asyncio
from contextlib import suppress

import pytest

from tests.load.browser import Broken, Browser

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def asked(*methods: str) -> int:
    """Ask a server that answers the first request of each connection and drops the second.

    Returns how many connections it was given.
    """
    met = 0
    serving: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal met
        met += 1
        serving.append(asyncio.current_task())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER)
        await writer.drain()
        with suppress(asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async def ask() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        browser = Browser(server.sockets[0].getsockname()[1])
        try:
            for method in methods:
                answer = await (browser.get("/") if method == "GET" else browser.post("/", []))
                assert answer.text == "ok"
        finally:
            browser.close()
            server.close()
            await asyncio.gather(*filter(None, serving), return_exceptions=True)

    asyncio.run(ask())
    return met


def test_a_kept_connection_that_ended_is_asked_again_by_who_only_reads() -> None:
    """A second page on a connection that is gone comes on a new one."""
    assert asked("GET", "GET") == 2


def test_a_form_is_never_sent_again_unasked() -> None:
    """What became of it nobody knows: the family presses again, with its key."""
    with pytest.raises(Broken):
        asked("GET", "POST")
