"""A visit is planned before it begins, and one sees how far it is."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert

from app.models import AuditEvent, LessonClaim
from app.store import planned, records, visits
from app.store.instruments import newest_instrument
from app.store.people import find_person
from app.store.records import Submission
from app.store.subjects import Subject
from app.store.waves import find_wave
from tests.app.studies import store_in

CHECKLIST = "lesson_observation"


@pytest.fixture
def study(tmp_path):
    return store_in(tmp_path)


def plan(study, teacher="T02", **more):
    """Plan a visit of OBS1, and of whoever is named beside."""
    with study.database.writing() as session:
        wave = find_wave(session, study.scope(), "midyear")
        person = find_person(session, study.scope(), teacher)
        values = {"observer": "OBS1", "planned_for": date(2026, 11, 20), **more}
        new = planned.NewPlanned(wave.id, person.id, CHECKLIST, **values)
        return planned.add_planned(session, study.scope(), new)


def begin(study, found, who="OBS1", lesson_id=""):
    with study.database.writing() as session:
        scope = study.scope(role="observer", actor=who)
        visits.add_lesson(
            session, scope, lesson_id or found.lesson_id, found.wave_id, found.teacher_id
        )


def send(study, found, who="OBS1", part="primary", lesson_id=""):
    with study.database.writing() as session:
        sent = Submission(
            id=f"{1 + ord(who[-1]):08d}-0000-4000-8000-000000000000",
            wave_id=found.wave_id,
            instrument=newest_instrument(session, CHECKLIST),
            subject=Subject(lesson_id=lesson_id or found.lesson_id),
            answers={},
            author=who,
            part=part,
        )
        records.keep(session, study.scope(role="observer", actor=who), sent)


def only(study, **more):
    with study.database.reading() as session:
        (found,) = planned.list_planned(session, study.scope(**more))
        return found


def test_a_planned_visit_begins_and_is_finished_when_both_observers_have_sent(study):
    plan(study, second="OBS2", starts_at="09:30")
    found = only(study)
    assert found.state == "planned" and found.observers == ("OBS1", "OBS2") and not found.lesson
    assert found.is_overdue(date(2026, 11, 21)) and not found.is_overdue(date(2026, 11, 20))
    begin(study, found)
    assert only(study).state == "begun" and only(study).lesson == "L001"
    assert not only(study).is_overdue(date(2026, 11, 21))
    send(study, found)
    assert only(study).state == "begun" and only(study).waits_for == ("OBS2",)
    send(study, found, "OBS2", "second")
    assert only(study).state == "finished" and only(study).waits_for == ()


def test_a_visit_whose_lesson_another_phone_had_begun_is_found_by_its_claim(study):
    plan(study)
    found, other = only(study), "00000000-0000-4000-8000-000000000001"
    begin(study, found, "OBS2", other)
    with study.database.writing() as session:
        claim = {"id": found.lesson_id, "study_id": study.study_id, "lesson_id": other}
        claim |= {"participant_id": found.teacher_id, "starts_at": "", "made_by": "OBS1"}
        session.execute(insert(LessonClaim).values(claim))
    assert only(study).began_as == other and only(study).lesson == "L001"
    send(study, found, lesson_id=other)
    assert only(study).state == "finished"


def test_visits_are_listed_by_day_for_a_wave_and_for_who_goes(study):
    plan(study, "T01", planned_for=None)
    plan(study, "T02", observer="OBS2", second="OBS1")
    plan(study, "T03", observer="OBS2", planned_for=date(2026, 11, 2))
    with study.database.reading() as session:
        scope = study.scope()
        assert [one.teacher for one in planned.list_planned(session, scope)] == [
            "T03",
            "T02",
            "T01",
        ]
        mine = planned.list_planned(session, scope, "midyear", "OBS1")
        assert [one.teacher for one in mine] == ["T02", "T01"]
        assert not planned.list_planned(session, scope, "baseline")


def test_a_plan_is_changed_and_taken_back_only_until_it_begins(study):
    number, again = plan(study), plan(study, "T01")
    with study.database.writing() as session:
        scope, found = study.scope(), planned.find_planned(session, study.scope(), number)
        new = planned.NewPlanned(found.wave_id, found.teacher_id, CHECKLIST, "OBS2")
        assert planned.change_planned(session, scope, number, new)
        assert planned.remove_planned(session, scope, again)
        assert not planned.remove_planned(session, scope, again)
    found = only(study)
    assert found.observer == "OBS2" and found.planned_for is None
    begin(study, found, "OBS2")
    with study.database.writing() as session:
        scope = study.scope()
        assert not planned.remove_planned(session, scope, number)
        assert planned.change_planned(session, scope, number, replace(new, second="OBS1"))
        elsewhere = replace(new, teacher_id=find_person(session, scope, "T01").id)
        assert not planned.change_planned(session, scope, number, elsewhere)
        actions = [row.action for row in session.query(AuditEvent) if row.action[:5] == "visit"]
    assert actions == ["visit.planned"] * 2 + [
        "visit.plan_changed",
        "visit.plan_removed",
        "visit.plan_changed",
    ]


def test_who_sees_one_school_plans_there_only(study):
    number = plan(study)
    with study.database.writing() as session:
        seen = find_person(session, study.scope(), "T02")
        narrow = replace(study.scope(), schools=("OTHER",))
        assert not planned.list_planned(session, narrow)
        new = planned.NewPlanned(1, seen.id, CHECKLIST, "OBS1")
        assert planned.add_planned(session, narrow, new) is None
        assert not planned.change_planned(session, narrow, number, new)
        assert not planned.remove_planned(session, narrow, number)
