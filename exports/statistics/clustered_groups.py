"""Two groups of people inside clusters, such as pupils of teachers: the most careful way first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exports.statistics.cluster_robust import robust_model
from exports.statistics.estimates import Estimate
from exports.statistics.measures import Numbers
from exports.statistics.mixed_model import MixedModel, mixed_model
from exports.statistics.mixed_tests import Degrees, estimated
from exports.statistics.outcome import Undefined
from exports.statistics.two_groups import TwoGroups, two_groups

CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class ClusteredGroups:
    """The second group minus the first, in the order in which they are to be believed.

    `clusters` compares the means of clusters, one number each. `robust` is the difference of people
    with errors that respect clusters (CR2), `mixed` the difference beside an intercept for each
    cluster, with Satterthwaite's and with Kenward and Roger's freedom. `people` takes everybody as
    if on their own: what it promises is too much wherever clusters differ.
    """

    clusters: TwoGroups
    robust: Estimate
    mixed: Estimate
    mixed_kenward_roger: Estimate
    model: MixedModel
    people: TwoGroups


def clustered_groups(
    values: Numbers,
    is_second: Sequence[bool],
    clusters: Sequence[str],
    confidence: float = 0.95,
) -> ClusteredGroups:
    """Compare two groups of people who belong to clusters; each cluster may be in one or in both.

    A cluster with people in both groups has a mean in each. Undefined as its parts are.
    """
    there = [
        (float(value), bool(second), str(cluster))
        for value, second, cluster in zip(values, is_second, clusters, strict=True)
        if value is not None and np.isfinite(value)
    ]
    of = [second for _, second, _ in there]
    y, names = [value for value, *_ in there], [cluster for *_, cluster in there]
    predictors = [(1, second) for second in of]
    model = mixed_model(y, predictors, {CLUSTER: names})
    robust = robust_model(y, predictors, names, confidence)
    if len({*of}) < 2:
        none = Estimate(None, why=Undefined.ONE_GROUP if of else Undefined.NO_CASES)
        difference = by_kr = slope = none
    else:
        slope = robust.coefficients[1] if robust.coefficients else Estimate(None, why=robust.why)
        difference = estimated(model, (0, 1), confidence=confidence)
        by_kr = estimated(model, (0, 1), Degrees.KENWARD_ROGER, confidence)
    parted = [[value for value, second, _ in there if second is one] for one in (False, True)]
    means, people = (
        two_groups(first, second, confidence) for first, second in (_means(there), parted)
    )
    return ClusteredGroups(means, slope, difference, by_kr, model, people)


def _means(there: Sequence[tuple[float, bool, str]]) -> tuple[list[float], list[float]]:
    """Give the means of clusters in the first group, and in the second."""
    of: dict[tuple[bool, str], list[float]] = {}
    for value, second, cluster in there:
        of.setdefault((second, cluster), []).append(value)
    means = [(second, float(np.mean(several))) for (second, _), several in sorted(of.items())]
    first = [mean for second, mean in means if not second]
    return first, [mean for second, mean in means if second]
