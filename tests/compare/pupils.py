"""Pupils with the scores of both tests, and how much their teacher took part."""

from dataclasses import dataclass
from functools import cache
from statistics import mean, median, stdev

from tests.compare.study import number, rows


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil; `is_high` says whether the teacher's engagement lies above the median."""

    school: str
    teacher: str
    subject: str
    ses: float
    start: float
    end: float | None
    engagement: float
    is_high: bool

    @property
    def gain(self) -> float:
        """The last score minus the first."""
        return self.end - self.start


@cache
def engagement() -> dict[str, float]:
    """Give every teacher's index: the mean of the z of messages and of minutes of voice."""
    sums: dict[str, list[float]] = {}
    for row in rows("engagement_logs"):
        own = sums.setdefault(row["teacher_id"], [0.0, 0.0])
        own[0] += number(row["messages"])
        own[1] += number(row["voice_minutes"])
    columns = [_z(column) for column in zip(*sums.values(), strict=True)]
    return {
        teacher: mean(both) for teacher, both in zip(sums, zip(*columns, strict=True), strict=True)
    }


def _z(values) -> list[float]:
    middle, spread = mean(values), stdev(values)
    return [(one - middle) / spread for one in values]


def is_high(teacher: str) -> bool:
    """Say whether a teacher's engagement lies above the median."""
    return engagement()[teacher] > median(engagement().values())


@cache
def pupils() -> list[Pupil]:
    """List the pupils."""
    scores = {
        (row["pupil_id"], row["occasion"]): (number(row["score"]), row["subject"])
        for row in rows("pupil_scores")
    }
    found = []
    for row in rows("pupils"):
        start, subject = scores[row["pupil_id"], "start"]
        end, _ = scores.get((row["pupil_id"], "end"), (None, ""))
        teacher = row["teacher_id"]
        ses = number(row["ses_index"])
        high = is_high(teacher)
        place = row["school_id"], teacher, subject
        found.append(Pupil(*place, ses, start, end, engagement()[teacher], high))
    return found


def with_both_scores() -> list[Pupil]:
    """List the pupils who took both tests."""
    return [one for one in pupils() if one.end is not None]
