"""The visits of a wave: who is to go where, what was held, and how far schools are covered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.desk_forms import REFUSED, desk_form
from app.coordinate.visit_oddities import judge
from app.coordinate.visit_reading import choose_wave, lesson_instruments, lesson_records
from app.coordinate.visit_rows import VisitRow, cover_all, cover_schools, list_rows
from app.store import people, planned, staff, studies, visits, waves
from app.store.transaction import Session
from app.store.waves import WaveView
from app.store.work import list_begun
from forms.desk import refuse
from forms.planned import PlannedVisitForm
from instruments.definitions import Instrument
from instruments.wording import Message

LISTED = 300
"""Visits that one page lists at most: a school is chosen for the rest."""
GOING = ("observer", "coordinator")
OUT_OF_VIEW = Message("app", "{observer} does not see the school {school}: change it in the team.")
BEGUN = Message("app", "The visit has begun: the teacher and what is filled in stay.")


@pages.get("/<study>/visits", endpoint="visits")
@allow(Role.COORDINATOR)
def show(study: str) -> ResponseReturnValue:
    """Show the visits of a wave."""
    return _page(desk_form(PlannedVisitForm))


def _page(form: PlannedVisitForm) -> str:
    scope = current.scope()
    with current.database().reading() as session:
        every, wave = choose_wave(session)
        key = wave.key if wave else ""
        instruments = lesson_instruments(session, wave)
        records = lesson_records(session, key)
        lessons = visits.list_lessons(session, scope, key)
        plans = planned.list_planned(session, scope, key)
        schools = studies.list_schools(session, scope)
        teachers = Counter(one.school for one in people.list_people(session, scope, "teacher"))
        odd = judge(session, wave, lessons, records).open if wave else ()
        rows = list_rows(plans, lessons, records, list_begun(session, scope), current.today())
        _offer(session, form, instruments)
    cover = cover_schools(
        {one.code: teachers[one.code] for one in schools}, plans, lessons, records
    )
    school = request.args.get("school", "")
    chosen = [row for row in rows if school in ("", row.school)]
    return render_template(
        "desk/visits.html",
        waves=every,
        wave=wave,
        form=form,
        instruments=instruments,
        titles={one.key: one.title.in_(current.language()) for one in instruments},
        schools={one.code: one.name for one in schools},
        school=school,
        cover=cover,
        whole=cover_all(cover),
        done=Counter(row.state for row in rows if row.planned),
        odd=len(odd),
        overdue=sum(row.overdue for row in rows),
        rows=_grouped(chosen[:LISTED]),
        left=max(len(chosen) - LISTED, 0),
    )


def _grouped(rows: list[VisitRow]) -> Mapping[str, list[VisitRow]]:
    found: dict[str, list[VisitRow]] = {}
    for row in rows:
        found.setdefault(row.school, []).append(row)
    return found


def _offer(session: Session, form: PlannedVisitForm, instruments: tuple[Instrument, ...]) -> None:
    language = current.language()
    teachers = people.list_people(session, current.scope(), "teacher")
    team = staff.list_colleagues(session, current.scope())
    school = request.args.get("school", "")
    chosen = [one for one in teachers if school in ("", one.school)]
    by_school = sorted(chosen, key=lambda one: (one.school, one.code))
    form.offer(
        [(one.code, f"{one.school} · {one.code}") for one in by_school],
        [(one.key, one.title.in_(language)) for one in instruments],
        [(code, code) for code in sorted({one.code for one in team if one.role in GOING})],
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """A form that was taken or refused, and what it plans."""

    form: PlannedVisitForm
    new: planned.NewPlanned | None


def _take(session: Session, wave: WaveView | None) -> Taken:
    """Read what was posted; what only the app can know is refused at its field."""
    form, scope = desk_form(PlannedVisitForm), current.scope()
    _offer(session, form, lesson_instruments(session, wave))
    if not form.validate() or wave is None:
        return Taken(form, None)
    teacher = people.find_person(session, scope, form.teacher.data)
    if teacher is None:
        abort(404)
    narrow = {one.code: one.schools for one in staff.list_colleagues(session, scope) if one.schools}
    for field in (form.observer, form.second):
        if field.data in narrow and teacher.school not in narrow[field.data]:
            places = {"observer": field.data, "school": teacher.school}
            refuse(form, field, Message("app", OUT_OF_VIEW.sentence, places))
            return Taken(form, None)
    return Taken(
        form,
        planned.NewPlanned(
            wave.id,
            teacher.id,
            form.instrument.data,
            form.observer.data,
            form.second.data or "",
            form.planned_for.data,
            form.starts_at.data,
        ),
    )


@pages.post("/<study>/visits")
@allow(Role.COORDINATOR)
def plan_visit(study: str) -> ResponseReturnValue:
    """Plan a visit."""
    with current.database().writing() as session:
        _, wave = choose_wave(session)
        taken = _take(session, wave)
        if taken.new is not None:
            planned.add_planned(session, current.scope(), taken.new)
    if taken.new is None or wave is None:
        return _page(taken.form), REFUSED
    school = request.args.get("school")
    return redirect(url_for("desk.visits", study=study, wave=wave.key, school=school), 303)


def _found(session: Session, number: int) -> tuple[planned.PlannedView, WaveView]:
    found = planned.find_planned(session, current.scope(), number)
    wave = waves.find_wave(session, current.scope(), found.wave) if found else None
    if found is None or wave is None:
        abort(404)
    return found, wave


@pages.get("/<study>/visits/<int:planned_id>")
@allow(Role.COORDINATOR)
def planned_visit(study: str, planned_id: int) -> ResponseReturnValue:
    """Show one planned visit to change it."""
    with current.database().reading() as session:
        found, wave = _found(session, planned_id)
        values = {
            "teacher": found.teacher,
            "instrument": found.instrument,
            "observer": found.observer,
            "second": found.second,
            "planned_for": found.planned_for,
            "starts_at": found.starts_at,
        }
        form = desk_form(PlannedVisitForm, values)
        _offer(session, form, lesson_instruments(session, wave))
    return render_template("desk/visit.html", form=form, found=found, wave=wave)


@pages.post("/<study>/visits/<int:planned_id>")
@allow(Role.COORDINATOR)
def change_visit(study: str, planned_id: int) -> ResponseReturnValue:
    """Change a planned visit."""
    with current.database().writing() as session:
        found, wave = _found(session, planned_id)
        taken = _take(session, wave)
        done = taken.new is not None and planned.change_planned(
            session, current.scope(), planned_id, taken.new
        )
    if not done:
        if taken.new is not None:
            refuse(taken.form, taken.form.teacher, BEGUN)
        page = render_template("desk/visit.html", form=taken.form, found=found, wave=wave)
        return page, REFUSED
    return redirect(url_for("desk.visits", study=study, wave=wave.key), 303)


@pages.post("/<study>/visits/<int:planned_id>/remove")
@allow(Role.COORDINATOR)
def remove_visit(study: str, planned_id: int) -> ResponseReturnValue:
    """Take a visit out of the plan; one that has begun stays."""
    with current.database().writing() as session:
        found, wave = _found(session, planned_id)
        planned.remove_planned(session, current.scope(), found.id)
    return redirect(url_for("desk.visits", study=study, wave=wave.key), 303)
