"""The coordinator plans visits, sees what was held, and looks at what is odd."""

from datetime import date
from io import BytesIO

import pytest

from app.coordinate.agreement_lines import Agreement, Course, Figure, Line, Trial
from app.store import people, planned, records, visits
from app.store.audit import newest_events
from app.store.instruments import newest_instrument
from app.store.records import Submission
from app.store.subjects import Subject
from app.store.waves import find_wave, read_plan, set_plan
from tests.app.houses import house

VISITS = "/desk/try/visits?lang=en&wave=midyear"
HELD = date(2026, 11, 20)
NOBODY = {}
CHECKLIST = "lesson_observation"
CHECKS = "/desk/try/visits/checks?lang=en&wave=midyear"


@pytest.fixture
def desk(tmp_path):
    made = house(tmp_path)
    made.sign_in("coordinator")
    return made


def hold(
    desk,
    number=1,
    teacher="T02",
    who=("OBS1",),
    held_on=HELD,
    said=NOBODY,
    instrument=CHECKLIST,
    **answers,
):
    """Hold a lesson as if its records had come from phones; `said` is what each says alone."""
    lesson = f"00000000-0000-4000-8000-{number:012d}"
    with desk.database.writing() as session:
        wave = find_wave(session, desk.scope(), "midyear")
        person = people.find_person(session, desk.scope(), teacher)
        for place, code in enumerate(who):
            scope = desk.scope(role="observer", actor=code)
            visits.add_lesson(session, scope, lesson, wave.id, person.id, held_on)
            sent = Submission(
                id=f"00000000-0000-4000-9{place:03d}-{number:012d}",
                wave_id=wave.id,
                instrument=newest_instrument(session, instrument),
                subject=Subject(lesson_id=lesson),
                answers={"lesson_date": held_on.isoformat(), **answers, **said.get(code, {})},
                author=code,
                part="master" if code == "EXPERT" else "second" if place else "primary",
            )
            records.keep(session, scope, sent)


def ask(desk, instrument):
    """Put another instrument into the plan of the wave."""
    with desk.database.writing() as session:
        scope = desk.scope()
        wave = find_wave(session, scope, "midyear")
        asked = [(one.instrument, one.version) for one in read_plan(session, scope)]
        newest = newest_instrument(session, instrument)
        set_plan(session, scope, wave.id, [*dict(asked).items(), (newest.key, newest.version)])


def planned_visits(desk):
    with desk.database.reading() as session:
        return planned.list_planned(session, desk.scope())


def test_a_visit_is_planned_changed_and_taken_back(desk):
    page = desk.open_page(VISITS)
    assert page.sees("no visit is planned yet")
    page = page.submit(
        teacher="T02", observer="OBS1", second="OBS2", planned_for="2026-12-01", starts_at="09:30"
    )
    assert page.sees("0 of 1 planned visits are held") and page.sees("OBS1, OBS2")
    assert page.sees("1 Dec 2026, 09:30") or page.sees("Dec 1, 2026, 09:30")
    (found,) = planned_visits(desk)
    page = desk.open_page(f"/desk/try/visits/{found.id}?lang=en")
    page = page.submit(having="observer", observer="OBS2", second="", starts_at="")
    (found,) = planned_visits(desk)
    assert found.observer == "OBS2" and not found.second and not found.starts_at
    page = desk.open_page(f"/desk/try/visits/{found.id}?lang=en")
    form = next(form for form in page.forms if "remove" in (form.get("action") or ""))
    token = next(node.get("value") for node in form.iter() if node.get("name") == "csrf_token")
    desk.client.post(form.get("action"), data={"csrf_token": token})
    assert not planned_visits(desk)


def test_what_is_missing_or_cannot_be_is_said_at_its_field(desk):
    page = desk.open_page(VISITS).submit(having="teacher")
    assert page.status == 422
    assert page.sees("Choose the teacher.") and page.sees("Choose who goes.")
    page = page.submit(teacher="T02", observer="OBS1", second="OBS1", starts_at="25:00")
    assert page.sees("The second observer is somebody else")
    assert page.sees("Write the hour as 09:30.")
    assert not planned_visits(desk)


def test_an_observer_of_another_school_is_not_sent(desk):
    page = desk.open_page("/desk/try/team?lang=en")
    page.submit(having="schools", login="observer", role="observer", schools="S1")
    with desk.database.reading() as session:
        outside = next(
            one
            for one in people.list_people(session, desk.scope(), "teacher")
            if one.school != "S1"
        )
    page = desk.open_page(VISITS).submit(teacher=outside.code, observer="OBS1")
    assert page.sees(f"OBS1 does not see the school {outside.school}")
    assert not planned_visits(desk)


