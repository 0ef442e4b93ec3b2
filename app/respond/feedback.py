"""What was seen in one's own lesson, once the coordinator has released it."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.respond.blueprint import pages
from app.store import studies
from app.store.feedback import list_of_teacher, read_released
from exports.feedback import feedback


@pages.get("/p/<token>/feedback/<int:release>", endpoint="feedback")
@allow(Role.PARTICIPANT)
def show(token: str, release: int) -> ResponseReturnValue:
    """Show the page to the teacher of the lesson, and to nobody else."""
    with current.reading() as session:
        scope, person = current.scope(), current.visitor()
        mine = list_of_teacher(session, scope, person.participant_id)
        found = next((one for one in mine if one.id == release), None)
        if found is None:
            abort(404)
        instrument, answers = read_released(session, found)
        study = studies.get_study(session, scope.study_id)
    return render_template(
        "respond/feedback.html",
        token=token,
        study=study,
        held_on=found.held_on,
        words=found.words,
        page=feedback(instrument, answers, current.language(), found.notes),
    )
