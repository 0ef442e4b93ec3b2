"""How small a change a design can find: teachers in schools, measured again in every wave.

A change between two waves is tested as the mean of the teachers' own differences, beside its
standard error. With n teachers in J schools of the same size m = n / J:

- d_z = mean difference / SD of the differences, and the SD of the differences is
  SD * sqrt(2 (1 - r)), r the correlation of a teacher's scores between waves
  (Cohen 1988, Statistical Power Analysis, 2.3.5; Lakens 2013, Frontiers in Psychology 4:863).
- A steady change over k waves is the linear contrast scaled to first and last wave; its SD is
  SD * sqrt((1 - r) (k - 1)^2 / sum (j - mean)^2), which is that of a difference for k = 2 and 3
  (Maxwell & Delaney 2004, Designing Experiments, 11).
- Design effect = 1 + (m - 1) ICC, effective n = n / design effect, the ICC being that of the
  changes (Kish 1965, Survey Sampling, 5.4; Donner & Klar 2000, Cluster Randomization Trials, 5).
- Degrees of freedom: J - 1 where schools differ. In a balanced one-way random model the mean is
  tested against the spread of the schools' means, which has J - 1; Satterthwaite and
  Kenward-Roger give the same (Searle, Casella & McCulloch 1992, Variance Components, 3). n - 1
  where the ICC is zero, that is, where schools are left out of the model.
- Power of the two-sided t test from noncentral t with noncentrality d_z * sqrt(effective n):
  R `power.t.test(type = "paired", strict = TRUE)` where the ICC is zero.
- All pairs of k waves by Bonferroni: alpha / (k (k - 1) / 2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt

from scipy import optimize

from exports.statistics.noncentral import t_below
from exports.statistics.tails import t_within

FEW_SCHOOLS = 20
"""Fewer clusters than these, and inference about the level of schools is weak; below about forty
the usual robust errors are too small as well (Snijders & Bosker 2012; Cameron & Miller 2015)."""
TOO_FAR = 1e4
"""A d_z beyond this is no answer: with so few degrees of freedom nothing is found."""


@dataclass(frozen=True, slots=True)
class Design:
    """A design, and what is to be decided with it."""

    waves: int = 3
    teachers: int = 24
    """Who answer in every wave that is compared."""
    schools: int = 7
    icc: float = 0.05
    """How alike the changes of teachers of one school are."""
    correlation: float = 0.5
    """Between a teacher's scores in two waves."""
    alpha: float = 0.05
    power: float = 0.8
    sd: float = 1.0
    """Of the score in one wave, in points of the scale."""

    @property
    def design_effect(self) -> float:
        """Give how many times more teachers it takes because they share schools."""
        return 1 + max(self.teachers / self.schools - 1, 0) * self.icc

    @property
    def effective(self) -> float:
        """Give how many teachers of different schools these are worth."""
        return self.teachers / self.design_effect

    @property
    def df(self) -> int:
        """Give the degrees of freedom of the test."""
        return (self.schools if self.icc > 0 else self.teachers) - 1

    @property
    def pairs(self) -> int:
        """Count the pairs of waves."""
        return self.waves * (self.waves - 1) // 2

    @property
    def few_schools(self) -> bool:
        """Say whether there are too few schools to say much about schools."""
        return self.schools < FEW_SCHOOLS


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest change that a test finds with the wanted power; None where it finds none."""

    d_z: float | None
    points: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a design can find, by the question that is asked."""

    design: Design
    one_pair: Detectable
    """Two waves that were named beforehand."""
    every_pair: Detectable
    """Every wave with every other one."""
    trend: Detectable
    """A steady change, as the difference between the first and the last wave."""


def plan(design: Design) -> Plan:
    """Give the smallest changes that a design finds."""
    one = smallest(design, design.alpha)
    every = smallest(design, design.alpha / design.pairs)
    difference = design.sd * sqrt(2 * (1 - design.correlation))
    trend = design.sd * sqrt((1 - design.correlation) * _spread(design.waves))
    return Plan(
        design,
        _detectable(one, difference),
        _detectable(every, difference),
        _detectable(one, trend),
    )


def plans(design: Design, teachers: Sequence[int]) -> tuple[tuple[Plan, Plan], ...]:
    """Plan for other numbers of teachers: in the same schools, and with schools in proportion."""
    found = []
    for number in teachers:
        schools = max(2, round(design.schools * number / design.teachers))
        same = replace(design, teachers=number, schools=min(design.schools, number))
        found.append((plan(same), plan(replace(design, teachers=number, schools=schools))))
    return tuple(found)


def _spread(waves: int) -> float:
    """Give (k - 1)^2 over the sum of squares of the waves' numbers."""
    return 12 * (waves - 1) / (waves * (waves + 1))


def _detectable(d_z: float, sd: float) -> Detectable:
    return Detectable(d_z, d_z * sd) if d_z < inf else Detectable(None, None)


def power_of(d_z: float, design: Design, alpha: float) -> float:
    """Give the power of the two-sided test for a standardised difference."""
    limit = t_within(1 - alpha, design.df)
    away = abs(d_z) * sqrt(design.effective)
    return 1 - t_below(limit, design.df, away) + t_below(-limit, design.df, away)


def smallest(design: Design, alpha: float) -> float:
    """Give the smallest d_z that is found with the wanted power; infinite where none is."""
    if design.df < 1:
        return inf

    def short(d_z: float) -> float:
        return power_of(d_z, design, alpha) - design.power

    if short(0) >= 0:  # a power below alpha is had for nothing
        return 0.0
    high = 1.0
    while short(high) < 0:
        high *= 2
        if high > TOO_FAR:
            return inf
    return float(optimize.brentq(short, 0, high, xtol=1e-12))
