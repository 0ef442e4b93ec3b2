"""Linear mixed models: scales over waves, pupils in classes in schools."""

from collections.abc import Callable

import numpy as np

from exports.statistics.estimates import Contrast, Estimate
from exports.statistics.mixed_model import MixedModel, mixed_model, within
from exports.statistics.mixed_shares import Reduction, explained, held_by_levels, reduced
from exports.statistics.mixed_tests import Degrees, estimated, likelihood_ratio
from exports.statistics.mixed_waves import PERSON, waves_model
from tests.compare.pupils import Pupil, with_both_scores
from tests.compare.scales import WAVES, table

Values = dict[str, object]
NAMES = ("(Intercept)", "score.start", "ses_index", "eng")


def over_waves(code: str) -> Values:
    """Fit wave with an intercept for each teacher over all available cells."""
    found = waves_model(table(code))
    model, by_s, by_kr, contained = (
        found.model,
        found.satterthwaite,
        found.kenward_roger,
        found.containment,
    )
    names = ["(Intercept)", *(f"wave{wave}" for wave in WAVES[1:])]
    r2 = explained(model)
    return {
        "n_obs": found.n,
        "anova": {
            "wave": {
                "F": by_s.f,
                "df1": by_s.df1,
                "df2_satterthwaite": by_s.df2,
                "p_satterthwaite": by_s.p,
                "F_KR": by_kr.f,
                "df2_KR": by_kr.df2,
                "p_KR": by_kr.p,
            }
        },
        "fixed": {
            name: coefficient(one) for name, one in zip(names, found.coefficients, strict=True)
        },
        "var": {"teacher_id (Intercept)": model.variance(PERSON), "residual": model.residual},
        "reml_criterion": model.deviance,
        "logLik_REML": model.log_likelihood,
        "singular": model.is_singular,
        "emmeans": [
            {
                "wave": int(wave),
                "emmean": one.value,
                "se": one.se,
                "df": one.df,
                "low": one.low,
                "high": one.high,
            }
            for wave, one in zip(WAVES, found.means, strict=True)
        ],
        "pairs_bonferroni": {
            f"{WAVES[one.later]}-{WAVES[one.earlier]}": _pair(one.contrast) for one in found.pairs
        },
        "icc": held_by_levels(model).together.value,
        "r2_nakagawa": {"marginal": r2.marginal.value, "conditional": r2.conditional.value},
        "nlme": {
            "F": contained.f,
            "df1": contained.df1,
            "df2": contained.df2,
            "p": contained.p,
        },
    }


def _pair(one: Contrast) -> Values:
    it = one.estimate
    return {
        "diff": it.value,
        "se": it.se,
        "df": it.df,
        "t": it.t,
        "p_bonf": one.p_bonferroni,
        "ci_low": it.low,
        "ci_high": it.high,
    }


def coefficient(one: Estimate) -> Values:
    """Name what R's summary prints of a coefficient."""
    return {"est": one.value, "se": one.se, "df": one.df, "t": one.t, "p": one.p}


def pupils_in_classes() -> Values:
    """Fit scores of pupils in teachers in schools, and of pupils in teachers alone."""
    pupils = with_both_scores()
    several = _three(pupils, lambda one: one.end, is_school=False)
    fallen = reduced(several["m1"], several["m2"])
    slope = coefficient(estimated(several["m2"], np.eye(4)[3]))
    return {
        "outcome_end": _outcome(pupils, lambda one: one.end),
        "outcome_gain": _outcome(pupils, lambda one: one.end - one.start),
        "two_level_teacher_only": {
            "var_m1": _variances(several["m1"]),
            "var_m2": _variances(several["m2"]),
            "prv_total": fallen.total.value,
            "prv_teacher": fallen.factors["teacher"].value,
            "eng": slope,
        },
    }


def _three(
    pupils: list[Pupil],
    outcome: Callable[[Pupil], float],
    is_school: bool = True,
    is_reml: bool = True,
) -> dict[str, MixedModel]:
    """Fit no predictor, those of the pupils, and the teacher's engagement too."""
    schools = [one.school for one in pupils]
    factors = {"teacher": within(schools, [one.teacher for one in pupils])}
    if is_school:
        factors["school"] = schools
    whole = [(1, one.start, one.ses, one.engagement) for one in pupils]
    y = [outcome(one) for one in pupils]
    return {
        name: mixed_model(y, [row[:size] for row in whole], factors, is_reml)
        for name, size in (("m0", 1), ("m1", 3), ("m2", 4))
    }


def _variances(model: MixedModel) -> Values:
    found: Values = {one.name: one.variance for one in model.components}
    return {**found, "residual": model.residual}


def _outcome(pupils: list[Pupil], outcome: Callable[[Pupil], float]) -> Values:
    several = _three(pupils, outcome)
    by_ml = _three(pupils, outcome, is_reml=False)
    m0, m1, m2 = several.values()
    ratio = likelihood_ratio(by_ml["m2"], by_ml["m1"])
    held, one, other = held_by_levels(m0), explained(m1), explained(m2)
    fallen = reduced(m1, m2)
    return {
        "n_pupils": m2.n,
        "n_teachers": m2.components[0].levels,
        "n_schools": m2.components[1].levels,
        "variances": {name: _variances(model) for name, model in several.items()},
        "singular": m2.is_singular,
        "icc_null": {
            "school": held.factors["school"].value,
            "teacher": held.factors["teacher"].value,
            "teacher_plus_school": held.together.value,
        },
        "icc_m1_teacher_plus_school": held_by_levels(m1).together.value,
        "fixed_m2": {name: _both(m2, place) for place, name in enumerate(NAMES)},
        "reml_criterion": {name: model.deviance for name, model in several.items()},
        "prv_m1_to_m2": _fallen(fallen),
        "prv_m0_to_m2_total": reduced(m0, m2).total.value,
        "lrt_ML_eng": {"chi2": ratio.chi2, "df": ratio.df, "p": ratio.p},
        "r2_nakagawa_m1": {"marginal": one.marginal.value, "conditional": one.conditional.value},
        "r2_nakagawa_m2": {
            "marginal": other.marginal.value,
            "conditional": other.conditional.value,
        },
        "delta_r2_marginal": fallen.marginal_r2.value,
    }


def _fallen(one: Reduction) -> Values:
    return {
        "total": one.total.value,
        "teacher": one.factors["teacher"].value,
        "school": one.factors["school"].value,
        "teacher_plus_school": one.levels.value,
        "residual": one.residual.value,
    }


def _both(model: MixedModel, place: int) -> Values:
    """Give a coefficient with Satterthwaite's and with Kenward and Roger's freedom."""
    row = np.eye(4)[place]
    other = estimated(model, row, Degrees.KENWARD_ROGER)
    return {
        **coefficient(estimated(model, row)),
        "df_KR": other.df,
        "se_KR": other.se,
        "p_KR": other.p,
    }
