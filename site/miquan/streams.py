"""Bodies that are too large or too private to be collected first: the server sends them piece by piece."""

from collections.abc import Iterator


class Stream:
    """The body of an answer with `direct_passthrough`; its length is told by the answer's Content-Length.

    When the pieces raise, the connection is cut: half a file does not look like a whole one.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """Give back what the pieces hold, such as an open file."""
        getattr(self._pieces, "close", lambda: None)()
