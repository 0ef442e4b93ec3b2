"""Rows that wait in a temporary file, so that no record need be read twice."""

import pickle
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Self

from exports.chunks import Row

Placed = tuple[str, str, Row]
"""A row of a wide table's wave: whose it is, of which wave, and its cells."""

IN_MEMORY = 1_000_000


class Kept:
    """Keeps rows from when it is entered until it is left; before and after it keeps nothing."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._chunks = 0
        self._whole = False

    def __enter__(self) -> Self:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        self._file, self._chunks, self._whole = None, 0, False

    @property
    def open(self) -> bool:
        """Whether rows are kept."""
        return self._file is not None

    @property
    def whole(self) -> bool:
        """Whether every row was kept."""
        return self._whole

    def keep(self, rows: list[Placed]) -> None:
        """Keep a chunk of rows."""
        if self._file is not None:
            pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)
            self._chunks += 1

    def finish(self) -> None:
        """Say that the last row was kept."""
        self._whole = self.open

    def rows(self) -> Iterator[Placed]:
        """Give the rows again, in their order."""
        if self._file is None:
            return
        self._file.seek(0)
        for _ in range(self._chunks):
            yield from pickle.load(self._file)  # noqa: S301 - written above, seen by nobody
