"""Which references are computed, by what, and what of them is not."""

from collections.abc import Callable
from functools import partial

from tests.compare import figures, gains, mixed, scales, talk, teachers, waves
from tests.compare.lessons import lessons_any_task
from tests.compare.observers import observer_agreement
from tests.compare.reliability import reliability
from tests.compare.rubrics import rubric_agreement

BY_SCALE: dict[str, Callable[[str], dict[str, object]]] = {
    "reliability": reliability,
    "additive_anova": waves.additive,
    "rm_anova_listwise": waves.listwise,
    "friedman": waves.by_ranks,
    "pairs": waves.pairs,
}

GROUPS: dict[str, Callable[[], dict[str, object]]] = {
    "atyrau_observer_agreement": observer_agreement,
    "atyrau_rubric_agreement": rubric_agreement,
    "atyrau_lessons_any_task": lessons_any_task,
    "atyrau_scale_scores": scales.scale_scores,
    "atyrau_descriptives": scales.descriptives,
    "atyrau_missing": scales.missing_answers,
    "atyrau_focus_codes": talk.focus_codes,
    "atyrau_engagement_index": talk.engagement_index,
    "eta2p_from_F": figures.explained,
    "p_adjust": figures.adjusted,
    "wilson_grid": figures.shares,
    "atyrau_top2box": figures.top_two,
    **{
        f"atyrau_{name}_{code}": partial(compute, code)
        for name, compute in BY_SCALE.items()
        for code in scales.SCALES
    },
    **{f"atyrau_lmm_{code}": partial(mixed.over_waves, code) for code in scales.SCALES},
    "atyrau_hlm": mixed.pupils_in_classes,
    "atyrau_gain_overall": gains.overall,
    "atyrau_gain_high_low": gains.high_and_low,
    "atyrau_rubric_high_low": gains.projects,
    "atyrau_change_by_prior_experience": teachers.by_experience,
    "atyrau_triangulation": teachers.sources,
}

NOT_YET: dict[str, dict[str, str]] = {}
"""Reference -> beginning of its keys -> why nothing is computed for them."""


def reason(reference: str, key: str) -> str | None:
    """Say why a key is not computed; None where it should be."""
    why = NOT_YET.get(reference, {})
    return next((words for begins, words in why.items() if key.startswith(begins)), None)
