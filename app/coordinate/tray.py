"""What waits for a person: late records, doubles and clashes; and looking up a receipt."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.store.decisions import settle_clash, settle_double
from app.store.doubles import list_doubles
from app.store.reading import (
    count_waiting,
    find_by_receipt,
    list_late,
    list_open_conflicts,
)


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
        found = find_by_receipt(session, scope, receipt) if receipt else ()
    return render_template(
        "desk/tray.html",
        doubles=doubles,
        clashes=clashes,
        late=late,
        waiting=waiting,
        receipt=receipt,
        found=found,
        csrf=current.protection().token(),
    )


@pages.post("/<study>/tray/<record_id>")
@allow(Role.COORDINATOR)
def decide(study: str, record_id: str) -> ResponseReturnValue:
    """Keep a decision with its reason; nothing is deleted."""
    reason = request.form.get("reason", "").strip()
    decision = request.form.get("decision", "")
    with current.database().writing() as session:
        scope = current.scope()
        if decision == "newest":
            done = settle_clash(session, scope, record_id, reason=reason)
        else:
            use = decision == "this"
            done = settle_double(session, scope, record_id, use_this=use, reason=reason)
    if not done:
        abort(404)
    return redirect(url_for("desk.tray", study=study), 303)
