"""How far observers agree, item by item, pair by pair, and over time."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.agreement_lines import Agreement, has_binary, has_ratings, why_not
from app.coordinate.agreement_reading import month_name, read_agreement
from app.coordinate.blueprint import pages
from app.coordinate.visit_reading import lesson_instruments
from app.store import waves


@pages.get("/<study>/agreement")
@allow(Role.COORDINATOR)
def agreement(study: str) -> ResponseReturnValue:
    """Show how far observers agree with an instrument, in a wave or in all."""
    with current.database().reading() as session:
        every = waves.list_waves(session, current.scope())
        instruments = lesson_instruments(session, None)
        asked = request.args.get("instrument", "")
        chosen = next((one for one in instruments if one.key == asked), None)
        instrument = chosen or (instruments[0] if instruments else None)
        wave = next((one for one in every if one.key == request.args.get("wave")), None)
        key = wave.key if wave else None
        found = read_agreement(session, instrument, key) if instrument else Agreement()
    return render_template(
        "desk/agreement.html",
        waves=every,
        wave=wave,
        instruments=instruments,
        instrument=instrument,
        found=found,
        has_binary=has_binary,
        has_ratings=has_ratings,
        why_not=why_not,
        month_name=month_name,
    )
