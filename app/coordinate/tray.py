"""What waits for a person: doubles, clashes, what came late, what was not sent; and receipts."""

from datetime import UTC, datetime, timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.store.audit import list_carried
from app.store.decisions import settle_clash, settle_double
from app.store.doubles import list_doubles
from app.store.instruments import newest_instrument
from app.store.reading import (
    count_waiting,
    find_by_receipt,
    list_late,
    list_open_conflicts,
)
from app.store.unsent import list_unsent
from app.store.waves import list_waves

UNSENT = timedelta(days=3)
"""A form that was last saved so long ago is named to the coordinator."""
LISTED = 300
"""Forms that one page lists at most."""


def unsent_before() -> datetime:
    """Give the moment before which a form must have been saved to be named as unsent."""
    return datetime.now(UTC) - UNSENT


@pages.get("/<study>/tray", endpoint="tray")
@allow(Role.COORDINATOR)
def show(study: str) -> ResponseReturnValue:
    """Show what waits, and what a receipt number belongs to."""
    receipt = request.args.get("receipt", "").strip()
    with current.database().reading() as session:
        scope = current.scope()
        doubles = list_doubles(session, scope)
        known = {double.record.id for double in doubles}
        clashes = [one for one in list_open_conflicts(session, scope) if one.id not in known]
        late = list_late(session, scope)
        waiting = count_waiting(session, scope)
        unsent = list_unsent(session, scope, unsent_before())
        found = find_by_receipt(session, scope, receipt) if receipt else ()
        carried = list_carried(session, scope, [one.id for one in found])
        waves = {wave.key: wave.label for wave in list_waves(session, scope)}
        listed = [double.record for double in doubles] + [*clashes, *late, *found]
        keys = {one.instrument for one in listed}
        titles = {key: newest_instrument(session, key).title for key in keys}
    return render_template(
        "desk/tray.html",
        doubles=doubles,
        clashes=clashes,
        late=late,
        unsent=unsent,
        listed=LISTED,
        waiting=waiting,
        receipt=receipt,
        found=found,
        waves=waves,
        titles=titles,
        carried={record_id for record_id, _ in carried},
        csrf=current.protection().token(),
    )


@pages.post("/<study>/tray/<record_id>")
@allow(Role.COORDINATOR)
def decide(study: str, record_id: str) -> ResponseReturnValue:
    """Keep a decision with its reason; nothing is deleted."""
    reason = request.form.get("reason", "").strip()
    decision, _, number = request.form.get("decision", "").partition(":")
    with current.database().writing() as session:
        scope = current.scope()
        if decision == "revision":
            chosen = int(number) if number.isdecimal() and len(number) < 6 else 0
            done = settle_clash(session, scope, record_id, number=chosen, reason=reason)
        else:
            use = decision == "this"
            done = settle_double(session, scope, record_id, use_this=use, reason=reason)
    if not done:
        abort(404)
    return redirect(url_for("desk.tray", study=study), 303)
