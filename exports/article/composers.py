"""Which question is set in which tables; a question that nobody composed is set by its keys."""

from collections.abc import Callable, Iterator

from exports.article import attrition, engaged, outcomes, scales, shares, sources, trust
from exports.article.composed import Composed
from exports.finding_numbers import Places, placed
from exports.finding_tables import Question
from exports.findings.finding import Topic

Compose = Callable[[Question, Places], Iterator[Composed]]
COMPOSERS: tuple[tuple[Topic, str, Compose], ...] = (
    (Topic.PARTICIPATION, "retained", attrition.attrition),
    (Topic.PARTICIPATION, "unscored", attrition.gaps),
    (Topic.PARTICIPATION, "left_some", attrition.leavers),
    (Topic.PARTICIPATION, "smallest_points", attrition.precision),
    (Topic.PARTICIPATION, "mean_records", attrition.records),
    (Topic.GROWTH, "outlying", scales.in_words),
    (Topic.GROWTH, "p_holm", scales.pairs),
    (Topic.GROWTH, "mean", scales.means),
    (Topic.SCHOOLS, "change", scales.schools),
    (Topic.RELIABILITY, "alpha", trust.reliability),
    (Topic.ITEMS, "share", shares.items),
    (Topic.LESSONS, "share", shares.lessons),
    (Topic.OBSERVERS, "pct", trust.observers),
    (Topic.PUPILS, "improved", outcomes.gains),
    (Topic.PUPILS, "model_mean", scales.over_waves),
    (Topic.PUPILS, "gain", scales.by_part),
    (Topic.ENGAGEMENT, "upper", engaged.index),
    (Topic.ENGAGEMENT, "variance", outcomes.levels),
    (Topic.ENGAGEMENT, "clusters", outcomes.compared),
    (Topic.RUBRIC, "icc21", trust.raters),
    (Topic.RUBRIC, "clusters", outcomes.compared),
    (Topic.TALK, "jaccard", trust.coders),
    (Topic.TALK, "segments", sources.talk),
    (Topic.TOGETHER, "r", sources.correlations),
    (Topic.EXPERIENCE, "change", scales.groups),
)
"""A topic, a measure that its question has and no question of it before, and its tables."""


def composer_of(question: Question) -> Compose | None:
    """Find who composes the tables of a question: by its topic and what was measured."""
    topics = {one.topic for one in question.findings}
    measures = {it.measure for one in question.findings for it in placed(one)}
    for topic, measure, compose in COMPOSERS:
        if topics == {topic} and measure in measures:
            return compose
    return None
