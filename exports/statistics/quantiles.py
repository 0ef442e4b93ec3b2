"""Quantiles of Student's t and the normal distribution, in double precision, without a library.

The report needs two quantiles; scipy would cost it most of a second and 60 MB.
"""

from functools import cache
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

TINY = 1e-300
CLOSE = 1e-16
MOST_TERMS = 10_000
WIDEST = 700.0
"""Exponentials beyond this have no place in double precision."""


@cache
def t_quantile(probability: float, df: float) -> float:
    """Give the value that Student's t with `df` degrees of freedom stays under.

    Equals R `qt(probability, df)` to 1e-10 for probabilities in (0.5, 1) and df >= 1. Bisection
    on the distribution function. Raises ValueError outside.
    """
    if not 0.5 < probability < 1 or df <= 0:
        raise ValueError(f"no quantile for {probability} with {df} degrees of freedom")
    low, high = 0.0, 2.0
    while t_below(high, df) < probability:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if t_below(middle, df) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def t_below(value: float, df: float) -> float:
    """Give P(T <= value) for value >= 0: R `pt(value, df)`."""
    return 1 - incomplete_beta(df / 2, 0.5, df / (df + value * value)) / 2


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Give the regularised incomplete beta function I_x(a, b): R `pbeta(x, a, b)`.

    Continued fraction by Lentz's method (Press et al., Numerical Recipes, 6.4).
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d or TINY)
    total = d
    for m in range(1, MOST_TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + term * d) or TINY)
            c = (1 + term / c) or TINY
            total *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return total


def wilson(x: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Give the Wilson interval of a share x/n without continuity correction.

    Equals R `prop.test(x, n, correct = FALSE)$conf.int`. Raises ValueError when n is 0.
    """
    if n <= 0 or not 0 <= x <= n:
        raise ValueError(f"{x} of {n} is no share")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = x / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)


def ratio_limits(value: float, se: float) -> tuple[float, float] | tuple[None, None]:
    """Give Wald's 95 % interval of a ratio whose logarithm has this standard error: exp(b ± z se).

    None where it is too wide to be a number.
    """
    apart = NormalDist().inv_cdf(0.975) * se
    if abs(value) + apart > WIDEST:
        return None, None
    return exp(value - apart), exp(value + apart)
