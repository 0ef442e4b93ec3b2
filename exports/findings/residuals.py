"""Whether the mixed model of a scale fits: what it leaves, to be looked at."""

from collections.abc import Iterator, Sequence

from exports.findings.finding import Drawing, Finding, Number, Point, Points, Quantiles, Topic
from exports.findings.growth import MANY, Grown, missing_words
from exports.findings.material import Study
from exports.findings.phrasing import in_r, num
from exports.findings.reasons import because
from exports.statistics.descriptives import Descriptives, describe
from exports.statistics.residuals import Residuals, normal_places, quartile_line, waves_residuals
from exports.wording import Words, say
from instruments.wording import Text

NAMED = 10
"""Outlying scores that are named; with more the count says it."""


def residuals(one: Grown, study: Study) -> Finding:
    """Give residuals and persons' effects of the primary model as drawings and in words."""
    found = waves_residuals(one.table.rows, one.model)
    shape, people = describe(found.scaled), describe(found.effects)
    return Finding(
        key=f"{Topic.GROWTH}.{one.key}.{one.scale.code}.residuals",
        topic=Topic.GROWTH,
        instrument=one.key,
        code=one.scale.code,
        question=say("Does the model fit?"),
        subject=one.scale.name,
        answer=_answer(one, found, shape),
        apa=Text(),
        n=len(found.scaled),
        missing=missing_words(one, study),
        model=in_r(
            say(
                "Residuals of the mixed model in residual standard deviations, and what each "
                "participant stands above or below all. Places of a normal sample beside them."
            ),
            "residuals(model, scaled = TRUE), fitted(model), ranef(model), qqnorm()",
        ),
        numbers=tuple(_numbers(found, shape, people)) if not found.why else (),
        warnings=tuple(_warnings(one, found)),
        drawings=tuple(_drawings(one, found)),
        why=found.why,
    )


def _answer(one: Grown, found: Residuals, shape: Descriptives) -> Words:
    if found.why:
        return say(
            "“{scale}”: there is no model to look at: {reason}.",
            scale=one.scale.name,
            reason=because(found.why),
        )
    values = {"scale": one.scale.name, "skew": num(shape.skew), "n": len(found.outlying)}
    if not found.outlying:
        return say(
            "“{scale}”: no score lies more than 3 residual standard deviations away; skew of the "
            "residuals {skew}.",
            **values,
        )
    if len(found.outlying) > NAMED:
        return say(
            "“{scale}”: {n} scores lie more than 3 residual standard deviations away; skew of the "
            "residuals {skew}.",
            **values,
        )
    return say(
        "“{scale}”: {n} scores lie more than 3 residual standard deviations away: {codes}; skew "
        "of the residuals {skew}.",
        codes=", ".join(one.table.people[found.people_of[at]] for at in found.outlying),
        **values,
    )


def _numbers(found: Residuals, shape: Descriptives, people: Descriptives) -> Iterator[Number]:
    yield Number(
        "outlying", say("Scores beyond 3 standard deviations"), len(found.outlying), places=0
    )
    yield Number("skew", say("Skew of the residuals"), shape.skew)
    yield Number("kurtosis", say("Excess kurtosis of the residuals"), shape.kurtosis)
    yield Number("smallest", say("Smallest residual, in standard deviations"), shape.min)
    yield Number("largest", say("Largest residual, in standard deviations"), shape.max)
    yield Number("people", say("Participants"), len(found.people), places=0)
    yield Number("skew_people", say("Skew of the participants' effects"), people.skew)


def _warnings(one: Grown, found: Residuals) -> Iterator[Words]:
    if found.why:
        return
    yield say(
        "Look at the drawings: residuals without a pattern, points near a line. No test of "
        "normality decides it: with few people it sees nothing, with many what does not matter."
    )
    if found.outlying:
        yield say(
            "Look at the records of those who are named; leave nobody out for being far away, and "
            "give the result with and without if you do."
        )
    if one.people > MANY:
        yield say("More than {many} participants: too many points to draw.", many=MANY)


def _drawings(one: Grown, found: Residuals) -> Iterator[Drawing]:
    if found.why or one.people > MANY:
        return
    left = say("residual, in standard deviations")
    codes = [one.table.people[at] for at in found.people_of]
    fitted = say("mean by the model and the participant")
    yield Points(fitted, left, _points(codes, found.fitted, found.scaled))
    yield _quantiles(left, codes, found.scaled)
    if any(found.effects):
        people = [one.table.people[at] for at in found.people]
        yield _quantiles(say("participant above or below all, in points"), people, found.effects)


def _quantiles(name: Words, codes: Sequence[str], values: Sequence[float]) -> Quantiles:
    places = _points(codes, normal_places(values), values)
    return Quantiles(say("place in a normal sample"), name, places, *quartile_line(values))


def _points(
    codes: Sequence[str], across: Sequence[float], up: Sequence[float]
) -> tuple[Point, ...]:
    both = zip(codes, across, up, strict=True)
    return tuple(Point(code, "", right, high) for code, right, high in both)
