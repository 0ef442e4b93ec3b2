"""Models of pupils in classes in schools, with and without a teacher's index."""

from dataclasses import dataclass, field

from exports.findings.cases import Indexed, Outcome
from exports.findings.material import Study, present
from exports.statistics.estimates import Estimate
from exports.statistics.mixed_model import MixedModel, mixed_model, within
from exports.statistics.mixed_tests import Degrees, estimated

TEACHER, SCHOOL = "teacher", "school"


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

    @property
    def coefficients(self) -> tuple[Estimate, ...]:
        """Estimate every coefficient: intercept, first wave, covariates, index."""
        count = len(self.after.coefficients)
        rows = ([float(at == own) for at in range(count)] for own in range(count))
        return tuple(estimated(self.after, row) for row in rows)

    def _slope(self, degrees: Degrees) -> Estimate:
        if self.after.why:
            return Estimate(None, why=self.after.why)
        last = [0.0] * (len(self.after.coefficients) - 1) + [1.0]
        return estimated(self.after, last, degrees)


@dataclass
class Data:
    """Cases with everything that the models need; predictors end with the index."""

    covariates: tuple[str, ...]
    start_and_end: list[tuple[float, float]] = field(default_factory=list)
    rows: list[tuple[float, ...]] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)
    schools: list[str] = field(default_factory=list)
    left_out: int = 0

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


def cases_of(one: Outcome, index: Indexed, study: Study) -> Data:
    """Gather the cases that have both waves, the index and every covariate that anybody has."""
    named = tuple(
        name
        for name in study.says(one.key).covariates
        if any(study.number(case.who, name) is not None for case in one.both)
    )
    data = Data(named)
    for case in one.both:
        beside = present([study.number(case.who, name) for name in named])
        value = index.values.get(case.teacher)
        ends = case.start, case.end
        if value is None or ends[0] is None or ends[1] is None or len(beside) < len(named):
            data.left_out += 1
            continue
        data.start_and_end.append((ends[0], ends[1]))
        data.rows.append((1.0, ends[0], *beside, value))
        data.teachers.append(case.teacher)
        data.schools.append(case.school)
    return data