def test_held_visits_stand_by_school_with_their_receipts(desk):
    desk.open_page(VISITS).submit(teacher="T01", observer="OBS1", planned_for="2026-11-02")
    hold(desk, who=("OBS1", "OBS2"))
    page = desk.open_page(VISITS)
    assert page.sees("the day has passed") and page.sees("held") and page.sees("unplanned")
    assert page.text.count("(PDF)") == 2
    assert page.sees("1 of 4 teachers were visited at least once.")
    assert not page.sees("at least 20 %"), "the only visit was coded by two"


def test_too_few_visits_coded_by_two_are_named_in_words(desk):
    for number in range(1, 7):
        hold(desk, number, who=("OBS1", "OBS2") if number == 1 else ("OBS1",))
    page = desk.open_page(VISITS)
    assert page.sees("Two people coded 1 of 6 visits.")
    assert page.sees("at least 20 %") and page.sees("1 more is needed.")


def test_a_begun_visit_says_whom_it_waits_for_and_keeps_its_teacher(desk):
    desk.open_page(VISITS).submit(teacher="T02", observer="OBS1", second="OBS2")
    (found,) = planned_visits(desk)
    with desk.database.writing() as session:
        scope = desk.scope(role="observer", actor="OBS1")
        visits.add_lesson(session, scope, found.lesson_id, found.wave_id, found.teacher_id)
    assert desk.open_page(VISITS).sees("waits for OBS1, OBS2")
    page = desk.open_page(f"/desk/try/visits/{found.id}?lang=en")
    assert page.sees("begun as L001") and not page.sees("Take out of the plan")
    page = page.submit(having="teacher", teacher="T01")
    assert page.sees("The visit has begun: the teacher and what is filled in stay.")


def test_an_odd_visit_is_named_until_a_person_finds_it_right(desk):
    hold(desk, lesson_date="2026-11-19")
    page = desk.open_page(CHECKS)
    assert page.sees("The visit is of 20.11.2026, and the record says 19.11.2026.")
    odd = next(
        node.get("value") for node in page.form(having="odd").iter() if node.get("name") == "odd"
    )
    page = page.submit(button=("odd", odd), having="odd")
    assert page.sees("Nothing is odd about the visits") and page.sees("1 looked at and found right")
    with desk.database.reading() as session:
        event = newest_events(session, desk.scope())[0]
    assert (event.action, event.object, event.actor) == ("visit.found_right", "L001", "COORD")


def test_a_timed_record_of_five_minutes_is_named_with_its_empty_intervals(desk):
    ask(desk, "lesson_intervals")
    log = ("0 begin@1763607600000", "5000 +t_lecture", "300000 end")
    hold(desk, instrument="lesson_intervals", coded=log)
    page = desk.open_page(CHECKS)
    assert page.sees("The record holds 5 minutes of a lesson of 45.")
    assert page.sees("“Teacher”: nothing is coded in interval 2, 3.")
    page = desk.open_page(VISITS)
    assert page.sees("should be looked at") and page.sees("What is filled in")


def test_what_two_observers_say_of_one_lesson_differently_is_listed(desk):
    hold(
        desk,
        who=("OBS1", "OBS2"),
        said={"OBS1": {"subject": "science"}, "OBS2": {"subject": "languages"}},
    )
    page = desk.open_page(CHECKS)
    assert page.sees("1 thing is told in two ways")
    assert page.sees("OBS1: Science; OBS2: Languages")
    assert "/observe/try/00000000-0000-4000-8000-000000000001/" in page.html, "side by side"


def test_nobody_finds_right_what_is_not_odd(desk):
    hold(desk, lesson_date="2026-11-19")
    page = desk.open_page(CHECKS)
    assert page.submit(button=("odd", "day: invented"), having="odd").status == 404


def test_a_lesson_of_the_training_is_nobodys_visit(desk):
    hold(desk, who=("OBS1", "OBS2"), lesson_date="2026-11-19")
    desk.change("UPDATE record SET part = 'master' WHERE author = 'OBS2'")
    assert desk.open_page(CHECKS).sees("Nothing is odd about the visits")
    assert desk.open_page(VISITS).sees("no visit is planned yet")


AGREEMENT = "/desk/try/agreement?lang=en"
NOTHING = Figure(None, why="one_category")


def line(name="Uses a tablet", n=20, percent=95.0, kappa=0.82, pabak=0.9, **more) -> Line:
    return Line(
        name, n, Figure(percent), Figure(kappa, 0.4, 1.0), Figure(pabak), Figure(pabak), **more
    )


def show(desk, monkeypatch, *items, **more):
    found = Agreement(8, items, **more)
    monkeypatch.setattr("app.coordinate.agreement.read_agreement", lambda *_: found)
    return desk.open_page(AGREEMENT)


def test_before_two_have_coded_a_lesson_the_page_says_so(desk):
    page = desk.open_page(AGREEMENT)
    assert page.sees("No lesson was coded by two yet")
    assert page.sees("A training lesson is one that an expert has coded")


