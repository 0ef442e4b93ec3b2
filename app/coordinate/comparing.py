"""A double or a clash on one page: both bodies item by item, and the decision."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.languages import NAMES
from app.store.audit import list_carried
from app.store.comparing import Comparison, compare
from app.store.instruments import get_instrument
from app.store.transaction import Session
from app.store.waves import find_wave
from exports.answers_in_words import in_lines
from instruments.definitions import Instrument, Item


@dataclass(frozen=True, slots=True)
class Compared:
    """One question with the answer of each side."""

    item: Item
    answers: tuple[tuple[str, ...], ...]
    differs: bool


@pages.get("/<study>/tray/<record_id>", endpoint="compare")
@allow(Role.COORDINATOR)
def show(study: str, record_id: str) -> ResponseReturnValue:
    """Show what a record waits for; that it was read is noted in the log."""
    with current.database().writing() as session:
        found = compare(session, current.scope(), record_id)
        if found is None:
            abort(404)
        instruments = _instruments(session, found)
        ids = {side.record.id for side in found.sides}
        carried = list_carried(session, current.scope(), ids)
        wave = find_wave(session, current.scope(), found.record.wave)
    rows = _rows(found, instruments)
    return render_template(
        "desk/compare.html",
        found=found,
        wave=wave,
        languages=NAMES,
        instrument=instruments[max(instruments)],
        rows=rows,
        carried=carried,
        differing=sum(row.differs for row in rows),
        csrf=current.protection().token(),
    )


def _instruments(session: Session, found: Comparison) -> Mapping[int, Instrument]:
    versions = {side.record.version for side in found.sides}
    return {
        version: get_instrument(session, found.record.instrument, version) for version in versions
    }


def _rows(found: Comparison, instruments: Mapping[int, Instrument]) -> list[Compared]:
    """Take the questions of every version, the newest first, each with its own words."""
    items: dict[str, Item] = {}
    for version in sorted(instruments, reverse=True):
        for item in instruments[version].answered_items:
            items.setdefault(item.code, item)
    rows = []
    for code, item in items.items():
        said, lines = [], []
        for side in found.sides:
            own = instruments[side.record.version].items.get(code, item)
            said.append(side.record.answers.get(code))
            lines.append(in_lines(own, said[-1], current.language()))
        rows.append(Compared(item, tuple(lines), any(one != said[0] for one in said)))
    return rows
