"""How an index goes with an outcome in a model of levels, and how much variance it explains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.findings.cases import Indexed, Outcome
from exports.findings.engagement import CHOSEN
from exports.findings.finding import Alternative, Effect, Finding, Forest, Number, Topic
from exports.findings.growth import CERTAIN, difference_words
from exports.findings.material import Study
from exports.findings.number_sets import estimate_line, estimate_numbers
from exports.findings.phrasing import (
    apa,
    in_r,
    p_part,
    p_words,
    pct_words,
    t_part,
    value_part,
)
from exports.findings.reasons import because
from exports.statistics.estimates import Estimate
from exports.statistics.mixed_model import MixedModel, mixed_model, within
from exports.statistics.mixed_shares import explained, held_by_levels, reduced
from exports.statistics.mixed_tests import Degrees, estimated, likelihood_ratio
from exports.statistics.outcome import Undefined, Value
from exports.wording import Words, say
from instruments.wording import Text

TEACHER, SCHOOL = "teacher", "school"
FEW_SCHOOLS = 10


@dataclass(frozen=True)
class Levels:
    """Models without predictors, with those of the cases, and with the index too."""

    null: MixedModel
    before: MixedModel
    after: MixedModel

    @property
    def slope(self) -> Estimate:
        """Estimate what a point of the index goes with."""
        return self._slope(Degrees.SATTERTHWAITE)

    @property
    def slope_kenward_roger(self) -> Estimate:
        """Estimate it with Kenward and Roger's degrees of freedom."""
        return self._slope(Degrees.KENWARD_ROGER)

    def _slope(self, degrees: Degrees) -> Estimate:
        if self.after.why:
            return Estimate(None, why=self.after.why)
        last = [0.0] * (len(self.after.coefficients) - 1) + [1.0]
        return estimated(self.after, last, degrees)


@dataclass(frozen=True)
class _Data:
    """Cases with everything that the models need; predictors end with the index."""

    start_and_end: list[tuple[float, float]]
    rows: list[tuple[float, ...]]
    teachers: list[str]
    schools: list[str]
    covariates: tuple[str, ...]
    left_out: int

    def fit(self, is_gain: bool = False, is_school: bool = True, is_reml: bool = True) -> Levels:
        """Fit all three models."""
        factors = {TEACHER: within(self.schools, self.teachers)}
        if is_school:
            factors[SCHOOL] = self.schools
        y = [end - start if is_gain else end for start, end in self.start_and_end]
        width = len(self.rows[0]) if self.rows else 0
        fits = [
            mixed_model(y, [row[:size] for row in self.rows], factors, is_reml)
            for size in (min(1, width), max(width - 1, 0), width)
        ]
        return Levels(*fits)


def levels(one: Outcome, index: Indexed, study: Study) -> Finding:
    """Say what a point of the index goes with, and by how much variances fall."""
    data = _data(one, index, study)
    found = data.fit()
    slope = found.slope
    fallen = reduced(found.before, found.after)
    schools = len({*data.schools})
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
        answer=_answer(index, slope, fallen.total),
        apa=_line(slope, found, fallen.total),
        n=len(data.rows),
        missing=say(
            "Cases with both waves, the index and the covariates ({covariates}): {n}; left out: "
            "{out}. Teachers: {teachers}, schools: {schools}.",
            covariates=", ".join(data.covariates) or "—",
            n=len(data.rows),
            out=data.left_out,
            teachers=len({*data.teachers}),
            schools=schools,
        ),
        model=in_r(
            say(
                "Last wave on first wave, covariates and index, intercepts for school "
                "and teacher; REML, Satterthwaite's degrees of freedom."
            ),
            "lmerTest::lmer(end ~ start + covariates + index + (1 | school / teacher))",
        ),
        numbers=tuple(_numbers(found, slope)),
        alternatives=tuple(_alternatives(data, found)),
        warnings=tuple(_warnings(found, schools)),
        drawings=(_drawing(data, found),),
        why=None if slope.p is not None else slope.why or Undefined.NO_CASES,
    )


def _data(one: Outcome, index: Indexed, study: Study) -> _Data:
    wanted = study.says(one.key).covariates
    named = tuple(
        name
        for name in wanted
        if any(study.number(case.who, name) is not None for case in one.both)
    )
    data = _Data([], [], [], [], named, 0)
    out = 0
    for case in one.both:
        beside = [study.number(case.who, name) for name in named]
        value = index.values.get(case.teacher)
        if value is None or case.start is None or case.end is None or None in beside:
            out += 1
            continue
        data.start_and_end.append((case.start, case.end))
        data.rows.append((1.0, case.start, *(it for it in beside if it is not None), value))
        data.teachers.append(case.teacher)
        data.schools.append(case.school)
    return _Data(data.start_and_end, data.rows, data.teachers, data.schools, named, out)


