"""Intraclass correlations of raters: Shrout & Fleiss 1979, intervals of McGraw & Wong 1996."""

from dataclasses import dataclass, replace

from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats, Ratings, rated
from exports.statistics.tails import f_p, f_quantile

NOTHING = 1e-12
"""A share of the whole sum of squares below this is what floats leave of zero."""


@dataclass(frozen=True, slots=True)
class ICC:
    """One intraclass correlation with its F test (units do not differ) and interval."""

    value: float | None
    f: float | None = None
    df1: int | None = None
    df2: int | None = None
    p: float | None = None
    low: float | None = None
    high: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class ICCs:
    """The six forms over n complete units and k raters.

    1: each unit has raters of its own; 2: the same raters, drawn from many, absolute agreement;
    3: these raters, consistency. `single` is of one rater's ratings, `mean` of the mean of k.
    """

    n: int
    k: int
    single_1: ICC
    single_2: ICC
    single_3: ICC
    mean_1: ICC
    mean_2: ICC
    mean_3: ICC


@dataclass(frozen=True, slots=True)
class _Squares:
    """Mean squares of units x raters: between units, within, raters, what is left."""

    n: int
    k: int
    between: float
    within: float
    raters: float
    rest: float

    @property
    def nothing(self) -> float:
        """What floats leave of zero when mean squares are added and taken away."""
        return NOTHING * (self.between + self.within + self.raters)


def icc(ratings: Ratings, confidence: float = 0.95) -> ICCs:
    """Give ICC(1,1), (2,1), (3,1), (1,k), (2,k), (3,k): R `psych::ICC(lmer = FALSE)`.

    One row per unit, one column per rater; units with a missing rating are left out. Undefined
    with one rater, fewer than two complete units, codes that are words, or where nothing varies.
    Where raters never differ F is infinite: the value stands, test and interval do not.
    """
    found = rated(ratings).complete()
    n, k = found.units, found.raters
    why = None
    if k < 2:
        why = Undefined.ONE_RATER if k else Undefined.NO_CASES
    elif n < 2:
        why = Undefined.FEW_UNITS if n else Undefined.NO_PAIRS
    elif not found.is_numeric:
        why = Undefined.NOT_NUMBERS
    elif len(found.codes) < 2:
        why = Undefined.ONE_CATEGORY
    if why:
        return ICCs(n, k, *[ICC(None, why=why)] * 6)
    return _forms(_squares(found.numbers), confidence)


def _squares(x: Floats) -> _Squares:
    n, k = x.shape
    x = x - x.mean()
    whole = float((x**2).sum())
    units, raters = x.mean(axis=1), x.mean(axis=0)

    def kept(squares: float) -> float:
        return squares if squares > NOTHING * whole else 0.0

    within = kept(float(((x - units[:, None]) ** 2).sum()))
    rest = kept(float(((x - units[:, None] - raters[None, :]) ** 2).sum()))
    between = kept(k * float((units**2).sum()))
    by_rater = kept(n * float((raters**2).sum()))
    return _Squares(
        n,
        k,
        between / (n - 1),
        within / (n * (k - 1)),
        by_rater / (k - 1),
        rest / ((n - 1) * (k - 1)),
    )


def _forms(ms: _Squares, confidence: float) -> ICCs:
    n, k = ms.n, ms.k
    raters = (ms.raters - ms.rest) / n
    one = _by_f(ms, ms.within, n * (k - 1), 0.0, confidence)
    three = _by_f(ms, ms.rest, (n - 1) * (k - 1), 0.0, confidence)
    low, high = _absolute(ms, confidence)
    two = _form(ms, ms.rest, (n - 1) * (k - 1), k * raters, (low, high))
    return ICCs(
        n,
        k,
        one,
        two,
        three,
        *(
            _of_mean(ms, error, extra, single)
            for error, extra, single in (
                (ms.within, 0.0, one),
                (ms.rest, raters, two),
                (ms.rest, 0.0, three),
            )
        ),
    )


def _by_f(ms: _Squares, error: float, df2: int, extra: float, confidence: float) -> ICC:
    """Give a form whose interval comes straight from F."""
    if not error:
        return _form(ms, error, df2, extra, (None, None))
    f, df1, upper = ms.between / error, ms.n - 1, (1 + confidence) / 2
    lower_f = f / f_quantile(upper, df1, df2)
    upper_f = f * f_quantile(upper, df2, df1)
    limits = [(one - 1) / (one + ms.k - 1) for one in (lower_f, upper_f)]
    return _form(ms, error, df2, extra, (limits[0], limits[1]))


def _form(
    ms: _Squares, error: float, df2: int, extra: float, limits: tuple[float | None, float | None]
) -> ICC:
    below = ms.between + (ms.k - 1) * error + extra
    f = ms.between / error if error else None
    df1 = ms.n - 1
    if below <= ms.nothing:
        return ICC(None, f, df1, df2, why=Undefined.NO_VARIANCE)
    value = (ms.between - error) / below
    if f is None:
        return ICC(value, None, df1, df2, why=Undefined.NO_ERROR)
    why = Undefined.NO_VARIANCE if limits[0] is None else None
    return ICC(value, f, df1, df2, f_p(f, df1, df2), *limits, why)


def _absolute(ms: _Squares, confidence: float) -> tuple[float | None, float | None]:
    """Give the interval of ICC(2,1): McGraw & Wong 1996, table 7, df by Satterthwaite."""
    n, k = ms.n, ms.k
    below = ms.between + (k - 1) * ms.rest + k * (ms.raters - ms.rest) / n
    if not ms.rest or below <= ms.nothing:
        return None, None
    value, f = (ms.between - ms.rest) / below, ms.raters / ms.rest
    left = n * (1 + (k - 1) * value) - k * value
    whole, weight = k * ms.raters + (k * n - k - n) * ms.rest, n * ms.between
    over, under = (k * value * f + left) ** 2, (n - 1) * (k * value * f) ** 2 + left**2
    if under <= NOTHING or over <= NOTHING * under or whole + weight <= ms.nothing:
        return None, None
    df = (k - 1) * (n - 1) * over / under
    upper = (1 + confidence) / 2
    lower_f, upper_f = f_quantile(upper, n - 1, df), f_quantile(upper, df, n - 1)
    if not lower_f or not upper_f:  # so few degrees of freedom that no float is small enough
        return None, None
    # Divided by the quantiles, which may be infinite.
    below_low, below_high = whole + weight / lower_f, whole / upper_f + weight
    if min(below_low, below_high) <= 0:
        return None, None
    low = (weight / lower_f - n * ms.rest) / below_low
    high = (weight - n * ms.rest / upper_f) / below_high
    return low, high


def _of_mean(ms: _Squares, error: float, extra: float, single: ICC) -> ICC:
    """Step a form up from one rater to the mean of k."""
    below = ms.between + extra
    if below <= ms.nothing:
        return replace(single, value=None, low=None, high=None, why=Undefined.NO_VARIANCE)
    value = (ms.between - error) / below
    low, high = (_stepped(limit, ms.k) for limit in (single.low, single.high))
    why = single.why or (Undefined.NO_VARIANCE if low is None else None)
    return replace(single, value=value, low=low, high=high, why=why)


def _stepped(limit: float | None, k: int) -> float | None:
    """Apply Spearman and Brown's formula to a limit."""
    if limit is None or 1 + limit * (k - 1) <= NOTHING:
        return None
    return limit * k / (1 + limit * (k - 1))
