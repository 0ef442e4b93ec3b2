"""Linear mixed models: scales over waves, pupils in classes in schools."""

from exports.statistics.estimates import Contrast, Estimate
from exports.statistics.mixed_model import within
from exports.statistics.mixed_shares import Reduction, explained, held_by_levels
from exports.statistics.mixed_steps import Slope, Step, model_steps
from exports.statistics.mixed_waves import PERSON, WaveModel, waves_model
from tests.compare.pupils import Pupil, with_both_scores
from tests.compare.scales import WAVES, table

Values = dict[str, object]


def over_waves(code: str) -> Values:
    """Fit wave with an intercept for each teacher over all available cells."""
    found = waves_model(table(code))
    model, contained, r2 = found.model, found.containment, explained(found.model)
    names = ["(Intercept)", *(f"wave{wave}" for wave in WAVES[1:])]
    return {
        "n_obs": found.n,
        "anova": {"wave": _tests(found)},
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


def _tests(found: WaveModel) -> Values:
    one, other = found.satterthwaite, found.kenward_roger
    return {
        "F": one.f,
        "df1": one.df1,
        "df2_satterthwaite": one.df2,
        "p_satterthwaite": one.p,
        "F_KR": other.f,
        "df2_KR": other.df2,
        "p_KR": other.p,
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
    end = [one.end for one in pupils]
    _, m1, m2 = _steps(pupils, end, is_school=False)
    fallen = m2.beside_previous
    return {
        "outcome_end": _outcome(pupils, end),
        "outcome_gain": _outcome(pupils, [one.gain for one in pupils]),
        "two_level_teacher_only": {
            "var_m1": _variances(m1),
            "var_m2": _variances(m2),
            "prv_total": fallen.total.value,
            "prv_teacher": fallen.factors["teacher"].value,
            "eng": coefficient(m2.slopes[-1].satterthwaite),
        },
    }


def _steps(pupils: list[Pupil], y: list[float], is_school: bool = True) -> tuple[Step, ...]:
    """Fit no predictor, those of the pupils, and the teacher's engagement too."""
    schools = [one.school for one in pupils]
    factors = {"teacher": within(schools, [one.teacher for one in pupils])}
    if is_school:
        factors["school"] = schools
    of_pupils = {
        "score.start": [one.start for one in pupils],
        "ses_index": [one.ses for one in pupils],
    }
    of_teachers = {"eng": [one.engagement for one in pupils]}
    return model_steps(y, [{}, of_pupils, of_teachers], factors)


def _variances(step: Step) -> Values:
    found: Values = {one.name: one.variance for one in step.model.components}
    return {**found, "residual": step.model.residual}


def _outcome(pupils: list[Pupil], y: list[float]) -> Values:
    several = dict(zip(("m0", "m1", "m2"), _steps(pupils, y), strict=True))
    m0, m1, m2 = several.values()
    ratio, fallen = m2.likelihood_ratio, m2.beside_previous
    return {
        "n_pupils": m2.model.n,
        "n_teachers": m2.model.components[0].levels,
        "n_schools": m2.model.components[1].levels,
        "variances": {name: _variances(step) for name, step in several.items()},
        "singular": m2.model.is_singular,
        "icc_null": {
            "school": m0.held.factors["school"].value,
            "teacher": m0.held.factors["teacher"].value,
            "teacher_plus_school": m0.held.together.value,
        },
        "icc_m1_teacher_plus_school": m1.held.together.value,
        "fixed_m2": {one.name: _both(one) for one in m2.slopes},
        "reml_criterion": {name: step.model.deviance for name, step in several.items()},
        "prv_m1_to_m2": _fallen(fallen),
        "prv_m0_to_m2_total": m2.beside_first.total.value,
        "lrt_ML_eng": {"chi2": ratio.chi2, "df": ratio.df, "p": ratio.p},
        "r2_nakagawa_m1": _r2(m1),
        "r2_nakagawa_m2": _r2(m2),
        "delta_r2_marginal": fallen.marginal_r2.value,
    }


def _r2(step: Step) -> Values:
    return {"marginal": step.r2.marginal.value, "conditional": step.r2.conditional.value}


def _fallen(one: Reduction) -> Values:
    return {
        "total": one.total.value,
        "teacher": one.factors["teacher"].value,
        "school": one.factors["school"].value,
        "teacher_plus_school": one.levels.value,
        "residual": one.residual.value,
    }


def _both(one: Slope) -> Values:
    """Give a coefficient with Satterthwaite's and with Kenward and Roger's freedom."""
    other = one.kenward_roger
    return {
        **coefficient(one.satterthwaite),
        "df_KR": other.df,
        "se_KR": other.se,
        "p_KR": other.p,
    }
