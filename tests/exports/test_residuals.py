"""What a model of waves leaves, against R's lme4."""

import numpy as np
import pytest

from exports.statistics.mixed_waves import waves_model
from exports.statistics.outcome import Undefined
from exports.statistics.residuals import normal_places, quartile_line, waves_residuals

ROWS = ((1, 2, 4), (2, 3, 3), (3, None, 4), (5, 4, 5), (2, 2, None), (3, 5, 1))
# R 4.2.2, lme4: m <- lmer(y ~ wave + (1 | who)), bobyqa with rhoend = 1e-12, on ROWS;
# fitted(m), residuals(m, scaled = TRUE), ranef(m)$who
FITTED = """2.38428357652 2.9461129181 3.06295608924 2.51031921876 3.07214856034 3.18899173148
2.80914670789 3.48781922062 3.2665330722 3.82836241378 3.94520558493 2.39336256363 2.95519190521
2.636354861 3.19818420258 3.31502737373"""
SCALED = """-1.08902857577 -0.744315703217 0.73718103203 -0.401472806163 -0.0567599336148
-0.148681527154 0.150146033957 0.402937312967 1.36373431827 0.135028862033 0.829816432887
-0.309461933737 -0.751458225581 0.286082963439 1.41750500038 -1.82125325073"""
EFFECTS = """-0.282383090149 -0.156347447908 0.142480041224 0.599866405536 -0.273304103036
-0.0303118056673"""


def numbers(words):
    return [float(one) for one in words.split()]


def test_residuals_are_those_of_lme4():
    found = waves_residuals(ROWS, waves_model(ROWS))
    assert found.fitted == pytest.approx(numbers(FITTED), rel=1e-5)
    assert found.scaled == pytest.approx(numbers(SCALED), rel=1e-4, abs=1e-5)
    assert found.effects == pytest.approx(numbers(EFFECTS), rel=1e-4)
    assert found.people_of == (0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5)


def test_the_order_of_people_does_not_matter():
    turned = ROWS[::-1]
    found = waves_residuals(turned, waves_model(turned))
    assert found.effects[::-1] == pytest.approx(numbers(EFFECTS), rel=1e-4)


def test_places_of_a_normal_sample():
    # R 4.2.2: qnorm(ppoints(5)), qnorm(ppoints(12))[1:2]
    five = (-1.17976111761, -0.497200570682, 0, 0.497200570682, 1.17976111761)
    assert normal_places((5, 4, 3, 2, 1)) == pytest.approx(five[::-1], abs=1e-10)
    twelve = normal_places(range(12))
    assert twelve[:2] == pytest.approx((-1.73166439612, -1.15034938038), rel=1e-10)
    assert normal_places(()) == ()


def test_the_line_goes_through_the_quartiles():
    # R 4.2.2: y <- quantile(v, c(.25, .75)); x <- qnorm(c(.25, .75)); slope <- diff(y) / diff(x);
    # c(y[1] - slope * x[1], slope), as qqline draws it, v <- c(5, 1, 9, 2, 4)
    assert quartile_line((5, 1, 9, 2, 4)) == pytest.approx((3.5, 2.223903), rel=1e-6)


def test_an_answer_far_from_its_person_is_found():
    of = np.random.default_rng(5)
    rows = [[3 + float(one) for one in of.normal(0, 0.1, 3)] for _ in range(30)]
    rows[4][2] = 9.0
    found = waves_residuals(rows, waves_model(rows))
    assert [(found.people_of[one], found.waves_of[one]) for one in found.outlying] == [(4, 2)]


@pytest.mark.parametrize("rows", [(), ((1, None), (2, None)), ((3, 3), (3, 3), (3, 3))])
def test_without_a_model_nothing_is_left_to_look_at(rows):
    found = waves_residuals(rows, waves_model(rows))
    assert isinstance(found.why, Undefined)
    assert not found.scaled
