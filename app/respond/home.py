"""The page behind a personal link: what, why, who sees it, and my tasks in this wave."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.consent import consent_lines, consent_sha256
from app.respond.blueprint import pages
from app.respond.tasks import open_waves
from app.store import consents, studies, waves
from app.store.feedback import list_of_teacher

DECISIONS = ("given", "refused", "withdrawn")


@pages.get("/p/<token>")
@allow(Role.PARTICIPANT)
def home(token: str) -> ResponseReturnValue:
    """Greet a participant: consent first, then the tasks."""
    return _greet(token, ask=True)


@pages.get("/p/<token>/tasks")
@allow(Role.PARTICIPANT)
def task_list(token: str) -> ResponseReturnValue:
    """List the tasks; a phone fetches the list ahead, for a consent given without network."""
    return _greet(token, ask="ahead" not in request.args)


def _greet(token: str, *, ask: bool) -> ResponseReturnValue:
    with current.reading() as session:
        person = current.visitor()
        study = studies.get_study(session, current.scope().study_id)
        found = open_waves(session, person)
        every_wave = waves.list_waves(session, current.scope())
        told = list_of_teacher(session, current.scope(), person.participant_id)
    asked = next((one for one in found if ask and one.asks and one.decision == ""), None)
    lines = consent_lines(study, current.language())
    return render_template(
        "respond/consent.html" if asked else "respond/home.html",
        token=token,
        person=person,
        study=study,
        lines=lines,
        sha256=consent_sha256(lines),
        wave=asked,
        open_waves=found,
        every_wave=every_wave,
        feedback=told,
        today=current.today(),
        csrf=current.protection().token(),
    )


@pages.get("/p/<token>/consent")
@allow(Role.PARTICIPANT)
def read_consent(token: str) -> ResponseReturnValue:
    """Show again what was agreed to, and how to change one's mind."""
    with current.reading() as session:
        person = current.visitor()
        study = studies.get_study(session, current.scope().study_id)
        found = open_waves(session, person)
    wave = next((one for one in found if one.wave.key == request.args.get("wave")), None)
    if wave is None:
        abort(404)
    lines = consent_lines(study, current.language())
    return render_template(
        "respond/consent.html",
        token=token,
        person=person,
        study=study,
        lines=lines,
        sha256=consent_sha256(lines),
        wave=wave,
        csrf=current.protection().token(),
    )


@pages.post("/p/<token>/consent")
@allow(Role.PARTICIPANT)
def decide(token: str) -> ResponseReturnValue:
    """Keep the decision of a participant about a wave."""
    decision = request.form.get("decision", "")
    with current.database().writing() as session:
        wave = waves.find_wave(session, current.scope(), request.form.get("wave", ""))
        if wave is None or decision not in DECISIONS:
            abort(400)
        study = studies.get_study(session, current.scope().study_id)
        consents.decide(
            session,
            current.scope(),
            current.visitor().participant_id,
            wave.id,
            decision,
            consent_sha256(consent_lines(study, current.language())),
            current.language(),
        )
    return redirect(url_for("respond.home", token=token), 303)


@pages.get("/p/<token>/not-me")
@allow(Role.PARTICIPANT)
def not_me(token: str) -> ResponseReturnValue:
    """Say what to do when the link belongs to somebody else."""
    with current.reading() as session:
        study = studies.get_study(session, current.scope().study_id)
    return render_template("respond/not_me.html", token=token, study=study)