def _answer(index: Indexed, slope: Estimate, fallen: Value) -> Words:
    if slope.value is None or slope.p is None:
        return say("The model cannot be fitted: {reason}.", reason=because(slope.why))
    values = {
        "index": index.index.name,
        "points": difference_words(slope.value),
        "p": p_words(slope.p),
        "share": pct_words(fallen.value),
    }
    if slope.p < CERTAIN:
        return say(
            "A point more of “{index}” goes with {points} at the same start ({p}); the variance "
            "left over falls by {share}.",
            **values,
        )
    return say(
        "A point more of “{index}” goes with {points} at the same start, which may be chance "
        "({p}); the variance left over falls by {share}.",
        **values,
    )


def _line(slope: Estimate, found: Levels, fallen: Value) -> Text:
    if slope.p is None:
        return Text()
    held = held_by_levels(found.null).together.value
    return apa(
        value_part("b", slope.value),
        value_part("SE", slope.se),
        t_part(slope.t, slope.df),
        p_part(slope.p),
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


def meanings(data: _Data, found: Levels) -> Iterator[tuple[str, Words, Value, Words]]:
    """List what “variance explained by the index” can mean, each with its name and value."""
    fallen = reduced(found.before, found.after)
    rise = explained(found.after).marginal.value
    yield (
        "prv_total",
        say("Fall of all residual variance"),
        fallen.total,
        say("School, teacher and what is left, together (Raudenbush and Bryk)."),
    )
    yield (
        "prv_levels",
        say("Fall of the variance of teachers and schools"),
        fallen.levels,
        say("Where the index can explain at all: it is the same inside a class."),
    )
    for name, label in (
        (TEACHER, say("Fall of the variance of teachers")),
        (SCHOOL, say("Fall of the variance of schools")),
    ):
        value = fallen.factors.get(name, Value(None, Undefined.ONE_CLUSTER))
        yield f"prv_{name}", label, value, say("Of this level alone; it may be negative.")
    yield (
        "prv_residual",
        say("Fall of the variance inside classes"),
        fallen.residual,
        say("The index is the same inside a class, so this is about zero."),
    )
    two = data.fit(is_school=False)
    yield (
        "prv_total_two_levels",
        say("Fall of all residual variance without schools in the model"),
        reduced(two.before, two.after).total,
        say("Teachers alone; schools go into them."),
    )
    yield (
        "r2_marginal_end",
        say("Rise of marginal R² (last wave)"),
        fallen.marginal_r2,
        say("Divides by all variance, most of which the first wave explains (Nakagawa)."),
    )
    gain = data.fit(is_gain=True)
    yield (
        "r2_marginal_gain",
        say("Rise of marginal R² (gain)"),
        reduced(gain.before, gain.after).marginal_r2,
        say("The same model of the gain: variances are equal, the whole is smaller."),
    )
    yield (
        "r2_marginal",
        say("Marginal R² of the whole model"),
        Value(rise, found.after.why),
        say("All predictors together, not the index alone."),
    )
    yield (
        "prv_null",
        say("Fall of all residual variance from the model without predictors"),
        reduced(found.null, found.after).total,
        say("First wave and covariates count too, not the index alone."),
    )


def _alternatives(data: _Data, found: Levels) -> Iterator[Alternative]:
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
            Number("p", say("p"), ratio.p, places=3, bounded=True),
        ),
        ratio.why,
    )
    for key, name, value, differs in meanings(data, found):
        line = pct_words(value.value) if value.value is not None else Text()
        number = Number("value", name, value.value, places=3, bounded=True)
        yield Alternative(key, name, line, differs, (number,), value.why)


def _warnings(found: Levels, schools: int) -> Iterator[Words]:
    yield CHOSEN
    yield say(
        "“Variance explained” has several meanings: name the one you print. They are listed beside."
    )
    if schools < FEW_SCHOOLS:
        yield say("Schools: {n}. With so few, prefer Kenward and Roger's p or say both.", n=schools)
    singular = [one.name for one in found.after.components if one.variance == 0]
    if singular:
        yield say("No variance was found between: {levels}.", levels=", ".join(singular))


def _drawing(data: _Data, found: Levels) -> Forest:
    rows: Sequence[tuple[Words, Estimate]] = (
        (say("Satterthwaite"), found.slope),
        (say("Kenward–Roger"), found.slope_kenward_roger),
    )
    n = len(data.rows)
    return Forest(
        tuple(Effect(name, n, it.value, it.low, it.high) for name, it in rows),
        say("points of the outcome per point of the index"),
    )
