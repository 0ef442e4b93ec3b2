"""What an import refuses: where, and one clear sentence why."""

from collections.abc import Sequence
from dataclasses import dataclass

from instruments.wording import Message


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One fault: the row as the spreadsheet numbers it, the column and what to do."""

    number: int
    column: str
    message: Message
    whole_file: bool = False
    """Nothing of the file can be imported before this is mended."""


def rows_of(refused: Sequence[RefusedRow]) -> int:
    """Count the rows that have a fault."""
    return len({one.number for one in refused if not one.whole_file})


class NotImported(Exception):
    """The file has faults and the good rows alone were not asked for: nothing was written."""

    def __init__(self, refused: Sequence[RefusedRow]) -> None:
        super().__init__(f"{len(refused)} faults")
        self.refused = tuple(refused)


class Judged:
    """What every preview knows: what would be taken, and what is refused."""

    accepted: Sequence[object]
    refused: tuple[RefusedRow, ...]

    @property
    def blocked(self) -> bool:
        """Whether nothing of the file can be imported as it is."""
        return any(one.whole_file for one in self.refused) or not self.accepted

    def judge(self, *, good_only: bool) -> None:
        """Refuse a file with faults, unless the good rows alone are asked for."""
        if self.blocked or (self.refused and not good_only):
            raise NotImported(self.refused)
