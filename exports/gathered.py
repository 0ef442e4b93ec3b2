"""Scores of one instrument by teacher, taken while its long table is read."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from operator import itemgetter

from exports.chunks import Row
from exports.columns import Cell
from exports.kept import Kept, Placed
from exports.keys import PLACES
from exports.recorded import Batch, Recorded
from instruments.records import Part, Record

COUNTED = frozenset({Part.NONE, Part.PRIMARY})
"""Whose records count: a lesson has one row, whoever else looked at it."""
WHERE = itemgetter(
    *(PLACES[name] for name in ("participant_id", "teacher_id", "school_id", "wave_num"))
)


@dataclass(slots=True)
class Mean:
    """A mean in the making."""

    n: int = 0
    total: float = 0.0

    def take(self, value: Cell) -> None:
        """Take in a value, unless there is none."""
        if isinstance(value, int | float):
            self.n += 1
            self.total += value

    @property
    def value(self) -> float | None:
        """The mean; none of nothing."""
        return self.total / self.n if self.n else None


@dataclass(slots=True)
class Cluster:
    """What a teacher's records say: the school of the first of them and the mean of each scale."""

    school: str
    means: tuple[Mean, ...]


class Gathered:
    """The scores of the records that have a teacher, row by row and as means by teacher."""

    def __init__(self, recorded: Recorded, training: Callable[[], Container[str]]) -> None:
        self.recorded = recorded
        self.scales = recorded.scales
        self.rows = Kept()
        self.whole = False
        self.clusters: dict[str, Cluster] = {}
        self._training = training

    def take(self, batch: Batch, keys: list[Row]) -> None:
        """Take in the records of a batch."""
        rows = [*self._scored(batch, keys)]
        for _, _, (_, teacher, school, _, *values) in rows:
            cluster = self._cluster(str(teacher), str(school or ""))
            for mean, value in zip(cluster.means, values, strict=True):
                mean.take(value)
        if self.rows.open:
            self.rows.keep(rows)

    def _scored(self, batch: Batch, keys: list[Row]) -> Iterator[Placed]:
        """Give who, where and when, and the scores, of every record that counts."""
        if not self.scales:
            return
        columns = (batch.columns[place] for place, _ in self.recorded.score_places)
        for record, before, *scores in zip(batch.records, keys, *columns, strict=True):
            where = WHERE(before)
            if where[1] is not None and self._counts(record):
                yield record.id, record.wave, (*where, *scores)

    def finish(self) -> None:
        """Say that the last record was taken."""
        self.whole = True
        self.rows.finish()

    def read(self) -> None:
        """Read the records, if no long table was read to its end."""
        if self.whole or not self.scales:
            return
        self.clusters.clear()
        for batch in self.recorded.batches():
            self.take(batch, self.recorded.key_rows(batch))
        self.finish()

    def scored(self) -> Iterator[Placed]:
        """Give the rows that count, as they were kept or else from the records."""
        if self.rows.whole:
            yield from self.rows.rows()
            return
        for batch in self.recorded.batches():
            yield from self._scored(batch, self.recorded.key_rows(batch))

    def _counts(self, record: Record) -> bool:
        lesson = record.lesson
        return record.part in COUNTED and not (lesson and lesson in self._training())

    def _cluster(self, teacher: str, school: str) -> Cluster:
        found = self.clusters.get(teacher)
        if found is None:
            means = tuple(Mean() for _ in self.scales)
            found = self.clusters[teacher] = Cluster(school, means)
        return found
