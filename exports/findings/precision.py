"""How small a change, or how loose a connection, so many participants can show."""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.findings.finding import Finding, Number, Topic
from exports.findings.growth import Grown
from exports.findings.material import Study
from exports.findings.phrasing import (
    apa,
    each,
    in_r,
    joined_words,
    labelled,
    listed,
    n_part,
    num,
    plain,
    value_part,
)
from exports.statistics.descriptives import describe
from exports.statistics.outcome import Undefined
from exports.statistics.precision import (
    ALONE,
    limits_of_correlation,
    smallest_change,
    smallest_correlation,
)
from exports.wording import Words, say
from instruments.wording import Text

MODERATE = 0.4
"""The correlation whose interval is shown as an example, whatever was found."""


@dataclass(frozen=True)
class Detectable:
    """Of a scale: who has the first wave and the last, and the change that so many show."""

    scale: Grown
    n: int
    spread: float | None
    """Standard deviation of the differences, in points."""
    alone: float | None
    of_all_pairs: float | None

    @property
    def points(self) -> float | None:
        """Give the change in points of the scale."""
        return None if not self.spread or self.alone is None else self.alone * self.spread


def precision(study: Study, key: str, scales: list[Grown]) -> Finding:
    """Say what a study of this size shows, from its numbers of people alone."""
    people = len(study.asked_of(key))
    found = [_detectable(one) for one in scales]
    change = smallest_change(people)
    return Finding(
        key=f"{Topic.PARTICIPATION}.{key}.precision",
        topic=Topic.PARTICIPATION,
        instrument=key,
        code="",
        question=say("How small a change can so many participants show?"),
        subject=study.summary(key).instrument.title,
        answer=_answer(people, change, found),
        apa=_line(people, change) if change is not None else Text(),
        n=people,
        missing=say(
            "By scale those with the first wave and the last count; the mixed model uses the "
            "others too and sees a little more."
        ),
        model=_model_words(),
        numbers=(*_of_study(people, change), *(it for one in found for it in _of_scale(one))),
        warnings=(
            say(
                "It says what a study of this size can see, from the number of people and not "
                "from what was found. How sure a result is, its own interval says; a difference "
                "that was not found is not thereby shown to be none."
            ),
        ),
        why=None if change is not None else Undefined.FEW_UNITS,
    )


def _line(people: int, change: float) -> Text:
    return apa(
        n_part(people),
        value_part("d_z", change),
        value_part("α", ALONE.alpha, bounded=True),
        value_part("1 − β", ALONE.power, bounded=True),
    )


def _model_words() -> Words:
    return in_r(
        say(
            "Paired t test, two-sided 5 %, power 80 %; all pairs of waves by Bonferroni. "
            "Points: d_z times the standard deviation of the differences. Correlation: "
            "Fisher's interval."
        ),
        "power.t.test(n, power = .8, type = 'paired', strict = TRUE)",
    )


def _detectable(one: Grown) -> Detectable:
    changes = [*one.table.change.values()]
    n, waves = len(changes), len(one.waves)
    return Detectable(
        one,
        n,
        describe(changes).sd,
        smallest_change(n),
        smallest_change(n, waves * (waves - 1) // 2),
    )


def _answer(people: int, change: float | None, found: list[Detectable]) -> Words:
    if change is None:
        return say("Participants: {n}. So few show no change at all.", n=people)
    whole = say(
        "With {n} participants in both waves a change of d_z = {dz} is found four times of five, "
        "a smaller one less often.",
        n=people,
        dz=num(change),
    )
    there = [(one.scale.scale.name, num(one.points)) for one in found if one.points is not None]
    parts: list[Words] = [whole]
    if there:
        parts.append(say("In points of the scales: {points}.", points=listed(there)))
    r = smallest_correlation(people)
    if r is not None:
        parts.append(
            say(
                "A correlation differs from 0 beyond chance from r = {r} on.",
                r=each(lambda language: plain(r, language, bounded=True)),
            )
        )
    return joined_words(parts)


def _of_study(people: int, change: float | None) -> Iterator[Number]:
    limits = limits_of_correlation(MODERATE, people)
    yield Number("people", say("Participants asked"), people, places=0)
    yield Number("smallest_dz", say("Smallest change that is found at 80 % (d_z)"), change)
    yield Number(
        "smallest_r",
        say("Smallest correlation whose interval leaves out 0"),
        smallest_correlation(people),
        bounded=True,
    )
    yield Number(
        "moderate_r",
        say("Interval of a correlation of .40, as an example"),
        MODERATE if limits.low is not None else None,
        limits.low,
        limits.high,
        bounded=True,
    )


def _of_scale(one: Detectable) -> Iterator[Number]:
    code, name = one.scale.scale.code, one.scale.scale.name
    yield Number(
        f"n.{code}", labelled(name, say("with the first wave and the last")), one.n, places=0
    )
    yield Number(f"smallest_dz.{code}", labelled(name, say("smallest d_z at 80 %")), one.alone)
    yield Number(
        f"smallest_dz_pairs.{code}",
        labelled(name, say("smallest d_z at 80 %, all pairs of waves")),
        one.of_all_pairs,
    )
    yield Number(
        f"sd_difference.{code}",
        labelled(name, say("standard deviation of the differences")),
        one.spread,
    )
    yield Number(
        f"smallest_points.{code}", labelled(name, say("smallest change in points")), one.points
    )
