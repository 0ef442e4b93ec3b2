"""Classical analysis of variance of repeated measures, with tests and cures of sphericity."""

from dataclasses import dataclass, replace
from math import exp, log

import numpy as np
from scipy import linalg

from exports.statistics.measures import Rows, complete, measured, noise, occupied
from exports.statistics.occasion_squares import OccasionSquares
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats
from exports.statistics.tails import chi2_p, f_p

CLOSE = 1e-10
"""An eigenvalue below this share of their sum is what floats leave of zero."""


@dataclass(frozen=True, slots=True)
class Sphericity:
    """Whether differences of occasions spread alike: Mauchly's test, and what corrects for it.

    `gg` is Greenhouse and Geisser's epsilon, `hf` Huynh and Feldt's as it comes out, which may pass
    1; `hf_capped` is what p is computed with. `why` says why Mauchly's test or all is missing.
    """

    w: float | None
    p: float | None = None
    gg: float | None = None
    hf: float | None = None
    hf_capped: float | None = None
    p_gg: float | None = None
    p_hf: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """The test of k occasions over the n people who have all of them; `left_out` have some."""

    n: int
    k: int
    left_out: int
    f: float | None = None
    df1: int | None = None
    df2: int | None = None
    p: float | None = None
    ss_occasions: float | None = None
    ss_people: float | None = None
    ss_error: float | None = None
    eta2p: float | None = None
    eta2p_low: float | None = None
    eta2p_high: float | None = None
    generalised_eta2: float | None = None
    sphericity: Sphericity = Sphericity(None, why=Undefined.NO_CASES)
    why: Undefined | None = None


def repeated_anova(rows: Rows, effect_confidence: float = 0.9) -> Repeated:
    """Test whether the means of k occasions of the same people differ: one row per person.

    R `afex::aov_ez(within = "occasion")`, whose summary is of `car::Anova`. People with a gap are
    left out, and counted; so are occasions that nobody answered. Undefined with fewer than two
    occasions or people, or where people's profiles are parallel.
    """
    kept, _ = occupied(measured(rows))
    x = complete(kept)
    n, k = x.shape
    left_out = len(kept) - n
    if n < 2 or k < 2:
        few = Undefined.FEW_UNITS if len(kept) else Undefined.NO_CASES
        few = Undefined.ONE_OCCASION if k == 1 else few
        return Repeated(n, k, left_out, sphericity=Sphericity(None, why=few), why=few)
    squares = _squares(x)
    df1, df2 = k - 1, (k - 1) * (n - 1)
    plain = Repeated(
        n,
        k,
        left_out,
        df1=df1,
        df2=df2,
        ss_occasions=squares.occasions,
        ss_people=squares.people,
        ss_error=squares.error,
    )
    if why := squares.why_no_test:
        return replace(plain, sphericity=Sphericity(None, why=why), why=why)
    f, size = squares.f(df1, df2), squares.size(df1, df2, effect_confidence)
    return replace(
        plain,
        f=f,
        p=size.p,
        eta2p=size.eta2p,
        eta2p_low=size.low,
        eta2p_high=size.high,
        generalised_eta2=squares.generalised_eta2,
        sphericity=sphericity(x, f),
    )


def _squares(x: Floats) -> OccasionSquares:
    """Give the sums of squares of occasions, people and what is left."""
    smallest = noise(x)
    y = x - x.mean()
    people, occasions = y.mean(axis=1), y.mean(axis=0)
    n, k = y.shape
    left = y - people[:, None] - occasions[None, :]
    squares = (
        n * float((occasions**2).sum()),
        k * float((people**2).sum()),
        float((left**2).sum()),
    )
    return OccasionSquares(*(one if one > smallest else 0.0 for one in squares))


def sphericity(x: Floats, f: float) -> Sphericity:
    """Give Mauchly's test and the epsilons of complete cases whose F was f: people x occasions.

    R `mauchly.test` on orthonormal contrasts (Anderson 2003, 10.7.3), `car::summary.Anova.mlm`:
    gg = (sum of l)^2 / (p sum of l^2) over the eigenvalues of p = k - 1 contrasts, hf =
    (n p gg - 2) / (p (n - 1 - p gg)). With two occasions there is nothing to be spherical.
    """
    n, k = x.shape
    p, df = k - 1, n - 1
    if p < 2:
        return Sphericity(None, why=Undefined.TWO_OCCASIONS)
    contrasts = linalg.helmert(k)
    apart = (x - x.mean(axis=0)) @ contrasts.T
    values = np.linalg.eigvalsh(apart.T @ apart)
    values = np.where(values > CLOSE * values.sum(), values, 0.0)
    gg = float(values.sum() ** 2 / (p * (values**2).sum()))
    below = p * (df - p * gg)
    hf = ((df + 1) * p * gg - 2) / below if below > CLOSE else None
    capped = 1.0 if hf is None else min(hf, 1.0)
    w, chance, why = _mauchly(values, df)
    return Sphericity(
        w,
        chance,
        gg,
        hf,
        capped,
        f_p(f, gg * p, gg * p * df),
        f_p(f, capped * p, capped * p * df),
        why,
    )


def _mauchly(values: Floats, df: int) -> tuple[float | None, float | None, Undefined | None]:
    """Test whether eigenvalues are equal, with Box's second term as R has it.

    Where Anderson's second term has 3 p, R has 3 (p + 1): from four occasions on its p differs by
    some 1e-5 with twenty people. Both are approximations, and R's is the one that can be looked up.
    """
    p = len(values)
    if df < p:
        return None, None, Undefined.FEW_UNITS
    if not values.all():
        return 0.0, None, Undefined.SINGULAR
    log_w = float(np.log(values).sum()) - p * log(float(values.sum()) / p)
    rho = 1 - (2 * p**2 + p + 2) / (6 * p * df)
    second = (p + 2) * (p - 1) * (p - 2) * (2 * p**3 + 6 * p**2 + 3 * (p + 1) + 2)
    weight = second / (288 * (df * p * rho) ** 2)
    chi2, f = -df * rho * log_w, p * (p + 1) / 2 - 1
    first = chi2_p(chi2, f)
    return exp(log_w), first + weight * (chi2_p(chi2, f + 4) - first), None
