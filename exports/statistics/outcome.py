"""What a statistic gives back: a number, or nothing and the reason why."""

from dataclasses import dataclass
from enum import StrEnum


class Undefined(StrEnum):
    """Why a statistic has no value for these data; whoever shows it has the wording."""

    NO_CASES = "no_cases"  # nothing was observed
    NO_PAIRS = "no_pairs"  # no unit was rated twice
    FEW_UNITS = "few_units"  # fewer than two units that can be compared
    ONE_RATER = "one_rater"  # fewer than two raters
    ONE_CATEGORY = "one_category"  # every rating is the same
    CONSTANT_RATER = "constant_rater"  # chance alone leaves no spread to test against
    NO_VARIANCE = "no_variance"  # units do not differ
    NO_ERROR = "no_error"  # raters never differ beyond a constant: nothing to divide by
    NOT_BINARY = "not_binary"  # codes other than 0 and 1
    NOT_NUMBERS = "not_numbers"  # codes that are words have no distances
    NEGATIVE = "negative"  # ratios of numbers below zero
    NOBODY_SAID_IT = "nobody_said_it"  # the code was given by neither
    TOO_MANY_CATEGORIES = "too_many_categories"  # measurements, not categories
    EMPTY_MARGIN = "empty_margin"  # a row or a column of the table is empty
    SAME_OUTCOME = "same_outcome"  # every case has the same outcome
    NO_CHANGE = "no_change"  # nobody changed
    ONE_GROUP = "one_group"  # fewer than two groups to compare
    EMPTY_CELL = "empty_cell"  # a group has nobody at an occasion
    SMALL_GROUP = "small_group"  # a group with too few cases for a spread
    NEVER_AGAIN = "never_again"  # every unit was seen once: its spread is that of single cases
    NO_DEGREES = "no_degrees"  # too few cases for the degrees of freedom
    INFINITE = "infinite"  # a zero below the line
    ONE_CLUSTER = "one_cluster"  # too few clusters for a robust error
    COLLINEAR = "collinear"  # a predictor follows from the others
    SEPARATION = "separation"  # a predictor parts the outcomes completely
    NO_CONVERGENCE = "no_convergence"  # the iterations did not settle
    TOO_MANY_CASES = "too_many_cases"  # to count every arrangement of them
    ONE_OCCASION = "one_occasion"  # nothing before or after to compare with
    TWO_OCCASIONS = "two_occasions"  # a single difference is spherical by itself
    FEW_ITEMS = "few_items"  # fewer items than the model has to tell apart
    SINGULAR = "singular"  # what was measured follows from itself: no inverse, no likelihood
    NOT_CONNECTED = "not_connected"  # nobody links these occasions with the others
    HEYWOOD = "heywood"  # an item without a residual: the estimate lies on the edge


@dataclass(frozen=True, slots=True)
class Value:
    """One number, or None and the reason."""

    value: float | None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its standard error, interval and test.

    `why` says why the value is missing or, where there is a value, why its interval or its test is.
    """

    value: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    z: float | None = None
    p: float | None = None
    why: Undefined | None = None


def missing(why: Undefined) -> Coefficient:
    """Give a coefficient that has no value."""
    return Coefficient(None, why=why)
