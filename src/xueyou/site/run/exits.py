"""How the supervisor may end, as docs/interfaces.md lists it."""

DONE = 0
USAGE = 2
MACHINE = 4
OUR_FAULT = 70
INTERRUPTED = 130


class CannotRun(Exception):
    """The site cannot be started; `str()` is the sentence for whoever typed the command."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status
