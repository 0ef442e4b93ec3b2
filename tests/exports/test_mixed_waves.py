"""Waves and groups by a mixed model: what it must be where the data are complete, and where not."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exports.statistics.mixed_groups import groups_over_waves
from exports.statistics.mixed_model import mixed_model
from exports.statistics.mixed_shares import explained, held_by_levels, reduced
from exports.statistics.mixed_steps import INTERCEPT, model_steps
from exports.statistics.mixed_tests import Degrees, joint_test
from exports.statistics.mixed_waves import PERSON, PLACE, waves_model
from exports.statistics.outcome import Undefined
from exports.statistics.paired import paired_t
from exports.statistics.repeated import repeated_anova
from exports.statistics.two_groups import two_groups
from tests.exports.mixed_cases import drawn
from tests.exports.rating_cases import steady

GAP = None
ROWS = [
    (3.2, 3.7, 4.0),
    (2.1, 3.3, 3.1),
    (4.0, GAP, 4.4),
    (2.7, 2.6, 3.9),
    (3.9, 4.1, 4.9),
    (1.8, 3.0, GAP),
    (3.3, 3.1, 3.6),
]
WHOLE = [row for row in ROWS if GAP not in row]
MORE = np.random.default_rng(2).normal([[3, 3.3, 3.5], [4, 4.3, 4.5]] * 7, 0.4, (14, 3))


@settings(steady, max_examples=40)
@given(
    st.integers(2, 5).flatmap(
        lambda k: st.lists(
            st.lists(st.integers(1, 5), min_size=k, max_size=k), min_size=2, max_size=9
        )
    )
)
def test_complete_waves_give_the_f_of_the_classical_analysis(rows):
    found, plain = waves_model(rows), repeated_anova(rows)
    assume(found.why is None and found.model.variance(PERSON) > 0)
    for one in (found.satterthwaite, found.kenward_roger, found.containment):
        assert (one.f, one.df1) == (pytest.approx(plain.f, abs=1e-9), plain.df1)
        assert one.df2 == pytest.approx(plain.df2, rel=1e-6)
        assert one.p == pytest.approx(plain.p, abs=1e-8)


def test_two_complete_waves_are_a_paired_t():
    rows = [row[:2] for row in WHOLE]
    found, plain = waves_model(rows), paired_t(*zip(*rows, strict=True))
    assert found.satterthwaite.f == pytest.approx(plain.t**2)
    (pair,) = found.pairs
    assert (pair.earlier, pair.later) == (0, 1)
    one = pair.contrast
    assert (one.estimate.value, one.estimate.t) == pytest.approx((plain.difference, plain.t))
    assert (one.p_bonferroni, one.p_holm) == pytest.approx((plain.p, plain.p))
    assert (one.estimate.low, one.estimate.high) == pytest.approx((plain.low, plain.high))


def test_a_gap_takes_nobody_out():
    found = waves_model(ROWS)
    assert (found.n, found.people, found.waves) == (19, 7, (0, 1, 2))
    first = found.means[0]
    assert first.value == pytest.approx(sum(row[0] for row in ROWS) / 7)
    observed = sum(row[1] for row in ROWS if row[1]) / 6
    assert found.means[1].value != pytest.approx(observed, abs=1e-3)
    assert found.coefficients[1].value == pytest.approx(found.means[1].value - first.value)
    assert [(one.earlier, one.later) for one in found.pairs] == [(0, 1), (0, 2), (1, 2)]
    p = [one.contrast.estimate.p for one in found.pairs]
    assert [one.contrast.p_bonferroni for one in found.pairs] == [min(1, 3 * one) for one in p]
    assert min(p) * 3 == min(one.contrast.p_holm for one in found.pairs)


@settings(steady, max_examples=15)
@given(st.permutations(range(7)))
def test_the_order_of_people_does_not_matter(order):
    found, moved = waves_model(ROWS), waves_model([ROWS[one] for one in order])
    assert moved.satterthwaite.f == pytest.approx(found.satterthwaite.f)
    assert moved.kenward_roger.df2 == pytest.approx(found.kenward_roger.df2)


def test_an_empty_wave_and_an_absent_person_say_so():
    rows = [(a, GAP, b, c) for a, b, c in ROWS]
    found, plain = waves_model([*rows, (GAP,) * 4]), waves_model(ROWS)
    assert found.waves == (0, 2, 3) and found.people == 7
    assert found.satterthwaite == plain.satterthwaite
    assert found.means[1].why is Undefined.NO_CASES
    assert found.means[2] == plain.means[1]
    assert [(one.earlier, one.later) for one in found.pairs] == [(0, 2), (0, 3), (2, 3)]


def test_places_are_a_second_factor_unless_there_is_one():
    places = ["A", "A", "B", "B", "C", "C", "C"]
    found = waves_model(ROWS, places)
    assert [one.name for one in found.model.components] == [PERSON, PLACE]
    one = waves_model(ROWS, ["A"] * 7)
    assert one.model.components[1].why is Undefined.ONE_CLUSTER
    assert one.satterthwaite == waves_model(ROWS).satterthwaite


def test_kenward_and_roger_may_be_asked_for_means_and_pairs():
    one, other = waves_model(ROWS), waves_model(ROWS, degrees=Degrees.KENWARD_ROGER)
    assert other.means[1].se > one.means[1].se
    assert other.means[1].value == one.means[1].value


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], Undefined.NO_CASES),
        ([[GAP, GAP]], Undefined.NO_CASES),
        ([[1], [2], [4]], Undefined.ONE_OCCASION),
        ([[1, 2, 3]], Undefined.ONE_CLUSTER),
        ([[1, GAP], [GAP, 2], [3, GAP]], Undefined.NEVER_AGAIN),
        ([[3, 3], [3, 3], [3, 3]], Undefined.NO_VARIANCE),
        ([[1, 2], [2, 3], [5, 6]], Undefined.NO_ERROR),
    ],
)
def test_where_there_is_nothing_to_test_there_is_a_reason(rows, why):
    found = waves_model(rows)
    assert found.why is why and found.pairs == ()
    for one in (found.satterthwaite, found.kenward_roger, found.containment):
        assert (one.f, one.why) == (None, why)
    assert all(one.value is None and one.why is why for one in found.means)


def parted(values, groups):
    """Part values into those of A and those of B."""
    both = [*zip(values, groups, strict=True)]
    return [[float(one) for one, own in both if own == name] for name in "AB"]


def test_groups_of_two_complete_waves_are_two_samples_of_changes():
    rows = MORE[:, :2].tolist()
    groups = ["A", "B", "B", "A", "A", "B", "A", "B", "B", "A", "A", "B", "A", "B"]
    found = groups_over_waves(rows, groups)
    of = {
        name: [b - a for (a, b), own in zip(rows, groups, strict=True) if own == name]
        for name in "AB"
    }
    plain = two_groups(of["A"], of["B"])
    assert found.product.f == pytest.approx(plain.student.t**2)
    assert found.product.df2 == pytest.approx(plain.student.df)
    ((_, later, one),) = found.apart
    assert later == "B" and one.estimate.value == pytest.approx(plain.student.value)
    assert [change.estimate.value for _, change in found.changes] == pytest.approx(
        [plain.first.mean, plain.second.mean]
    )
    between = two_groups(*parted([(a + b) / 2 for a, b in rows], groups)).student
    assert found.group.f == pytest.approx(between.t**2)
    assert found.group.df2 == pytest.approx(between.df)


def test_wave_beside_groups_is_of_means_that_count_groups_alike():
    groups = ["A"] * 5 + ["B"] * 9
    found = groups_over_waves(MORE.tolist(), groups)
    of = {(one.group, one.wave): one.mean.value for one in found.means}
    cells = {
        (name, wave): np.mean(
            [row[wave] for row, own in zip(MORE, groups, strict=True) if own == name]
        )
        for name, wave in of
    }
    assert of == pytest.approx(cells)
    assert found.wave.df1 == 2 and found.product.df1 == 2 and found.likelihood_ratio.df == 2
    # The rows of the coefficients: intercept, waves 1 and 2, group B, their products.
    even = [[0, 1, 0, 0, 0.5, 0], [0, 0, 1, 0, 0, 0.5]]
    one = joint_test(found.model, even)
    assert found.wave.f == pytest.approx(one.f)
    group = joint_test(found.model, [[0, 0, 0, 1, 1 / 3, 1 / 3]])
    assert (found.group.f, found.group.df2) == pytest.approx((group.f, group.df2))
    swapped = groups_over_waves(MORE.tolist(), ["B"] * 5 + ["A"] * 9)
    assert swapped.wave.f == pytest.approx(found.wave.f)
    assert swapped.product.f == pytest.approx(found.product.f)


@pytest.mark.parametrize(
    ("rows", "groups", "why"),
    [
        ([], "", Undefined.NO_CASES),
        ([[1], [2]], "AB", Undefined.ONE_OCCASION),
        ([[1, 2], [2, 4]], "AA", Undefined.ONE_GROUP),
        ([[1, 2], [2, GAP], [2, 5]], "ABA", Undefined.EMPTY_CELL),
        ([[1, 2], [2, 4]], "AB", Undefined.NO_DEGREES),
        ([[1, 1], [1, 1], [1, 1]], "ABA", Undefined.NO_VARIANCE),
    ],
)
def test_where_groups_cannot_be_compared_there_is_a_reason(rows, groups, why):
    found = groups_over_waves(rows, list(groups))
    assert found.why is why and found.means == ()
    assert {one.why for one in (found.wave, found.group, found.product)} == {why}


def test_a_group_of_one_is_compared():
    found = groups_over_waves(MORE.tolist(), ["A", *["B"] * 13])
    assert found.product.p is not None and found.changes[0][1].estimate.p is not None


def test_shares_of_variance_add_up():
    cases = drawn(5, "nested")
    none, some = (
        mixed_model(cases.y, [row[:size] for row in cases.x], cases.factors) for size in (1, 3)
    )
    held, r2 = held_by_levels(none), explained(some)
    assert sum(one.value for one in held.factors.values()) == pytest.approx(held.together.value)
    assert 0 < r2.marginal.value < r2.conditional.value < 1
    assert explained(none).marginal.value == pytest.approx(0, abs=1e-12)
    fallen = reduced(none, some)
    one, other = (
        sum(part.variance for part in model.components) + model.residual for model in (none, some)
    )
    assert fallen.total.value == pytest.approx(1 - other / one)
    assert fallen.marginal_r2.value == pytest.approx(r2.marginal.value)


def test_shares_of_no_model_say_why():
    nothing = waves_model([[3, 3], [3, 3]]).model
    assert held_by_levels(nothing).together.why is Undefined.NO_VARIANCE
    assert explained(nothing).conditional.why is Undefined.NO_VARIANCE
    some = waves_model(ROWS).model
    assert reduced(some, nothing).total.why is Undefined.NO_VARIANCE


def test_nothing_falls_from_a_variance_of_zero():
    rows = [(1, 9, 5), (2, 8, 5.5), (9, 1, 4.5), (8, 2, 5)]
    one = waves_model(rows).model
    assert one.is_singular
    fallen = reduced(one, one)
    assert fallen.factors[PERSON].why is Undefined.NO_VARIANCE
    assert fallen.residual.value == pytest.approx(0)
    r2 = explained(one)
    assert r2.conditional.value == r2.marginal.value
    assert sqrt(one.residual) > 0


def test_every_step_has_the_same_cases():
    cases = drawn(5, "nested")
    later, start = [[row[place] for row in cases.x] for place in (1, 2)]
    start[0] = None
    none, one, two = model_steps(cases.y, [{}, {"start": start}, {"later": later}], cases.factors)
    assert [step.model.n for step in (none, one, two)] == [59] * 3
    assert (none.beside_previous, none.likelihood_ratio) == (None, None)
    assert [slope.name for slope in two.slopes] == [INTERCEPT, "start", "later"]
    assert two.added == ("later",) and two.likelihood_ratio.df == 1
    assert two.beside_previous == reduced(one.model, two.model)
    assert two.beside_first == reduced(none.model, two.model)
    assert one.slopes[1].kenward_roger.value == one.slopes[1].satterthwaite.value


def test_steps_of_nobody_say_why():
    first, second = model_steps([], [{}, {"start": []}], {"teacher": []})
    assert first.model.why is Undefined.NO_CASES
    assert second.slopes[1].satterthwaite.why is Undefined.NO_CASES
    assert second.beside_first.total.why is Undefined.NO_CASES
    assert second.likelihood_ratio.chi2 is None
