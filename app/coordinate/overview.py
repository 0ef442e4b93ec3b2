"""How the study stands, and what needs attention."""

from collections import Counter

from flask import render_template
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.standing import stand_schools, stand_waves, wave_of_now
from app.coordinate.tray import unsent_before
from app.store.matrix import read_matrix
from app.store.people import count_people
from app.store.reading import count_waiting
from app.store.studies import list_schools
from app.store.unsent import name_unsent
from app.store.waves import list_waves, read_plan

NAMED = 8
"""So many study codes are named; the rest is counted."""


@pages.get("/<study>")
@allow(Role.COORDINATOR)
def overview(study: str) -> ResponseReturnValue:
    """Show how the study stands."""
    scope = current.scope()
    with current.database().reading() as session:
        waves = list_waves(session, scope)
        planned = Counter(entry.wave_id for entry in read_plan(session, scope))
        matrix = read_matrix(session, scope)
        schools = list_schools(session, scope)
        people = count_people(session, scope)
        waiting = count_waiting(session, scope)
        unsent = name_unsent(session, scope, unsent_before())
    now = wave_of_now(waves)
    standings = stand_waves(matrix, waves, planned)
    return render_template(
        "desk/overview.html",
        waves=standings,
        now=next((one for one in standings if now and one.wave.id == now.id), None),
        schools=stand_schools(matrix, waves, schools),
        people=people,
        conflicts=waiting.undecided,
        late=waiting.late,
        unsent=unsent,
        today=current.today(),
        named=NAMED,
    )
