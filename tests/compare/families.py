"""What is computed of other data than the study's: by family of cases, named as in `other.R`."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from typing import Any

from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.agreement import agreement
from exports.statistics.ancova import ancova
from exports.statistics.anova import additive_anova, one_way
from exports.statistics.chance import brennan_prediger, gwet_ac1
from exports.statistics.cluster_robust import robust_model
from exports.statistics.clustered import Working, gee_logit
from exports.statistics.composite import composite
from exports.statistics.consistency import consistency
from exports.statistics.correlations import kendall, pearson, spearman
from exports.statistics.descriptives import describe
from exports.statistics.effects import eta2p_from_f, hedges_j
from exports.statistics.estimates import Contrast
from exports.statistics.fisher import fisher_exact
from exports.statistics.krippendorff import Level, krippendorff_alpha
from exports.statistics.many_raters import fleiss_kappa, kendall_w, light_kappa
from exports.statistics.mixed_groups import groups_over_waves
from exports.statistics.mixed_logit import mixed_logit
from exports.statistics.mixed_model import MixedModel, mixed_model
from exports.statistics.mixed_shares import explained, held_by_levels, reduced
from exports.statistics.mixed_tests import Degrees, estimated, likelihood_ratio
from exports.statistics.mixed_waves import waves_model
from exports.statistics.noncentral import t_limits
from exports.statistics.outcome import Value
from exports.statistics.paired import paired_t
from exports.statistics.paired_shares import cochran_q, mcnemar
from exports.statistics.planning import Design, power_of, smallest
from exports.statistics.proportions import chi_square, difference, exact_share, share, trend
from exports.statistics.rank_tests import friedman, signed_ranks
from exports.statistics.ratings_icc import icc
from exports.statistics.repeated import repeated_anova
from exports.statistics.several_groups import kruskal_wallis, welch_anova
from exports.statistics.two_groups import levene, two_groups

Input = dict[str, Any]
Values = dict[str, object]


def plain(found: object) -> Any:
    """Turn a result into names and numbers; a single number with a reason into the number."""
    if isinstance(found, Value):
        return found.value
    if is_dataclass(found) and not isinstance(found, type):
        return {name: plain(getattr(found, name)) for name in found.__dataclass_fields__}
    if isinstance(found, Mapping):
        return {name: plain(one) for name, one in found.items()}
    if isinstance(found, list | tuple):
        return [plain(one) for one in found]
    return found


def _consistency(given: Input) -> Values:
    found = consistency(given["rows"])
    return {
        "listwise": plain(found.listwise),
        "pairwise": plain(found.pairwise),
        "items": plain(found.items),
        "omega": plain(found.omega),
        "loose_omega_residuals": plain(found.omega_residuals),
    }


def _contrast(one: Contrast) -> Values:
    adjusted = {"p_bonferroni": one.p_bonferroni, "p_holm": one.p_holm}
    return plain(one.estimate) | adjusted


def _variances(model: MixedModel) -> Values:
    found: Values = {one.name: one.variance for one in model.components}
    return found | {"residual": model.residual}


def _coefficients(model: MixedModel) -> list[Values]:
    size = len(model.coefficients)
    rows = [[float(one == place) for one in range(size)] for place in range(size)]
    return [
        plain(estimated(model, row)) | {"kr": plain(estimated(model, row, Degrees.KENWARD_ROGER))}
        for row in rows
    ]


def _waves(given: Input) -> Values:
    found = waves_model(given["rows"], given.get("places"))
    return {
        "n": found.n,
        "variances": _variances(found.model),
        "deviance": found.model.deviance,
        "singular": found.model.is_singular,
        "satterthwaite": plain(found.satterthwaite),
        "kenward_roger": plain(found.kenward_roger),
        "coefficients": _coefficients(found.model),
        "means": plain(found.means),
        "pairs": [
            _contrast(one.contrast)
            for one in sorted(found.pairs, key=lambda one: (one.later, one.earlier))
        ],
    }


def _levels_model(given: Input) -> Values:
    y, names = given["y"], [*given["x"]]
    whole = [[1.0, *row] for row in zip(*given["x"].values(), strict=True)]
    whole = whole if names else [[1.0] for _ in y]
    both = zip(y, whole, strict=True)
    there = [None if value is None or None in row else value for value, row in both]
    alone = [row[:1] for row in whole]
    m, m0 = (mixed_model(there, x, given["factors"]) for x in (whole, alone))
    by_ml = [mixed_model(there, x, given["factors"], is_reml=False) for x in (whole, alone)]
    fallen = reduced(m0, m)
    return {
        "variances": _variances(m),
        "null": _variances(m0),
        "deviance": m.deviance,
        "deviance_ml": by_ml[0].deviance,
        "coefficients": _coefficients(m),
        "icc": held_by_levels(m0).together.value,
        "prv_total": fallen.total.value,
        "prv_residual": fallen.residual.value,
        "r2": plain(explained(m)),
        "lrt": plain(likelihood_ratio(*by_ml)),
    }


def _by_groups(given: Input) -> Values:
    found = groups_over_waves(given["rows"], given["groups"])
    names = ("wave", "group", "product", "product_kenward_roger", "likelihood_ratio")
    return {name: plain(getattr(found, name)) for name in names}


def _pairs(given: Input) -> Values:
    both = given["first"], given["second"]
    return {"means": plain(paired_t(*both)), "ranks": plain(signed_ranks(*both))}


def _proportions(given: Input) -> Values:
    (a, b), (c, d) = given["table"]
    first, table = share(a, a + b), chi_square(given["table"])
    fisher = fisher_exact(given["table"])
    return {
        "wilson": [first.low, first.high],
        "exact": plain(exact_share(a, a + b)),
        "newcombe": plain(difference(a, a + b, c, c + d)),
        "fisher": plain(fisher),
        "loose_fisher": plain(fisher),
        "chi": plain(table) | {"v": table.cramers_v} if table.chi2 is not None else None,
    }


def _changes(given: Input) -> Values:
    rows = [row for row in given["rows"] if None not in row]
    test = mcnemar([row[0] for row in rows], [row[1] for row in rows])
    q = cochran_q(given["rows"])
    return {
        "mcnemar": plain(test) if test.chi2 is not None else None,
        "cochran": plain(q) if q.chi2 is not None else None,
    }


def _gee(given: Input) -> Values:
    three = given["y"], given["x"], given["clusters"]
    return {one.value: plain(gee_logit(*three, one)) for one in Working}


def _several(given: Input) -> Values:
    there = [[one for one in group if one is not None] for group in given["groups"]]
    found = {
        "welch": welch_anova(given["groups"]),
        "kruskal": kruskal_wallis(given["groups"]),
        "one_way": one_way(there),
        "levene": levene(there),
    }
    return {name: plain(one) for name, one in found.items()}


def _ancova(given: Input) -> Values:
    found = ancova(given["y"], given["covariates"], given["groups"])
    pairs = sorted(found.pairs, key=lambda one: (one.later, one.earlier))
    return {
        "n": found.n,
        "effect": plain(found.effect),
        "slopes": plain(found.slopes),
        "means": [plain(one.mean) for one in found.means],
        "pairs": [_contrast(one.contrast) for one in pairs],
        "parallel": plain(found.parallel),
    }


def _raters(given: Input) -> Values:
    rows = given["ratings"]
    two = agreement([row[0] for row in rows], [row[1] for row in rows])
    several = icc(rows)
    forms = ("single_1", "single_2", "single_3", "mean_1", "mean_2", "mean_3")
    return {
        "kappa": plain(two.kappa),
        "linear": plain(two.kappa_linear),
        "quadratic": plain(two.kappa_quadratic),
        "fleiss": plain(fleiss_kappa(rows)),
        "ac1": plain(gwet_ac1(rows)),
        "bp": plain(brennan_prediger(rows)),
        "krippendorff": {one.value: krippendorff_alpha(rows, one).value for one in Level},
        "icc": [plain(getattr(several, name)) for name in forms],
        "kendall_w": plain(kendall_w(rows)),
        "light": light_kappa(rows).value,
    }


def _association(given: Input) -> Values:
    both = given["first"], given["second"]
    several = {"pearson": pearson, "spearman": spearman, "kendall": kendall}
    return {name: plain(one(*both)) for name, one in several.items()}


def _planned(given: Input) -> Values:
    n, alpha = given["n"], given["alpha"]
    design = Design(teachers=n, schools=n, icc=0.0, correlation=0.5, alpha=alpha)
    return {"power": power_of(given["d"], design, alpha), "smallest": smallest(design, alpha)}


def _sizes(given: Input) -> Values:
    p = given["p"]
    return {
        "eta": plain(eta2p_from_f(given["f"], given["df1"], given["df2"])),
        "ncp": [*t_limits(given["t"], given["df2"])],
        "j": hedges_j(given["df2"]),
        "bonferroni": [*adjust(p, Adjustment.BONFERRONI)],
        "holm": [*adjust(p, Adjustment.HOLM)],
        "bh": [*adjust(p, Adjustment.BENJAMINI_HOCHBERG)],
    }


FAMILIES: dict[str, Callable[[Input], Values]] = {
    "describe": lambda given: plain(describe(given["values"])),
    "consistency": _consistency,
    "repeated": lambda given: plain(repeated_anova(given["rows"])),
    "additive": lambda given: plain(additive_anova(given["rows"])),
    "waves": _waves,
    "levels_model": _levels_model,
    "by_groups": _by_groups,
    "friedman": lambda given: plain(friedman(given["rows"])),
    "pairs": _pairs,
    "proportions": _proportions,
    "trend": lambda given: plain(trend(given["x"], given["n"])),
    "changes": _changes,
    "gee": _gee,
    "logit": lambda given: plain(mixed_logit(given["y"], given["x"], given["clusters"])),
    "two": lambda given: plain(two_groups(given["first"], given["second"])),
    "several": _several,
    "ancova": _ancova,
    "robust": lambda given: plain(robust_model(given["y"], given["x"], given["clusters"])),
    "raters": _raters,
    "association": _association,
    "planned": _planned,
    "sizes": _sizes,
    "index": lambda given: plain(composite(given["rows"])),
}
