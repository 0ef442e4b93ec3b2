"""Read how far observers agree, for the page."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from app import current
from app.coordinate.agreement_lines import Agreement, Course, Figure, Group, Line, Trial
from app.languages import show_date
from app.store.frame import export_source
from app.store.transaction import Session
from exports.agreements import MONTH, PAIR, WAVE, Comparisons, compare
from exports.certificates import Certificate, Drift, certificates, drifts
from exports.coding import Measure
from exports.item_agreement import ItemAgreement
from exports.source import Choices, Source
from instruments.definitions import Instrument
from instruments.wording import Language

CERTAIN = 0.05
"""A fall is marked where chance alone would show it in fewer than one of twenty."""


def read_agreement(session: Session, instrument: Instrument, wave: str | None) -> Agreement:
    """Read how far observers agree with an instrument, in a wave or in all."""
    zone, language = current.settings().time_zone, current.language()
    source = export_source(session, current.scope(), Choices(language, instrument.key, wave))
    labels = {one.key: one.label.in_(language) for one in source.frame.waves}
    for found in compare(source, zone):
        return Agreement(
            len({one.lesson for one in found.meetings}),
            tuple(_lines(found, source.newest(found.instrument), language)),
            _groups(found, PAIR, {}),
            _groups(found, MONTH if wave else WAVE, labels),
            tuple(map(_course, drifts([found]))),
            _trials(source, zone),
        )
    return Agreement()


def _lines(found: Comparisons, instrument: Instrument, language: Language) -> Iterator[Line]:
    """Give every item its words; what is asked in several sections says in which."""
    items = tuple(found.items())
    often = Counter(one.label.in_(language) for one in items)
    for one in items:
        name = one.label.in_(language)
        if often[name] > 1:
            name = f"{name} · {_place(instrument, one.item, language)}"
        yield _line(one, name)


def _place(instrument: Instrument, item: str, language: Language) -> str:
    try:
        return instrument.section_of(item).title.in_(language)
    except KeyError:  # a column that is called otherwise than its item
        return item


def _line(one: ItemAgreement, name: str) -> Line:
    def figure(name: str, low: float | None = None, high: float | None = None) -> Figure:
        return Figure(getattr(one, name), low, high, one.why.get(name))

    ratings = one.measure is not Measure.NOMINAL
    return Line(
        name,
        one.n,
        figure("pct_agree"),
        figure("kappa", one.kappa_ci_l, one.kappa_ci_u),
        figure("bp"),
        figure("ac1"),
        figure("positive") if not ratings and one.why.get("positive") != "not_binary" else None,
        figure("pct_adj") if ratings else None,
        figure("wkappa_quadratic") if ratings else None,
        figure("icc21") if ratings else None,
    )


def _groups(found: Comparisons, by: str, labels: Mapping[str, str]) -> tuple[Group, ...]:
    lines = []
    for one in found.groups(by):
        name = labels.get(one.group, one.group.replace(" | ", " – "))
        share = Figure(_percent(one.share), _percent(one.low), _percent(one.high), "no_pairs")
        seen = Figure(one.positive, why="nobody_said_it")
        lines.append(
            Group(month_name(name) if by == MONTH else name, one.lessons, one.n, share, seen)
        )
    if by == WAVE:  # in the order of time, not of their names
        order = {label: place for place, label in enumerate(labels.values())}
        lines.sort(key=lambda line: order.get(line.name, 0))
    return tuple(lines)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def month_name(name: str) -> str:
    """Write 2026-11 as November 2026."""
    try:
        return show_date(datetime.strptime(name, "%Y-%m").date(), "LLLL y")  # noqa: DTZ007
    except ValueError:
        return name


def _course(one: Drift) -> Course:
    return Course(
        f"{one.rater_a} – {one.rater_b}",
        tuple((month.month, month.x, month.n) for month in one.months),
        one.z is not None and one.p is not None and one.z < 0 and one.p < CERTAIN,
    )


def _trials(source: Source, zone: str) -> tuple[Trial, ...]:
    return tuple(map(_trial, certificates(source, zone)))


def _trial(one: Certificate) -> Trial:
    return Trial(one.observer, one.lesson, one.near, one.n, one.passed, one.why)
