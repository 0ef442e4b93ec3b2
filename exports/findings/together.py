"""What several sources say of the same participants: correlations, exploratory."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from exports.coding import of_the_study, training_lessons
from exports.findings.cases import Indexed, Outcome
from exports.findings.finding import (
    Drawing,
    Effect,
    Finding,
    Forest,
    Number,
    Point,
    Points,
    Topic,
)
from exports.findings.growth import CERTAIN, Grown
from exports.findings.material import Study
from exports.findings.phrasing import apa, in_r, labelled, n_part, p_part, value_part, within_part
from exports.lesson_shares import sets_of
from exports.statistics.correlations import Together, correlations
from exports.statistics.outcome import Undefined
from exports.wording import Words, say
from instruments.definitions import YES, About, AnyOf
from instruments.records import Record
from instruments.wording import Text

Measure = tuple[Words, dict[str, float]]
MODEL = in_r(
    say(
        "Pearson's r with Fisher's interval, Spearman's rho, Kendall's tau-b; "
        "p of r by Holm for all pairs."
    ),
    "cor.test(exact = FALSE)",
)


def together(
    study: Study,
    scales: Sequence[Grown],
    indexes: Sequence[Indexed],
    outcomes: Sequence[Outcome],
) -> Iterator[Finding]:
    """Correlate what is known of the same participants; nothing where one source knows them."""
    measures = dict(_measures(study, scales, indexes, outcomes))
    sources = {name.partition(".")[0] for name in measures}
    if len(measures) > 1 and len(sources) > 1:
        yield _finding(study, measures)


def _measures(
    study: Study,
    scales: Sequence[Grown],
    indexes: Sequence[Indexed],
    outcomes: Sequence[Outcome],
) -> Iterator[tuple[str, Measure]]:
    for index in indexes:
        yield f"index.{index.key}.{index.index.key}", (index.index.name, index.values)
    for one in scales:
        if one.table.change:
            name = say("Change: {scale}", scale=one.scale.name)
            yield f"change.{one.key}.{one.scale.code}", (name, one.table.change)
    for outcome in outcomes:
        if means := _mean_gains(outcome):
            name = say("Mean gain: {item}", item=outcome.item.label)
            yield f"gain.{outcome.key}.{outcome.item.code}", (name, means)
    yield from _lessons(study)


def _mean_gains(outcome: Outcome) -> dict[str, float]:
    """Average the gains of each teacher's pupils."""
    gains: dict[str, list[float]] = {}
    for case in outcome.both:
        if case.gain is not None and case.teacher != case.who:
            gains.setdefault(case.teacher, []).append(case.gain)
    return {who: fmean(several) for who, several in gains.items()}


def _lessons(study: Study) -> Iterator[tuple[str, Measure]]:
    """Give the share of each teacher's lessons of the last wave with any item of a set."""
    keys = study.keys_about(About.LESSON)
    training = training_lessons(study.source) if keys else frozenset()
    for key in keys:
        records = [*of_the_study(study.source.records(key), training)]
        there = {record.wave for record in records}
        last = next((wave.key for wave in reversed(study.waves) if wave.key in there), "")
        records = [record for record in records if record.wave == last]
        for one in sets_of(study.source, key):
            if shares := _shares(study, records, one):
                yield f"lessons.{key}.{one.key}", (one.name, shares)


def _shares(study: Study, records: Sequence[Record], one: AnyOf) -> dict[str, float]:
    """Give the share of each teacher's lessons in which any item of a set was seen."""
    teachers = {lesson.code: lesson.teacher for lesson in study.source.frame.lessons}
    seen: dict[str, list[int]] = {}
    for record in records:
        said = [str(record.answers[code]) for code in one.items if code in record.answers]
        teacher = teachers.get(record.lesson, "")
        if said and teacher:
            seen.setdefault(teacher, []).append(int(YES in said))
    return {who: fmean(several) for who, several in seen.items()}


