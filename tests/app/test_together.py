"""Two observers of one lesson: blind until both have finished, then side by side."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import instruments
from app.store import joining, people, planned, reading, visits, waves
from app.store.clashes import ClashKind, clashes
from exports.side_by_side import Mark, agreed, side_by_side
from instruments.join_codes import join_code
from instruments.loader import load_file
from tests.app.houses import House, house
from tests.app.pages import Page
from tests.app.phones import Phone, colleague, new_id, refused

LIBRARY = Path(instruments.__file__).parent / "library"
LESSON = "lesson_observation"
SEEN = {
    "lesson_date": "2026-11-20",
    "subject": "science",
    "grades": ["2", "3"],
    "pupils_present": "9",
    "tech_presentation": "1",
    "tech_quiz": "0",
    "tech_subject_software": "0",
    "tech_pupil_devices": "1",
    "evidence_technology": "Таблица на доске",
    "collab_pairs": "1",
    "collab_groups": "0",
    "collab_shared_document": "0",
    "pupil_questions": "1",
    "lecture_most_of_lesson": "0",
}
OTHERWISE = {**SEEN, "tech_quiz": "1", "evidence_technology": "Презентация", "grades": ["3"]}


@pytest.fixture
def home(tmp_path) -> House:
    return house(tmp_path)


@pytest.fixture
def visit() -> dict:
    return {"id": new_id(), "teacher": "T01", "held_on": "2026-11-20", "starts_at": "09:00"}


@pytest.fixture
def first(home) -> Phone:
    return colleague(home, "observer", LESSON)


@pytest.fixture
def second(home) -> Phone:
    return colleague(home, "second", LESSON)


def joined(visit: dict, **more: object) -> dict:
    return {**visit, "id": new_id(), "joins": join_code(visit["id"]), **more}


def finish(phone: Phone, visit: dict, answers: dict | None = None, **more: object) -> dict:
    answer = phone.send(phone.body(SEEN if answers is None else answers, lesson=visit, **more))
    assert answer.status_code == 200, answer.json
    return answer.json


@pytest.fixture
def both(first, second, visit) -> dict:
    """Two records of one lesson that differ."""
    finish(first, visit)
    finish(second, joined(visit), OTHERWISE)
    return visit


def page_of(home: House, phone: Phone, visit: dict, ending: str) -> Page:
    home.client = phone.client
    return home.open_page(f"/observe/try/{visit['id']}/{LESSON}{ending}?lang=en")


def kept(home: House) -> list:
    with home.database.reading() as session:
        return list(reading.read_records(session, home.scope(), LESSON))


# Blindness


def test_nobody_sees_another_s_codes_before_having_finished(home, first, second, visit):
    finish(first, visit)
    early, number = joined(visit), new_id()
    second.save(second.body({"subject": "languages"}, lesson=early), number)
    for ending in ("/agreement", ".consensus"):
        page = page_of(home, second, early, ending)
        assert page.address.startswith(f"/observe/try/{early['id']}/{LESSON}?")
        assert "Таблица" not in page.html and 'value="science" checked' not in page.html
    refused(home, second.send(second.body(SEEN, lesson=early, part="consensus")), 403, "part")
    answer = second.save(second.body(SEEN, lesson=early, part="consensus"), new_id())
    refused(home, answer, 403, "part")


def test_who_finished_alone_waits_for_the_other(home, first, visit):
    finish(first, visit)
    page = page_of(home, first, visit, "/agreement")
    assert page.sees("The other record has not come yet.")
    refused(home, first.send(first.body(SEEN, lesson=visit, part="consensus")), 403, "part")


def test_a_coordinator_who_codes_the_lesson_is_blind_too(home, both):
    coordinator = colleague(home, "coordinator", LESSON)
    assert page_of(home, coordinator, both, "/agreement").sees("Таблица на доске")
    coordinator.save(coordinator.body({"subject": "other"}, lesson=both), new_id())
    page = page_of(home, coordinator, both, "/agreement")
    assert "/agreement" not in page.address and "Таблица" not in page.html
    number = next(one.id for one in kept(home) if one.author == "OBS1")
    assert home.open_page(f"/desk/try/record/{number}").status == 403
    finish(coordinator, both)
    assert home.open_page(f"/desk/try/record/{number}").status == 200


def test_an_observer_who_does_not_code_the_lesson_sees_nothing_of_it(home, both):
    home.change("UPDATE record SET author = 'OBS9' WHERE author = 'OBS2'")
    home.change("UPDATE lesson_claim SET made_by = 'OBS9'")
    other = colleague(home, "second", LESSON)
    page = page_of(home, other, both, "/agreement")
    assert "/agreement" not in page.address and "Презентация" not in page.html


# Side by side


def test_both_records_stand_side_by_side(home, first, second, both):
    for phone in (first, second):
        page = page_of(home, phone, both, "/agreement")
        assert page.sees("8 / 9 items coded alike, 89 %")
        assert page.sees("Таблица на доске") and page.sees("Презентация")
        assert page.html.count('class="apart"') == 1


def test_what_differs_in_the_facts_is_shown_to_both_and_to_the_coordinator(
    home, first, second, visit
):
    finish(first, visit)
    finish(second, joined(visit, teacher="T02", held_on="2026-11-21", starts_at="10:05"), OTHERWISE)
    with home.database.reading() as session:
        found = clashes(session, home.scope())
    assert [(one.lesson, one.kind.value) for one in found] == [
        ("L001", "teacher"),
        ("L001", "day"),
        ("L001", "hour"),
        ("L001", "answer"),
    ]
    assert (found[3].first, found[3].second, found[3].item.code) == ("OBS1", "OBS2", "grades")
    for phone in (first, second):
        page = page_of(home, phone, visit, "/agreement")
        assert page.sees("OBS1: Grade 2; Grade 3; OBS2: Grade 3")
        assert page.sees("Beginning. OBS1: 09:00; OBS2: 10:05")


def test_a_code_that_no_lesson_has_is_flagged_until_one_comes(home, first, second, visit):
    finish(second, joined(visit))
    with home.database.reading() as session:
        (found,) = clashes(session, home.scope())
    assert (found.kind, found.second) == (ClashKind.CODE, "OBS2")
    finish(first, visit)
    with home.database.reading() as session:
        assert clashes(session, home.scope()) == ()


def test_ratings_may_be_a_level_apart_and_a_yes_is_never_near_a_no():
    checklist = load_file(LIBRARY / LESSON / "v1.toml")
    found = side_by_side(checklist, SEEN, OTHERWISE)
    assert [one.item.code for one in found.facts] == ["grades"]
    marks = {pair.item.code: pair.mark for part in found.sections for pair in part.judged}
    assert marks["tech_quiz"] is Mark.APART and marks["tech_presentation"] is Mark.SAME
    one, other = {**SEEN, "grades": ("2", "3")}, {**SEEN, "grades": ("3", "2")}
    assert agreed(checklist, one, other)["grades"] == ("2", "3")
    empty = side_by_side(checklist, {}, {})
    assert (empty.counted, empty.share) == (0, None)
    section = next(one for one in checklist.sections if one.key == "course")
    levels = replace(
        section.items[0],
        choices=tuple(replace(section.items[0].choices[0], code=code) for code in "1234"),
    )
    rated = replace(checklist, sections=(replace(section, items=(levels,)),), date_item="")
    for other, mark in (("2", Mark.SAME), ("3", Mark.NEAR), ("4", Mark.APART)):
        (part,) = side_by_side(rated, {levels.code: "2"}, {levels.code: other}).sections
        assert part.judged[0].mark is mark


# Consensus


def write_consensus(home: House, phone: Phone, visit: dict) -> Page:
    page = page_of(home, phone, visit, ".consensus")
    while "/kept" not in page.address:
        blank = {"tech_quiz": "1"} if page.asks("tech_quiz") else {}
        page = page.submit(button=("step", "next"), having="section", **blank)
        if page.form_is_there("skip"):
            page = page.submit(button=("step", "skip"), having="section")
    return page


def test_a_consensus_is_kept_as_a_third_record(home, first, second, both):
    page = page_of(home, second, both, ".consensus")
    assert 'value="science" checked' in page.html, "what both said alike is filled in"
    assert 'name="grades" value="3" checked' not in page.html, "what differs is left blank"
    page = write_consensus(home, second, both)
    assert page.sees("received")
    found = {one.part.value: one for one in kept(home)}
    assert sorted(found) == ["consensus", "primary", "second"]
    assert (found["consensus"].author, found["consensus"].conflict) == ("OBS2", False)
    assert found["consensus"].answers["tech_quiz"] == "1"
    assert "evidence_technology" not in found["consensus"].answers
    assert found["second"].revision == found["primary"].revision == 1
    own = page_of(home, second, both, "")
    assert own.sees(found["second"].receipt), "the own record is still the own one"
    for phone in (first, second):
        page = page_of(home, phone, both, "/agreement")
        assert page.sees("written by OBS2")
    page = page_of(home, first, both, ".consensus")
    assert "/agreement" in page.address, "the other reads it and does not write a second one"


def test_the_author_may_mend_a_consensus(home, second, both):
    write_consensus(home, second, both)
    edit = page_of(home, second, both, ".consensus")
    address = next(
        node.get("href") for node in edit.tree.iter() if "edit=1" in (node.get("href") or "")
    )
    page = home.open_page(address)
    page = page.submit(button=("step", "go:technology"), having="section")
    page = page.submit(button=("step", "next"), having="section", tech_quiz="0")
    while "/kept" not in page.address:
        page = page.submit(button=("step", "next"), having="section")
        if page.form_is_there("skip"):
            page = page.submit(button=("step", "skip"), having="section")
    (found,) = [one for one in kept(home) if one.part == "consensus"]
    assert (found.revision, found.answers["tech_quiz"], found.conflict) == (2, "0", False)


def test_a_second_consensus_is_a_double_and_waits_for_the_coordinator(home, first, second, both):
    number = new_id()
    first.save(first.body(SEEN, lesson=both, part="consensus"), number)
    finish(second, both, part="consensus")
    answer = first.send(first.body(OTHERWISE, lesson=both, part="consensus"), number).json
    assert answer["conflict"]
    with home.database.reading() as session:
        (double,) = reading.list_open_conflicts(session, home.scope())
    assert (double.id, double.part.value) == (number, "consensus")


def test_the_own_record_and_the_consensus_are_never_mixed_up(home, first, both):
    (own,) = [one for one in kept(home) if one.author == "OBS1"]
    answer = first.send(first.body(OTHERWISE, lesson=both, part="consensus", parent=1), own.id)
    refused(home, answer, 409, "foreign")
    number = new_id()
    first.save(first.body(SEEN, lesson=both, part="consensus"), number)
    mending = first.body({**SEEN, "subject": "other"}, lesson=both, parent=1)
    assert first.save(mending, own.id).status_code == 200, "two drafts of one lesson"
    home.client = first.client
    page = home.open_page("/observe/try?lang=en")
    assert page.sees(own.receipt)


# Master codes


def test_only_a_coordinator_writes_master_codes(home, first, both):
    refused(home, first.send(first.body(SEEN, lesson=both, part="master")), 403, "part")
    assert page_of(home, first, both, ".master").status == 404
    coordinator = colleague(home, "coordinator", LESSON)
    assert page_of(home, coordinator, both, ".master").status == 200
    finish(coordinator, both, part="master")
    assert finish(coordinator, both, OTHERWISE, part="master")["conflict"], "one for a lesson"
    assert [one.part.value for one in kept(home)] == ["master", "primary", "second"]


def test_no_other_part_can_be_said(home, first, both):
    refused(home, first.send(first.body(SEEN, lesson=both, part="primary")), 422, "field")
    assert page_of(home, first, both, ".second").status == 404


# My visits


def new_visit(home: House, who: str = "observer") -> Page:
    home.client = home.stranger()
    home.sign_in(who)
    return home.open_page("/observe/try/new?lang=en")


def test_a_new_visit_says_the_hour_and_gets_a_code(home):
    page = new_visit(home)
    assert page.form(having="teacher").find(".//*[@name='starts_at']").get("value")
    page = page.submit(having="teacher", teacher="T02", starts_at="9.05")
    assert page.sees("Lesson code for a second observer:")
    shown = page.tree.find(".//*[@data-at='join-code']").text
    page = new_visit(home, "second").submit(having="teacher", joins=shown.lower())
    assert page.status == 200 and page.sees("L001") and page.sees("T02"), "no teacher was chosen"
    page = home.open_page("/observe/try?lang=en")
    assert page.sees(f"code {shown}") and not page.sees("Lessons of other observers")


def test_what_is_wrong_with_a_code_is_said_in_a_sentence(home, first, second, visit):
    home.set_wave("end", "open")
    finish(first, visit)
    shown = join_code(visit["id"])
    page = new_visit(home, "second").submit(having="teacher", joins="7K3")
    assert page.sees("A lesson's code has six signs")
    page = page.submit(having="teacher", joins=shown, wave="end", held_on="2026-11-20")
    assert page.sees("This code belongs to a lesson of another wave.")
    page = page.submit(having="teacher", joins=shown, wave="midyear", held_on="2026-11-10")
    assert page.sees("This code belongs to a lesson of another day.")
    page = page.submit(having="teacher", joins="000000", held_on="2026-11-20")
    assert page.sees("No lesson of this wave has this code yet.")
    page = page.submit(having="teacher", joins="000000", unknown="y")
    assert page.sees("Choose the teacher too")
    page = page.submit(having="teacher", joins="000000", unknown="y", teacher="T02")
    assert page.sees("L002")


def test_teachers_stand_under_their_school(home):
    page = new_visit(home)
    groups = [node.get("label") for node in page.tree.iter() if node.tag.endswith("optgroup")]
    assert groups == ["S1", "S2"]


def plan(home: House, **more: object) -> str:
    """Plan a visit of T03 for both observers; give the id that the lesson will have."""
    with home.database.writing() as session:
        scope = home.scope()
        wave = waves.find_wave(session, scope, "midyear").id
        teacher = people.find_person(session, scope, "T03").id
        new = planned.NewPlanned(wave, teacher, LESSON, "OBS1", "OBS2", **more)
        number = planned.add_planned(session, scope, new)
        return planned.find_planned(session, scope, number).lesson_id


def go_to_planned(home: House, who: str) -> Page:
    home.client = home.stranger()
    home.sign_in(who)
    page = home.open_page("/observe/try?lang=en")
    assert page.sees("Planned for me") and page.sees("S2 · T03")
    there = next(node.get("href") for node in page.tree.iter() if "id=" in (node.get("href") or ""))
    return home.open_page(there)


def test_a_planned_visit_begins_as_the_plan_says(home):
    lesson_id = plan(home, starts_at="10:30", planned_for=date(2026, 11, 25))
    page = go_to_planned(home, "observer")
    assert page.form(having="teacher").find(".//*[@name='starts_at']").get("value") == "10:30"
    page = page.submit(having="teacher")
    assert lesson_id in page.address and page.sees("L001 · S2 · T03")
    page = home.open_page("/observe/try?lang=en")
    assert not page.sees("Planned for me") and page.sees("L001")


def test_whoever_begins_a_planned_visit_the_plan_says_who_is_first(home):
    plan(home)
    page = go_to_planned(home, "second").submit(having="teacher")
    assert page.sees("L001")
    home.client = home.stranger()
    home.sign_in("observer")
    page = home.open_page("/observe/try?lang=en")
    assert page.sees("L001") and not page.sees("Lessons of other observers")
    with home.database.reading() as session:
        (lesson,) = visits.list_lessons(session, home.scope())
        assert joining.part_of(session, lesson, "OBS2") == "second"
        assert joining.part_of(session, lesson, "OBS1") == "primary"
