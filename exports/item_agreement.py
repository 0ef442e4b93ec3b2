"""How far two observers agree in one item: every coefficient, or the reason why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exports.coding import Measure, Point
from exports.columns import Cell
from exports.statistics.outcome import Coefficient, Undefined, Value
from exports.wording import Words

NOT_ORDERED = "not_ordered"
"""Why codes without an order have no weighted kappa and no intraclass correlation."""
OF_TWO_CODES = ("prevalence", "bias", "positive", "negative")
INAPPLICABLE: Mapping[Measure, Mapping[str, str]] = {
    Measure.NOMINAL: dict.fromkeys(("wkappa_quadratic", "icc21", "icc2k"), NOT_ORDERED),
    Measure.ORDINAL: {},
    Measure.NUMBER: dict.fromkeys(
        ("kappa", "wkappa_quadratic", "ac1", "bp"), str(Undefined.TOO_MANY_CATEGORIES)
    ),
}
"""What has no sense: weights without an order, categories where there are numbers."""
LEVELS: Mapping[Measure, str] = {
    Measure.NOMINAL: "nominal",
    Measure.ORDINAL: "ordinal",
    Measure.NUMBER: "interval",
}
Codes = tuple[Cell, Cell]


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """Agreement in one item; percentages run to 100, everything else to 1.

    `bp` is Brennan and Prediger's coefficient, with two codes PABAK. `why` says by the name of the
    field why it is None. An item on a clock has as many units as intervals or sweeps were coded.
    """

    instrument: str
    item: str
    label: Words
    track: str
    measure: Measure
    lessons: int
    n: int
    equal: int
    pct_agree: float | None
    pct_adj: float | None
    kappa: float | None
    kappa_ci_l: float | None
    kappa_ci_u: float | None
    wkappa_quadratic: float | None
    ac1: float | None
    bp: float | None
    icc21: float | None
    icc2k: float | None
    prevalence: float | None
    bias: float | None
    positive: float | None
    negative: float | None
    alpha: float | None
    why: Mapping[str, str]
    """Reasons by the name of the field; `exports.reasons` has them in words."""


def describe_item(
    instrument: str, point: Point, codes: Sequence[Codes], lessons: int
) -> ItemAgreement:
    """Compute everything of the codes that two observers gave, none of them missing."""
    # numpy and scipy are loaded by whoever asks for agreement, not by the start of the program
    from exports.statistics.agreement import agreement  # noqa: PLC0415

    firsts, seconds = zip(*codes, strict=True)
    found = agreement(firsts, seconds, sorted_levels(point) or None)
    computed: dict[str, Coefficient | Value] = {
        "kappa": found.kappa,
        "wkappa_quadratic": found.kappa_quadratic,
        "ac1": found.ac1,
        "bp": found.pabak,
        **_over_raters(point, codes),
        **{name: getattr(found, name) for name in OF_TWO_CODES},
    }
    without = {**INAPPLICABLE[point.measure]}
    values = {name: None if name in without else one.value for name, one in computed.items()}
    reasons = {name: str(one.why) for name, one in computed.items() if one.value is None}
    interval = found.kappa if values["kappa"] is not None else Coefficient(None)
    near = None if point.measure is Measure.NOMINAL else found.percent_within_one.value
    return ItemAgreement(
        instrument,
        point.item,
        point.label,
        point.track,
        point.measure,
        lessons,
        found.n,
        found.equal,
        found.percent.value,
        near,
        kappa_ci_l=interval.low,
        kappa_ci_u=interval.high,
        **values,
        why={**reasons, **without},
    )


def _over_raters(point: Point, codes: Sequence[Codes]) -> dict[str, Coefficient | Value]:
    """Compute what any number of raters have: intraclass correlations and alpha."""
    from exports.statistics.krippendorff import Level, krippendorff_alpha  # noqa: PLC0415
    from exports.statistics.ratings_icc import icc  # noqa: PLC0415

    alpha = krippendorff_alpha(codes, Level(LEVELS[point.measure]))
    if point.measure is Measure.NOMINAL:
        return {"icc21": Value(None), "icc2k": Value(None), "alpha": alpha}
    found = icc(codes)
    single, mean = found.single_2, found.mean_2
    return {
        "icc21": Value(single.value, single.why),
        "icc2k": Value(mean.value, mean.why),
        "alpha": alpha,
    }


def is_near(point: Point, a: Cell, b: Cell, within: int) -> bool:
    """Say whether two codes are equal, or levels in order at most so many apart."""
    if a == b:
        return True
    if point.measure is not Measure.ORDINAL or not {a, b} <= {*point.levels}:
        return False
    places = {level: place for place, level in enumerate(sorted_levels(point))}
    return abs(places[a] - places[b]) <= within  # type: ignore[index]


def sorted_levels(point: Point) -> tuple[str | int, ...]:
    """Give the levels from the lowest to the highest; words stay as the author wrote them."""
    numbers = [level for level in point.levels if isinstance(level, int)]
    return tuple(sorted(numbers)) if len(numbers) == len(point.levels) else point.levels
