"""The schools of the study."""

from collections import Counter

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.desk_forms import REFUSED, desk_form
from app.store.people import list_people
from app.store.studies import list_schools, put_school
from forms.desk import SchoolForm, refuse
from instruments.wording import Message

TAKEN = Message("app", "There is a school with this code already.")


@pages.get("/<study>/schools", endpoint="schools")
@allow(Role.COORDINATOR)
def schools_page(study: str) -> ResponseReturnValue:
    """List the schools and ask for another one."""
    return _page(desk_form(SchoolForm))


def _page(form: SchoolForm) -> str:
    scope = current.scope()
    with current.database().reading() as session:
        found = list_schools(session, scope)
        people = Counter((one.school, one.role) for one in list_people(session, scope))
    return render_template("desk/schools.html", form=form, found=found, people=people)


@pages.post("/<study>/schools")
@allow(Role.COORDINATOR)
def add_school(study: str) -> ResponseReturnValue:
    """Add a school."""
    form, scope = desk_form(SchoolForm), current.scope()
    if not form.validate():
        return _page(form), REFUSED
    with current.database().writing() as session:
        free = all(one.code != form.code.data for one in list_schools(session, scope))
        if free:
            put_school(session, scope, form.code.data, form.name.data)
    if not free:
        refuse(form, form.code, TAKEN)
        return _page(form), REFUSED
    return redirect(url_for("desk.schools", study=study), 303)
