"""What a design can find, against R's power.t.test and against ways that need no noncentral t."""

from dataclasses import replace
from math import inf, sqrt

import numpy as np
import pytest

from exports.statistics.planning import Design, plan, plans, power_of, smallest

ALONE = Design(icc=0)


def test_twenty_four_teachers_find_six_tenths_of_a_deviation():
    """As reviewers are told: 24 teachers, d_z about .60 at 80 %."""
    assert smallest(ALONE, 0.05) == pytest.approx(0.60, abs=0.005)


@pytest.mark.parametrize(
    ("teachers", "alpha", "power", "d_z"),
    [
        # R 4.2.2: power.t.test(n =, sig.level =, power =, type = "paired", strict = TRUE,
        # tol = 1e-12)$delta
        (24, 0.05, 0.8, 0.5971841003),
        (12, 0.05, 0.8, 0.8886542653),
        (34, 0.05, 0.8, 0.4950280980),
        (24, 0.05, 0.9, 0.6911479365),
        (100, 0.01, 0.8, 0.3475879365),
    ],
)
def test_teachers_alone_are_a_paired_t_test(teachers, alpha, power, d_z):
    design = replace(ALONE, teachers=teachers, power=power)
    assert smallest(design, alpha) == pytest.approx(d_z, abs=1e-8)


@pytest.mark.parametrize(
    ("teachers", "schools", "icc", "alpha", "power", "d_z"),
    [
        # R 4.2.2: uniroot on pt(qt(1 - alpha / 2, J - 1), J - 1, ncp), both tails, tol = 1e-13
        (24, 7, 0.05, 0.05, 0.8, 0.7277961384),
        (24, 7, 0.2, 0.05 / 3, 0.8, 1.0688370255),
        (48, 7, 0.05, 0.05, 0.9, 0.6421291807),
        (150, 7, 0.13, 0.05, 0.8, 0.5256177863),
        (24, 2, 0.05, 0.05, 0.8, 4.1510026948),
    ],
)
def test_teachers_in_schools_have_the_degrees_of_freedom_of_schools(
    teachers, schools, icc, alpha, power, d_z
):
    design = Design(teachers=teachers, schools=schools, icc=icc, power=power)
    assert smallest(design, alpha) == pytest.approx(d_z, abs=1e-8)


def test_power_at_the_smallest_change_is_the_wanted_power():
    for design in (ALONE, Design(), Design(schools=2), Design(icc=0.3, power=0.95)):
        assert power_of(smallest(design, 0.05), design, 0.05) == pytest.approx(design.power)


def test_power_is_that_of_simulated_schools():
    """Schools of equal size, changes alike within them, tested as means of schools."""
    draw, design = np.random.default_rng(20261126), Design(teachers=28, schools=7, icc=0.2)
    d_z, tries, m = 0.8, 40_000, 4
    schools = draw.normal(size=(tries, 7, 1)) * sqrt(0.2)
    changes = d_z + schools + draw.normal(size=(tries, 7, m)) * sqrt(0.8)
    means = changes.mean(axis=2)
    t = means.mean(axis=1) / (means.std(axis=1, ddof=1) / sqrt(7))
    found = float((abs(t) > 2.446912).mean())
    assert power_of(d_z, design, 0.05) == pytest.approx(found, abs=0.01)


def test_the_design_effect_is_that_of_kish():
    design = Design(teachers=24, schools=6, icc=0.1)
    assert design.design_effect == pytest.approx(1.3)
    assert design.effective == pytest.approx(24 / 1.3)
    assert (design.df, replace(design, icc=0).df) == (5, 23)


def test_a_teacher_for_each_school_loses_nothing():
    design = Design(teachers=24, schools=24, icc=0.5)
    assert design.design_effect == 1
    assert smallest(design, 0.05) == pytest.approx(smallest(ALONE, 0.05))


def test_points_follow_from_the_correlation():
    close = plan(replace(ALONE, correlation=0.5, sd=0.8))
    assert close.one_pair.points == pytest.approx(0.8 * close.one_pair.d_z)
    assert plan(replace(ALONE, correlation=0.875)).one_pair.points == pytest.approx(
        plan(ALONE).one_pair.points / 2
    )


def test_a_trend_over_three_waves_needs_what_a_pair_needs_and_over_five_less():
    two, three, five = (plan(replace(ALONE, waves=waves)) for waves in (2, 3, 5))
    assert two.trend == two.one_pair == two.every_pair
    assert three.trend.points == pytest.approx(three.one_pair.points)
    assert five.trend.points < five.one_pair.points < five.every_pair.points


def test_the_trend_is_the_contrast_of_simulated_waves():
    draw, waves = np.random.default_rng(3), np.arange(5)
    cov = np.full((5, 5), 0.4) + np.eye(5) * 0.6
    scores = draw.multivariate_normal(np.zeros(5), cov, size=200_000)
    centred = waves - waves.mean()
    total = scores @ centred / (centred**2).sum() * 4
    found = plan(replace(ALONE, waves=5, correlation=0.4)).trend
    assert found.points / found.d_z == pytest.approx(total.std(), rel=0.01)


def test_more_schools_help_more_than_more_teachers():
    ((same, wider),) = plans(Design(), [48])
    assert (same.design.schools, wider.design.schools) == (7, 14)
    assert wider.one_pair.d_z < same.one_pair.d_z < plan(Design()).one_pair.d_z


def test_one_school_finds_nothing():
    found = plan(Design(schools=1))
    assert smallest(Design(schools=1), 0.05) == inf
    assert found.one_pair.d_z is None
    assert plan(Design(schools=1, icc=0)).one_pair.d_z is not None


def test_seven_schools_are_few():
    assert Design(schools=7).few_schools
    assert not Design(teachers=200, schools=40).few_schools
