"""Observers code lessons, moderators note what was said; each sees the own records only."""

import pytest

from app.store.reading import read_records
from tests.app.houses import house


@pytest.fixture
def school(tmp_path):
    return house(tmp_path)


def begin_lesson(school, teacher="T02", who="observer"):
    school.sign_in(who)
    page = school.open_page("/observe/try/new?lang=en")
    return page.submit(teacher=teacher)


def code_lesson(page, value="1"):
    """Fill in the checklist to its end: what must be answered is answered."""
    while "/kept" not in page.address:
        typed = {
            node.get("name"): node.get("value")
            for node in page.form(having="section").iter()
            if node.get("type") == "radio" and node.get("value") == value
        }
        page = page.submit(button=("step", "next"), having="section", **typed)
        if page.form_is_there("skip"):
            page = page.submit(button=("step", "skip"), having="section", **typed)
    return page


def link_on(page, part: str) -> str:
    """Find the first address on a page that holds these words."""
    return next(node.get("href") for node in page.tree.iter() if part in (node.get("href") or ""))


def lessons(school):
    with school.database.reading() as session:
        return list(read_records(session, school.scope(), "lesson_observation"))


def test_an_observer_codes_a_lesson_and_gets_a_receipt(school):
    page = code_lesson(begin_lesson(school))
    assert page.sees("received")
    (record,) = lessons(school)
    assert record.lesson == "L001" and record.author == "OBS1" and record.part == "primary"
    assert record.answers["lesson_date"] and page.sees(record.receipt)


def test_two_observers_code_one_lesson_blind_to_each_other(school):
    code_lesson(begin_lesson(school))
    school.sign_in("second")
    page = school.open_page("/observe/try?lang=en")
    assert page.sees("Lessons of other observers") and page.sees("L001")
    lesson = link_on(page, "lesson_observation")
    page = school.open_page(lesson)
    assert "checked" not in page.html, "the first observer's answers stay unseen"
    code_lesson(page, value="0")
    parts = {record.author: record.part for record in lessons(school)}
    assert parts == {"OBS1": "primary", "OBS2": "second"}
    assert not any(record.conflict for record in lessons(school))


def test_a_record_can_be_mended_until_the_wave_closes(school):
    page = code_lesson(begin_lesson(school))
    edit = link_on(page, "edit=1")
    page = school.open_page(edit)
    code_lesson(page, value="0")
    (record,) = lessons(school)
    assert record.revision == 2 and not record.conflict
    school.set_wave("midyear", "closed")
    page = school.open_page(edit)
    assert page.sees("The wave is closed: the record can be read, not changed.")


def test_a_double_click_makes_one_lesson(school):
    school.sign_in("observer")
    page = school.open_page("/observe/try/new?lang=en")
    first = page.submit(teacher="T02")
    second = page.submit(teacher="T02")
    assert first.address == second.address


def test_a_new_visit_asks_for_the_teacher_and_a_day_that_can_be(school):
    school.sign_in("observer")
    page = school.open_page("/observe/try/new?lang=en")
    page = page.submit(having="teacher", teacher="")
    assert page.sees("Choose the teacher.")
    page = page.submit(having="teacher", teacher="T02", held_on="2126-11-24")
    assert page.sees("This day has not come yet.")
    page = page.submit(having="teacher", teacher="T02", held_on="1926-11-24")
    assert page.sees("This day is too long ago.") and not lessons(school)


def test_the_mark_of_the_group_is_typed_once(school):
    school.sign_in("moderator")
    page = school.open_page("/notes/try/new?lang=en").submit(group="FG7")
    assert 'name="group" value="FG7"' in page.html


def test_a_moderator_notes_who_said_what(school):
    school.sign_in("moderator")
    page = school.open_page("/notes/try/new?lang=en").submit(group="FG1")
    page = page.submit(button=("step", "save"), having="section")
    while not page.asks("turns.0.text"):
        page = page.submit(button=("step", "next"), having="section")
        if page.form_is_there("skip"):
            page = page.submit(button=("step", "skip"), having="section")
    said = {"turns.0.speaker": "M1", "turns.0.text": "Енді жалғыз емеспін."}
    page = page.submit(button=("step", "add:turns"), having="section", **said)
    assert page.asks("turns.1.text") and "Енді жалғыз емеспін." in page.html
    more = {"turns.1.speaker": "M2", "turns.1.text": "Интернет пропадает."}
    page = page.submit(button=("step", "next"), having="section", **more)
    if page.form_is_there("skip"):
        page = page.submit(button=("step", "skip"), having="section", **more)
    assert "/kept" in page.address
    with school.database.reading() as session:
        (record,) = read_records(session, school.scope(), "focus_group")
    assert [turn["speaker"] for turn in record.answers["turns"]] == ["M1", "M2"]


def test_an_observer_does_not_see_notes_nor_a_moderator_lessons(school):
    school.sign_in("observer")
    assert school.open_page("/notes/try").status == 404
    assert school.open_page("/desk/try").status == 404
    school.sign_in("moderator")
    assert school.open_page("/observe/try").status == 404


def test_nobody_begins_a_visit_in_a_closed_wave(school):
    school.set_wave("midyear", "closed")
    school.sign_in("observer")
    page = school.open_page("/observe/try?lang=en")
    assert page.sees("No wave is open: new visits cannot begin now.")


def test_mending_back_to_the_first_answers_is_kept_too(school):
    page = code_lesson(begin_lesson(school))
    edit = link_on(page, "edit=1")
    code_lesson(school.open_page(edit), value="0")
    code_lesson(school.open_page(edit), value="1")
    (record,) = lessons(school)
    assert record.revision == 3 and "1" in record.answers.values()
