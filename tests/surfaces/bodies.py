"""Bodies of requests that are longer than a machine's memory should have to hold."""


class LongBody:
    """A body of so many bytes that are made as they are read; notes the largest piece asked for."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.largest = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; without a size, all that are left."""
        wanted = self.left if size < 0 else min(size, self.left)
        self.largest = max(self.largest, wanted)
        self.left -= wanted
        return b"x" * wanted

    def readline(self, size: int = -1) -> bytes:
        """Return what is left: there are no line ends."""
        return self.read(size)
