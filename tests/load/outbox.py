"""One-time codes as people get them: the site's worker writes a file a message, read once."""

import asyncio
import json
import time
from contextlib import suppress
from pathlib import Path

EVERY = 0.05
PATIENCE = 60.0


class Outbox:
    """The folder of messages; each file is read once and removed, so that looking stays cheap."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._codes: dict[str, str] = {}
        self._asked: dict[str, asyncio.Future[str]] = {}

    async def code(self, number: str) -> str:
        """Wait for the code sent to a number. Raises TimeoutError."""
        if number in self._codes:
            return self._codes.pop(number)
        waiting = asyncio.get_running_loop().create_future()
        self._asked[number] = waiting
        async with asyncio.timeout(PATIENCE):
            return await waiting

    def code_in_a_thread(self, number: str) -> str:
        """Wait for a code while the loop watches in another thread. Raises TimeoutError."""
        over = time.monotonic() + PATIENCE
        while number not in self._codes:
            if time.monotonic() > over:
                raise TimeoutError(f"no code for {number}")
            time.sleep(EVERY)
        return self._codes.pop(number)

    def forget(self, number: str) -> None:
        """Wait for a new code from now on: what came before is of an earlier asking."""
        self._look()
        self._codes.pop(number, None)

    async def watch(self) -> None:
        """Look for new messages until cancelled."""
        while True:
            self._look()
            await asyncio.sleep(EVERY)

    def _look(self) -> None:
        if not self._folder.is_dir():
            return
        for path in self._folder.glob("*.json"):
            with suppress(OSError, KeyError):
                message = json.loads(path.read_text())
                path.unlink()
                self._give(message["to"], message["params"]["code"])

    def _give(self, number: str, code: str) -> None:
        waiting = self._asked.pop(number, None)
        if waiting is None:
            self._codes[number] = code
        elif not waiting.done():
            waiting.set_result(code)
