"""A table as an article prints it, in words alone."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Composed:
    """A table as an article prints it: the first `words` columns are words, `bands` head others.

    With `ends_in_words` the last column is words as well. A row of one cell is a band over those
    that follow.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1
    bands: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ends_in_words: bool = False

    @property
    def columns_of_words(self) -> tuple[int, ...]:
        """Give the places of the columns of words."""
        last = (len(self.head) - 1,) if self.ends_in_words else ()
        return (*range(self.words), *last)

    @property
    def full_rows(self) -> tuple[tuple[str, ...], ...]:
        """Give the rows that are no bands."""
        return tuple(row for row in self.rows if len(row) > 1 or len(self.head) == 1)

    def cut(self, start: int, end: int) -> "Composed":
        """Keep some of the columns behind the words."""
        if (start, end) == (self.words, len(self.head)):
            return self
        kept = [*range(self.words), *range(start, end)]
        return replace(
            self,
            head=tuple(self.head[at] for at in kept),
            rows=tuple(
                row if len(row) == 1 else tuple(row[at] for at in kept) for row in self.rows
            ),
            bands=self.bands[start - self.words : end - self.words],
            ends_in_words=self.ends_in_words and end == len(self.head),
        )