def _finding(study: Study, measures: Mapping[str, Measure]) -> Finding:
    people = sorted({who for _, values in measures.values() for who in values})
    found = correlations(
        {name: [values.get(who) for who in people] for name, (_, values) in measures.items()}
    )
    there = [one for one in found if one.pearson.p is not None]
    strongest = max(there, key=lambda one: abs(one.pearson.value or 0.0), default=None)
    return Finding(
        key=f"{Topic.TOGETHER}.participants",
        topic=Topic.TOGETHER,
        instrument="",
        code="",
        question=say("Do the sources point the same way?"),
        subject=say("Participants of several sources"),
        answer=_answer(measures, there, strongest),
        apa=_line(strongest) if strongest else Text(),
        n=max((one.pearson.n for one in found), default=0),
        missing=_missing(found, len(people)),
        model=MODEL,
        numbers=tuple(number for one in found for number in _numbers(measures, one)),
        warnings=(
            say(
                "Exploratory; pairs looked at: {pairs}. With so few participants every r is "
                "uncertain.",
                pairs=len(found),
            ),
        ),
        drawings=tuple(_drawings(study, measures, there, strongest)),
        why=None if there else next((one.pearson.why for one in found), Undefined.NO_PAIRS),
    )


def _missing(found: Sequence[Together], people: int) -> Words:
    return say(
        "Participants: {people}. Each pair of measures has those who have both: {least} to {most}.",
        people=people,
        least=min((one.pearson.n for one in found), default=0),
        most=max((one.pearson.n for one in found), default=0),
    )


def _drawings(
    study: Study,
    measures: Mapping[str, Measure],
    there: Sequence[Together],
    strongest: Together | None,
) -> Iterator[Drawing]:
    effects = tuple(
        Effect(
            _pair(measures, one),
            one.pearson.n,
            one.pearson.value,
            one.pearson.low,
            one.pearson.high,
        )
        for one in sorted(there, key=lambda one: -abs(one.pearson.value or 0.0))
    )
    yield Forest(effects, say("Pearson's r"))
    if strongest:
        yield _points(study, measures, strongest)


def _pair(measures: Mapping[str, Measure], one: Together) -> Words:
    return say("{one} – {other}", one=measures[one.one][0], other=measures[one.other][0])


def _answer(
    measures: Mapping[str, Measure], there: list[Together], strongest: Together | None
) -> Words:
    if strongest is None:
        return say("No two sources know enough of the same participants.")
    return say(
        "Pairs of measures: {pairs}; with p < .05: {some}, after Holm: {sure}. The strongest: "
        "{pair} ({r}).",
        pairs=len(there),
        some=sum((one.pearson.p or 0.0) < CERTAIN for one in there),
        sure=sum(one.p_holm is not None and one.p_holm < CERTAIN for one in there),
        pair=_pair(measures, strongest),
        r=_line(strongest),
    )


def _line(one: Together) -> Text:
    return apa(
        value_part("r", one.pearson.value, bounded=True),
        within_part(one.pearson.low, one.pearson.high, bounded=True),
        p_part(one.pearson.p),
        n_part(one.pearson.n),
    )


def _numbers(measures: Mapping[str, Measure], one: Together) -> Iterator[Number]:
    pair, name = _pair(measures, one), f"{one.one}~{one.other}"
    r = one.pearson
    yield Number(f"n.{name}", labelled(pair, say("n")), r.n, places=0)
    label = labelled(pair, say("Pearson's r"))
    yield Number(f"r.{name}", label, r.value, r.low, r.high, bounded=True)
    for key, label, value in (
        ("p", labelled(pair, say("p of r")), r.p),
        ("p_holm", labelled(pair, say("p of r by Holm")), one.p_holm),
    ):
        yield Number(f"{key}.{name}", label, value, places=3, bounded=True)
    for key, label, value in (
        ("rho", labelled(pair, say("Spearman's rho")), one.spearman.value),
        ("tau", labelled(pair, say("Kendall's tau-b")), one.kendall.value),
    ):
        yield Number(f"{key}.{name}", label, value, bounded=True)


def _points(study: Study, measures: Mapping[str, Measure], one: Together) -> Points:
    (x, first), (y, second) = measures[one.one], measures[one.other]
    both = sorted(first.keys() & second.keys())
    points = tuple(Point(who, study.school(who), first[who], second[who]) for who in both)
    return Points(x, y, points)
