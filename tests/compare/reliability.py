"""How the items of a scale hang together, wave by wave."""

from exports.statistics.consistency import Consistency, ItemFit, consistency
from tests.compare.scales import WAVES, keyed, scale
from tests.compare.study import Row, rows

Values = dict[str, object]


def reliability(code: str) -> Values:
    """Describe a scale in every wave, and over all questionnaires as if each were a person."""
    forms = rows("questionnaire_responses")
    waves = {f"wave{wave}": [row for row in forms if row["wave"] == wave] for wave in WAVES}
    return {
        name: _of(some, code) for name, some in (waves | {"all_waves_pooled_rows": forms}).items()
    }


def _of(forms: list[Row], code: str) -> Values:
    asked = scale(code)
    found = consistency([keyed(row, asked) for row in forms])
    return {
        "n_rows": found.n,
        "n_complete": found.complete,
        "n_items": found.kept,
        "alpha_pairwise": found.pairwise.value,
        "alpha_std_pairwise": found.pairwise.standardised,
        "alpha_listwise": found.listwise.value,
        "mean_inter_item_r": found.pairwise.mean_r,
        "alpha_feldt_ci_low": found.pairwise.low,
        "alpha_feldt_ci_high": found.pairwise.high,
        "omega_1factor_minres_model_implied": found.omega_residuals.value,
        "omega_1factor_minres_psych": found.omega_residuals.of_total,
        "omega_1factor_ML_cov_lavaan": found.omega.value,
        "omega_ML_n": found.omega.n,
        "omega_ML_heywood": found.omega.heywood,
        **_items(found, asked.items),
    }


def _items(found: Consistency, names: tuple[str, ...]) -> Values:
    def named(fits: tuple[ItemFit, ...], what: str) -> Values:
        return {name: getattr(fit, what).value for name, fit in zip(names, fits, strict=True)}

    return {
        "item_rest_r": named(found.items_pairwise, "item_rest_r"),
        "item_rest_r_listwise": named(found.items, "item_rest_r"),
        "alpha_if_dropped": named(found.items_pairwise, "alpha_if_dropped"),
        "alpha_if_dropped_listwise": named(found.items, "alpha_if_dropped"),
    }
