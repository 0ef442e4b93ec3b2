"""How an index goes with an outcome in a model of levels, and how much variance it explains."""

from collections.abc import Iterable, Iterator, Sequence

from exports.findings.cases import Indexed, Outcome
from exports.findings.engagement import CHOSEN
from exports.findings.explained import meanings
from exports.findings.finding import Alternative, Effect, Finding, Forest, Number, Topic
from exports.findings.growth import CERTAIN, difference_words
from exports.findings.level_models import SCHOOL, TEACHER, Data, Levels, cases_of
from exports.findings.material import Study
from exports.findings.number_sets import estimate_line, estimate_numbers, p_number
from exports.findings.phrasing import (
    apa,
    in_r,
    labelled,
    p_part,
    p_words,
    pct_words,
    t_part,
    value_part,
)
from exports.findings.reasons import because
from exports.statistics.estimates import Estimate
from exports.statistics.mixed_shares import held_by_levels, reduced
from exports.statistics.mixed_tests import likelihood_ratio
from exports.statistics.outcome import Undefined, Value
from exports.wording import Words, say
from instruments.wording import Text

FEW_SCHOOLS = 10


def levels(one: Outcome, index: Indexed, study: Study) -> Finding:
    """Say what a point of the index goes with, and by how much variances fall."""
    data = cases_of(one, index, study)
    found = data.fit()
    slope = found.slope
    fallen = reduced(found.before, found.after)
    return Finding(
        key=f"{Topic.ENGAGEMENT}.{one.key}.{one.item.code}.{index.index.key}.levels",
        topic=Topic.ENGAGEMENT,
        instrument=one.key,
        code=one.item.code,
        question=say(
            "How does “{index}” go with it, at the same start, in classes and schools?",
            index=index.index.name,
        ),
        subject=one.item.label,
        answer=_answer(index, found, fallen.total),
        apa=_line(found, fallen.total),
        n=len(data.rows),
        missing=_missing_words(data),
        model=_model_words(),
        numbers=(*_numbers(found, slope), *_coefficients(found, _terms(data, index))),
        alternatives=tuple(_alternatives(data, found)),
        warnings=tuple(_warnings(found, len({*data.schools}))),
        drawings=(_drawing(data, found),),
        why=None if slope.p is not None else slope.why or Undefined.NO_CASES,
    )


def _missing_words(data: Data) -> Words:
    return say(
        "Cases with both waves, the index and the covariates ({covariates}): {n}; left out: "
        "{out}. Teachers: {teachers}, schools: {schools}.",
        covariates=", ".join(data.covariates) or "—",
        n=len(data.rows),
        out=data.left_out,
        teachers=len({*data.teachers}),
        schools=len({*data.schools}),
    )


def _model_words() -> Words:
    return in_r(
        say(
            "Last wave on first wave, covariates and index, intercepts for school "
            "and teacher; REML, Satterthwaite's degrees of freedom."
        ),
        "lmerTest::lmer(end ~ start + covariates + index + (1 | school / teacher))",
    )


def _answer(index: Indexed, found: Levels, fallen: Value) -> Words:
    slope, careful = found.slope, found.slope_kenward_roger
    if slope.value is None or slope.p is None:
        if slope.why is Undefined.NO_CASES:
            return say("The model cannot be fitted: nobody has both waves and an index.")
        return say("The model cannot be fitted: {reason}.", reason=because(slope.why))
    values = {
        "index": index.index.name,
        "points": difference_words(slope.value),
        "p": _both(slope, careful),
        "share": pct_words(fallen.value),
    }
    if max(slope.p, careful.p or 0.0) < CERTAIN:
        return say(
            "A point more of “{index}” goes with {points} at the same start ({p}); all residual "
            "variance (schools, teachers and pupils together) falls by {share}.",
            **values,
        )
    return say(
        "A point more of “{index}” goes with {points} at the same start, which may be chance "
        "({p}); all residual variance (schools, teachers and pupils together) falls by {share}.",
        **values,
    )


def _both(slope: Estimate, careful: Estimate) -> Words:
    """Say p with Satterthwaite's and with Kenward and Roger's degrees of freedom."""
    if careful.p is None:
        return p_words(slope.p)
    return say("{p}; Kenward–Roger: {careful}", p=p_words(slope.p), careful=p_words(careful.p))


