"""What “variance explained by the index” can mean, each meaning under its own name."""

from collections.abc import Iterator

from exports.findings.finding import Alternative, Number
from exports.findings.level_models import SCHOOL, TEACHER, Data, Levels
from exports.findings.phrasing import pct_words
from exports.statistics.mixed_shares import Reduction, explained, reduced
from exports.statistics.outcome import Undefined, Value
from exports.wording import Words, say
from instruments.wording import Text

Meaning = tuple[str, Words, Value, Words]
"""A key, a name, the share, and what it is of."""


def meanings(data: Data, found: Levels) -> Iterator[Alternative]:
    """List the meanings."""
    fallen = reduced(found.before, found.after)
    for key, name, value, differs in (
        *_of_levels(fallen),
        *_of_other_models(data, found),
        *_of_whole_model(found),
    ):
        line = pct_words(value.value) if value.value is not None else Text()
        number = Number("value", name, value.value, places=3, bounded=True)
        yield Alternative(key, name, line, differs, (number,), value.why)


def _of_levels(fallen: Reduction) -> Iterator[Meaning]:
    """Compare variances of the model without the index and the one with it."""
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


def _of_other_models(data: Data, found: Levels) -> Iterator[Meaning]:
    """Leave schools out, look at marginal R², and take the gain instead of the end."""
    two, gain = data.fit(is_school=False), data.fit(is_gain=True)
    yield (
        "prv_total_two_levels",
        say("Fall of all residual variance without schools in the model"),
        reduced(two.before, two.after).total,
        say("Teachers alone; schools go into them."),
    )
    yield (
        "r2_marginal_end",
        say("Rise of marginal R² (last wave)"),
        reduced(found.before, found.after).marginal_r2,
        say("Divides by all variance, most of which the first wave explains (Nakagawa)."),
    )
    yield (
        "r2_marginal_gain",
        say("Rise of marginal R² (gain)"),
        reduced(gain.before, gain.after).marginal_r2,
        say("The same model of the gain: variances are equal, the whole is smaller."),
    )


def _of_whole_model(found: Levels) -> Iterator[Meaning]:
    """Look at all predictors together."""
    yield (
        "r2_marginal",
        say("Marginal R² of the whole model"),
        Value(explained(found.after).marginal.value, found.after.why),
        say("All predictors together, not the index alone."),
    )
    yield (
        "prv_null",
        say("Fall of all residual variance from the model without predictors"),
        reduced(found.null, found.after).total,
        say("First wave and covariates count too, not the index alone."),
    )
