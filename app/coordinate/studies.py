"""My studies, a new one, and the words of one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.desk_forms import REFUSED, desk_form
from app.coordinate.standard_words import standard_about
from app.coordinate.standing import wave_of_now
from app.languages import NAMES
from app.store import staff, studies, waves
from app.store.scope import Scope
from app.store.studies import StudyView
from app.store.transaction import Session
from app.store.waves import WaveView
from forms.desk import StudyForm, StudyWordsForm, refuse
from instruments.wording import Message

TAKEN = Message("app", "A study with this short name exists already. Choose another one.")
NOT_A_KEY = frozenset(("new",))
"""Short names that are addresses of the desk itself."""


@pages.get("", endpoint="studies")
@allow(Role.SIGNED_IN)
def studies_page() -> ResponseReturnValue:
    """List the studies in which I work, with one line on each."""
    with current.database().reading() as session:
        found = [
            (study, role, _line(session, study) if role == "coordinator" else None)
            for study, role in studies.list_studies(session, current.staff().id)
        ]
    return render_template("desk/studies.html", found=found, who=current.staff())


def _line(session: Session, study: StudyView) -> WaveView | None:
    scope = staff.scope_of(session, current.staff(), study.id)
    return wave_of_now(waves.list_waves(session, scope)) if scope else None


@pages.get("/new")
@allow(Role.MAKER)
def new_study() -> ResponseReturnValue:
    """Ask what a new study is called; the standard words stand there already."""
    about = standard_about()
    return _new_page(
        desk_form(
            StudyForm,
            {
                "about_kk": about.kk,
                "about_ru": about.ru,
                "about_en": about.en,
                "language": current.language(),
            },
        )
    )


def _new_page(form: StudyForm) -> str:
    form.language.choices = list(NAMES.items())
    return render_template("desk/study_new.html", form=form)


@pages.post("/new")
@allow(Role.MAKER)
def make_study() -> ResponseReturnValue:
    """Make a study; who makes it is its first coordinator."""
    form = desk_form(StudyForm)
    if not form.validate():
        return _new_page(form), REFUSED
    key, who = form.key.data, current.staff()
    with current.database().writing() as session:
        free = key not in NOT_A_KEY and studies.find_study(session, key) is None
        if free:
            made = studies.make_study(
                session,
                key,
                form.title,
                form.about,
                actor=who.code,
                contact=form.contact.data,
                authors=form.authors.data,
                language=form.language.data,
            )
            scope = Scope(made.id, who.code, "coordinator")
            staff.join(session, scope, who.login, "coordinator")
    if not free:
        refuse(form, form.key, TAKEN)
        return _new_page(form), REFUSED
    return redirect(url_for("desk.overview", study=key), 303)


@pages.get("/<study>/words")
@allow(Role.COORDINATOR)
def words(study: str) -> ResponseReturnValue:
    """Show the words of the study for changing."""
    now = current.study()
    values = {f"title_{code}": getattr(now.title, code) for code in NAMES}
    values |= {f"about_{code}": getattr(now.about, code) for code in NAMES}
    values |= {"contact": now.contact, "authors": now.authors}
    form = desk_form(StudyWordsForm, values)
    return render_template("desk/study_words.html", form=form)


@pages.post("/<study>/words")
@allow(Role.COORDINATOR)
def change_words(study: str) -> ResponseReturnValue:
    """Change the words of the study."""
    form = desk_form(StudyWordsForm)
    if not form.validate():
        return render_template("desk/study_words.html", form=form), REFUSED
    with current.database().writing() as session:
        contact, authors = form.contact.data, form.authors.data
        scope = current.scope()
        studies.change_study(session, scope, form.title, form.about, contact, authors)
    return redirect(url_for("desk.overview", study=study), 303)