def _line(found: Levels, fallen: Value) -> Text:
    slope, careful = found.slope, found.slope_kenward_roger
    if slope.p is None:
        return Text()
    held = held_by_levels(found.null).together.value
    return apa(
        value_part("b", slope.value),
        value_part("SE", slope.se),
        t_part(slope.t, slope.df),
        p_part(slope.p),
        p_part(careful.p, "p (Kenward–Roger)") if careful.p is not None else None,
        say("total residual variance reduced by {share}", share=pct_words(fallen.value)).in_,
        value_part("ICC", held, bounded=True),
    )


def _numbers(found: Levels, slope: Estimate) -> Iterator[Number]:
    yield from estimate_numbers(slope)
    held = held_by_levels(found.null)
    yield Number("icc", say("ICC of teachers and schools"), held.together.value, bounded=True)
    for name, label in ((TEACHER, say("teacher")), (SCHOOL, say("school"))):
        if name in held.factors:
            yield Number(
                f"icc.{name}",
                say("ICC: {level}", level=label),
                held.factors[name].value,
                bounded=True,
            )
    for key, label, model in (
        ("null", say("no predictor"), found.null),
        ("before", say("without the index"), found.before),
        ("after", say("with the index"), found.after),
    ):
        for name, level in ((TEACHER, say("teacher")), (SCHOOL, say("school"))):
            yield Number(
                f"variance.{key}.{name}",
                say("Variance, {model}: {level}", model=label, level=level),
                model.variance(name),
                places=3,
            )
        yield Number(
            f"variance.{key}.residual",
            say("Variance, {model}: left", model=label),
            model.residual,
            places=3,
        )


def _terms(data: Data, index: Indexed) -> Iterator[tuple[str, Words]]:
    """Name the predictors in the order of the model, each with its key."""
    yield "intercept", say("Intercept")
    yield "start", say("First wave")
    for name in data.covariates:
        yield f"roster_{name}", Text(name, name, name)
    yield "index", index.index.name


def _coefficients(found: Levels, terms: Iterable[tuple[str, Words]]) -> Iterator[Number]:
    """Give every coefficient of the model with the index; none where it cannot be fitted."""
    if found.after.why:
        return
    for (term, name), it in zip(terms, found.coefficients, strict=True):
        label = labelled(name, say("coefficient"))
        yield Number(f"coefficient.{term}", label, it.value, it.low, it.high)
        yield Number(f"se.{term}", labelled(name, say("Standard error")), it.se)
        yield Number(f"t.{term}", labelled(name, say("t")), it.t)
        yield Number(f"df.{term}", labelled(name, say("Degrees of freedom")), it.df, places=1)
        yield p_number(f"p.{term}", labelled(name, say("p")), it.p)


def _alternatives(data: Data, found: Levels) -> Iterator[Alternative]:
    other = found.slope_kenward_roger
    yield Alternative(
        "kenward_roger",
        say("The same model with Kenward and Roger's degrees of freedom"),
        estimate_line(other),
        say("More careful with few teachers and schools."),
        tuple(estimate_numbers(other)),
        other.why,
    )
    by_ml = data.fit(is_reml=False)
    ratio = likelihood_ratio(by_ml.after, by_ml.before)
    yield Alternative(
        "likelihood_ratio",
        say("Likelihood ratio by ML"),
        apa(value_part("χ²", ratio.chi2), p_part(ratio.p)) if ratio.p is not None else Text(),
        in_r(say("Promises too much with few teachers."), "anova(with, without)"),
        (
            Number("chi2", say("Chi-square"), ratio.chi2),
            Number("df", say("Degrees of freedom"), ratio.df, places=0),
            p_number("p", say("p"), ratio.p),
        ),
        ratio.why,
    )
    yield from meanings(data, found)


def _warnings(found: Levels, schools: int) -> Iterator[Words]:
    if found.after.why:
        return
    yield CHOSEN
    yield say(
        "“Variance explained” has several meanings: name the one you print. They are listed beside."
    )
    if schools < FEW_SCHOOLS:
        yield say("Schools: {n}. With so few, prefer Kenward and Roger's p or say both.", n=schools)
    singular = [one.name for one in found.after.components if one.variance == 0]
    if singular:
        yield say("No variance was found between: {levels}.", levels=", ".join(singular))


def _drawing(data: Data, found: Levels) -> Forest:
    rows: Sequence[tuple[Words, Estimate]] = (
        (say("Satterthwaite"), found.slope),
        (say("Kenward–Roger"), found.slope_kenward_roger),
    )
    n = len(data.rows)
    return Forest(
        tuple(Effect(name, n, it.value, it.low, it.high) for name, it in rows),
        say("points of the outcome per point of the index"),
    )
