"""Both records of a lesson side by side, once both have finished: what to talk about."""

from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.observe.blueprint import pages
from app.observe.lessons import find_place
from app.store import clashes, joining
from app.store.clashes import Clash
from app.store.instruments import get_instrument
from app.store.together import Coded, read_coded
from app.store.transaction import Session
from app.store.visits import LessonView
from exports.answers_in_words import in_lines
from exports.side_by_side import SideBySide, side_by_side
from instruments.definitions import Instrument, Item, Value
from instruments.records import Record


@dataclass(frozen=True, slots=True)
class Beside:
    """Two records, with all that the page shows of them."""

    first: Record
    second: Record
    compared: SideBySide


@pages.get("/<study>/<lesson>/<instrument>/agreement")
@allow(Role.OBSERVER, Role.COORDINATOR)
def agreement(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Show both records item by item; before that lead to what is still to be done."""
    with current.database().reading() as session:
        place, _wave, chosen = find_place(session, lesson, instrument)
        coded = read_coded(session, current.scope(), place.id, chosen.key)
        if coded.is_blind:
            own = url_for("observe.section", study=study, lesson=lesson, instrument=instrument)
            return redirect(own)
        if not coded.is_shared:
            return _waiting(place, chosen)
        beside = _besides(session, chosen, coded)
        differing = clashes.of_lesson(session, current.scope(), place)
        known_as = joining.own_claims(session, current.scope()).get(place.id, place.id)
    return _page(replace(place, id=known_as), chosen, coded, beside, differing)


def _besides(session: Session, instrument: Instrument, coded: Coded) -> list[Beside]:
    """Pair what was coded alone: the own record with each other one, else the first with the rest.

    A consensus stands beside neither: the page shows it in a column of its own.
    """
    own = coded.own or coded.alone[0]
    pairs = []
    for other in coded.alone:
        if other is own:
            continue
        first, second = sorted((own, other), key=coded.alone.index)
        version = get_instrument(session, instrument.key, max(first.version, second.version))
        compared = side_by_side(version, first.answers, second.answers)
        pairs.append(Beside(first, second, compared))
    return pairs


def in_words(item: Item, value: Value | None) -> str:
    """Write an answer in the language of the page; an answer left blank is a dash."""
    return "; ".join(in_lines(item, value, current.language()))


def _waiting(lesson: LessonView, instrument: Instrument) -> str:
    return render_template(
        "observe/agreement_waits.html",
        study=current.study(),
        lesson=lesson,
        instrument=instrument,
    )


def _page(
    lesson: LessonView,
    instrument: Instrument,
    coded: Coded,
    beside: list[Beside],
    differing: tuple[Clash, ...],
) -> str:
    if not beside:
        abort(404)
    return render_template(
        "observe/agreement.html",
        study=current.study(),
        lesson=lesson,
        instrument=instrument,
        coded=coded,
        beside=beside,
        differing=differing,
        in_words=in_words,
    )
