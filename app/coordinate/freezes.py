"""Freezes: note what counts, list what was noted, and what differs between two."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.desk_forms import REFUSED, desk_form
from app.languages import gettext as _
from app.store import audit
from app.store.freeze_comparing import COMPARED, Change, FreezeComparison, compare_freezes
from app.store.freezes import NotFrozen, list_freezes
from app.store.freezing import LONGEST, RUNNING, add_freeze
from app.store.instruments import list_instruments
from app.store.reading import count_waiting
from app.store.together import is_hidden
from app.store.transaction import Session
from app.store.waves import WaveView, list_waves
from exports.answers_in_words import in_lines
from forms.freezing import EVERY, FreezeForm
from instruments.wording import Message

SHOWN = 300
"""Differences of a kind that the page lists at most; its counts are of all."""


@pages.get("/<study>/freezes", endpoint="freezes")
@allow(Role.COORDINATOR)
def freezes_page(study: str) -> ResponseReturnValue:
    """List the freezes and offer another one."""
    with current.database().reading() as session:
        waves = list_waves(session, current.scope())
    asked = request.args.get("wave", "")
    known = {one.key for one in waves}
    chosen = asked if asked in known else _suggested(waves)
    return _page(desk_form(FreezeForm, {"wave": chosen}))


def _suggested(waves: Sequence[WaveView]) -> str:
    """Suggest the newest wave that is closed, else all of them."""
    closed = [one.key for one in waves if one.state == "closed"]
    return closed[-1] if closed else EVERY


def _page(form: FreezeForm, fault: Message | None = None) -> str:
    with current.database().reading() as session:
        waves = list_waves(session, current.scope())
        found = list_freezes(session, current.scope())
        waiting = count_waiting(session, current.scope())
    _offer(form, waves)
    return render_template(
        "desk/freezes.html",
        form=form,
        found=found,
        waves={one.key: one for one in waves},
        running=[one for one in waves if one.state in RUNNING],
        undecided=waiting.undecided,
        longest=LONGEST,
        fault=fault.in_(current.language()) if fault else "",
    )


def _offer(form: FreezeForm, waves: Sequence[WaveView]) -> None:
    named = [(one.key, one.label.in_(current.language())) for one in waves]
    form.offer([*named, (EVERY, _("Every wave"))])


@pages.post("/<study>/freezes")
@allow(Role.COORDINATOR)
def freeze(study: str) -> ResponseReturnValue:
    """Freeze a wave."""
    form = desk_form(FreezeForm)
    with current.database().reading() as session:
        _offer(form, list_waves(session, current.scope()))
    if not form.validate():
        return _page(form), REFUSED
    try:
        with current.database().writing() as session:
            label, reason = form.label.data, form.reason.data
            add_freeze(session, current.scope(), form.key, label, reason, current.language())
    except NotFrozen as refused:
        return _page(form, refused.message), REFUSED
    return redirect(url_for("desk.freezes", study=study), 303)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change in the words of the page; a value that may not be shown is None."""

    change: Change
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
    is_blind: bool


@pages.get("/<study>/freezes/compare")
@allow(Role.COORDINATOR)
def compare_freezes_page(study: str) -> ResponseReturnValue:
    """Show what differs between two freezes; that it was read is noted in the log."""
    numbers = [request.args.get(name, "") for name in ("older", "newer")]
    if not all(one.isdecimal() and len(one) < 9 for one in numbers) or len({*numbers}) < 2:
        return redirect(url_for("desk.freezes", study=study), 303)
    scope = current.scope()
    try:
        with current.database().reading() as session:
            found = compare_freezes(session, scope, int(numbers[0]), int(numbers[1]))
            shown = _in_words(session, found)
            titles = {one.key: one.title for one in list_instruments(session)}
            waves = {one.key: one.label for one in list_waves(session, scope)}
    except NotFrozen:
        abort(404)
    with current.database().writing() as session:
        audit.note(session, scope, COMPARED, " ".join(numbers))
    return render_template(
        "desk/freeze_compare.html",
        found=found,
        shown=shown,
        titles=titles,
        waves=waves,
        most=SHOWN,
    )


def _in_words(session: Session, found: FreezeComparison) -> list[ShownChange]:
    """Write the changes in words, without what a colleague must not see before coding."""
    blind: dict[str, bool] = {}
    shown = []
    for one in found.changes[:SHOWN]:
        name = one.record.id
        if name not in blind:
            blind[name] = is_hidden(session, current.scope(), name)
        hidden = one.is_personal or blind[name]
        before, after = (
            None if hidden else _lines(one, value) for value in (one.before, one.after)
        )
        shown.append(ShownChange(one, before, after, blind[name]))
    return shown


def _lines(change: Change, value: object) -> tuple[str, ...]:
    if change.item is None:
        return (str(value) if value not in (None, "") else "–",)
    return in_lines(change.item, value, current.language())  # type: ignore[arg-type]
