"""Pupils with the scores of both tests, and how much their teacher took part."""

from dataclasses import dataclass
from functools import cache

from tests.compare.study import number, rows
from tests.compare.talk import engagement_index


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil; `is_high` and `is_top` say where the teacher's engagement lies among all."""

    school: str
    teacher: str
    subject: str
    ses: float
    start: float
    end: float | None
    engagement: float
    is_high: bool
    is_top: bool

    @property
    def gain(self) -> float:
        """The last score minus the first."""
        return self.end - self.start


@cache
def parts() -> dict[str, dict[str, object]]:
    """Give how much every teacher took part: the index, and whether it is high."""
    return engagement_index()["teachers"]


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
        took_part = parts()[row["teacher_id"]]
        found.append(
            Pupil(
                row["school_id"],
                row["teacher_id"],
                subject,
                number(row["ses_index"]),
                start,
                end,
                took_part["index"],
                took_part["high"],
                took_part["top_quartile"],
            )
        )
    return found


def with_both_scores() -> list[Pupil]:
    """List the pupils who took both tests."""
    return [one for one in pupils() if one.end is not None]