def test_an_item_on_which_observers_differ_is_to_be_talked_about(desk, monkeypatch):
    poor = line("Joint task", percent=55.0, kappa=0.1, pabak=0.1)
    page = show(desk, monkeypatch, line(), poor)
    assert page.sees("Observers see 1 thing differently") and page.sees("talk about: Joint task.")
    assert page.sees("What is kappa") and page.sees("0.40 … 1.00")


def test_a_low_kappa_of_what_is_hardly_ever_seen_is_no_alarm(desk, monkeypatch):
    page = show(desk, monkeypatch, line(percent=95.0, kappa=-0.03, pabak=0.9))
    assert page.sees("Observers mostly see alike") and not page.sees("talk about")


def test_a_figure_that_is_not_defined_says_why(desk, monkeypatch):
    never = Line(
        "Robot", 20, Figure(100.0), NOTHING, NOTHING, NOTHING, Figure(None, why="nobody_said_it")
    )
    page = show(desk, monkeypatch, never)
    assert page.sees("not defined : all codes are the same") or page.sees(
        "not defined: all codes are the same"
    )
    assert page.sees("nobody saw it")


def test_few_pairs_are_called_few(desk, monkeypatch):
    page = show(desk, monkeypatch, line(n=3, kappa=0.0, pabak=0.0))
    assert page.sees("Too few lessons are coded by two") and not page.sees("talk about")


def test_training_and_drift_stand_below(desk, monkeypatch):
    trials = (Trial("OBS1", "TR1", 18, 20, True), Trial("OBS2", "TR1", 12, 20, False))
    courses = (
        Course("OBS1 – OBS2", (("2026-09", 19, 20), ("2026-10", 14, 20)), falls=True),
        Course("OBS2 – OBS3", (("2026-10", 18, 20),), falls=False),
    )
    page = show(desk, monkeypatch, line(), trials=trials, courses=courses)
    assert page.sees("90 % 18/20") and page.sees("passed") and page.sees("not yet")
    assert page.sees("70 % 14/20") and page.sees("falls") and page.sees("no clear fall")


def test_the_figures_are_those_of_the_records(desk):
    yes, no = {"tech_quiz": "1"}, {"tech_quiz": "0"}
    for number in range(1, 13):
        said = {"OBS1": yes if number % 2 else no, "OBS2": no if number % 2 else yes}
        hold(desk, number, who=("OBS1", "OBS2"), said=said)
    hold(desk, 20, who=("EXPERT", "OBS1", "OBS2"), said={"EXPERT": yes, "OBS1": yes, "OBS2": no})
    page = desk.open_page(AGREEMENT)
    assert page.sees("12 lessons were coded by two people apart.")
    assert page.sees("Observers see 1 thing differently") and page.sees("-1.00")
    assert page.sees("OBS1 – OBS2")
    assert page.sees("100 % 1/1") and page.sees("0 % 0/1")
    assert page.sees("This instrument sets no limit")


def bring(desk, *lines):
    """Upload a sheet of planned visits and look at it."""
    rows = "\n".join(("teacher_id,wave,observer,second_observer,day,hour", *lines)).encode()
    page = desk.open_page("/desk/try/import?lang=en")
    return page.submit(target="visits", wave="", file=(BytesIO(rows), "plan.csv"))


def test_a_plan_is_imported_once_however_often_it_comes(desk):
    lines = ("T01,midyear,OBS1,,2026-12-01,09:30", "T02,midyear,OBS2,OBS1,2026-12-02,9:05")
    page = bring(desk, *lines)
    assert page.sees("New: 2.") and not planned_visits(desk)
    page = page.submit(button=("step", "all"), having="step")
    assert page.sees("Imported") and page.sees("See the visits")
    first, second = planned_visits(desk)
    assert (first.teacher, first.starts_at) == ("T01", "09:30")
    assert (second.observers, second.starts_at) == (("OBS2", "OBS1"), "09:05")
    page = bring(desk, "T01,midyear,OBS2,,2026-12-01,09:30", lines[1])
    assert page.sees("New: 0. Will be changed: 1. Unchanged: 1.")
    page.submit(button=("step", "all"), having="step")
    assert [one.observer for one in planned_visits(desk)] == ["OBS2", "OBS2"]


def test_a_plan_with_faults_says_them_row_by_row(desk):
    page = bring(
        desk,
        "T01,midyear,OBS1,OBS1,2026-12-01,09:30",
        "T99,summer,NOBODY,,32.12.2026,half past nine",
        "T02,midyear,OBS1,,,",
        "T02,midyear,OBS1,,,",
    )
    for words in (
        "The second observer is somebody else",
        "T99 is no teacher of the roster",
        "one of baseline, midyear, end",
        "NOBODY does not visit lessons",
        "Write the hour as 09:30.",
        "The same visit stands in another row",
    ):
        assert page.sees(words), words
    page.submit(button=("step", "good"), having="step")
    (found,) = planned_visits(desk)
    assert found.teacher == "T02" and found.instrument == CHECKLIST
