"""The same form open on two pages, without script: what the second one brings is not lost."""

import pytest

from app.store import reading
from app.store.checking import verify_all
from tests.app.houses import House, house
from tests.app.phones import rows
from tests.app.test_respond import answer_all, begin, items_on, number_on
from tests.app.test_visits import begin_lesson, code_lesson, link_on


@pytest.fixture
def school(tmp_path) -> House:
    return house(tmp_path)


def kept(school: House, instrument: str) -> list:
    with school.database.reading() as session:
        return list(reading.read_records(session, school.scope(), instrument))


def waiting(school: House) -> list[str]:
    with school.database.reading() as session:
        return [one.id for one in reading.list_open_conflicts(session, school.scope())]


def side_by_side(school: House, record_id: str):
    """Open what the coordinator compares."""
    with school.database.reading() as session:
        assert not [fault for finding in verify_all(session) for fault in finding.faults]
    school.client = school.stranger()
    school.sign_in("coordinator")
    return school.open_page(f"/desk/try/tray/{record_id}?lang=en")


def say(page, words: str):
    """Write something into the open questions of the section, and send it as the last one."""
    fields = [node for node in page.form(having="section").iter() if "textarea" in str(node.tag)]
    typed = {node.get("name"): words for node in fields}
    assert typed, "the section has open questions"
    step = "skip" if page.form_is_there("skip") else "next"
    return page.submit(button=("step", step), having="section", **typed)


# A teacher


def last_section(school: House):
    """Answer up to the last section, and open it."""
    page = begin(school)
    while not page.sees("Part 5 / 5"):
        page = answer_all(page)
    return page


KEPT_BOTH = "A second version of your answers came and differs from the first. Both are kept"


def test_two_tabs_with_other_answers_are_both_kept_and_shown_to_the_coordinator(school):
    first = last_section(school)
    second = school.open_page(first.address)
    shown = say(first, "one thing")
    assert not shown.sees(KEPT_BOTH)
    receipt = number_on(shown)
    shown = say(second, "another thing")
    assert shown.sees(KEPT_BOTH) and shown.sees("your coordinator")
    assert number_on(shown) != receipt
    (record,) = kept(school, "teacher_questionnaire")
    assert (record.revision, record.conflict, waiting(school)) == (2, True, [record.id])
    page = side_by_side(school, record.id)
    assert page.sees("Changed in two places") and page.sees(receipt) and page.sees(number_on(shown))


def test_two_tabs_with_the_same_answers_give_the_same_receipt(school):
    first = last_section(school)
    second = school.open_page(first.address)
    receipt = number_on(say(first, "one thing"))
    before = rows(school)
    shown = say(second, "one thing")
    assert number_on(shown) == receipt and not shown.sees(KEPT_BOTH)
    assert rows(school) == before and waiting(school) == []


def test_the_second_version_sent_twice_is_kept_once(school):
    first = last_section(school)
    second = school.open_page(first.address)
    say(first, "one thing")
    receipt = number_on(say(second, "another thing"))
    before = rows(school)
    assert number_on(say(second, "another thing")) == receipt and rows(school) == before


def test_an_earlier_section_that_a_stale_tab_sends_is_kept_too(school):
    begun = begin(school)
    stale = school.open_page(f"{begun.address}&section=none")
    page = begun
    while "/receipt" not in page.address:
        page = answer_all(page)
    typed = dict.fromkeys(items_on(stale), "1")
    shown = stale.submit(button=("step", "later"), having="section", **typed)
    assert shown.sees(KEPT_BOTH) and len(waiting(school)) == 1


def test_a_stale_tab_on_which_nothing_was_answered_changes_nothing(school):
    stale, page = begin(school), begin(school)
    while "/receipt" not in page.address:
        page = answer_all(page)
    before = rows(school)
    shown = stale.submit(button=("step", "skip"), having="section")
    assert number_on(shown) == number_on(page) and rows(school) == before


def test_what_a_stale_tab_brings_after_the_end_of_the_wave_is_late(school):
    first = last_section(school)
    second = school.open_page(first.address)
    say(first, "one thing")
    school.set_wave("midyear", "closed")
    assert say(second, "another thing").sees("They came after the wave was closed")
    assert kept(school, "teacher_questionnaire")[0].late


def test_an_unreadable_answer_of_a_stale_tab_comes_back_without_the_answers_received(school):
    school.agree()
    address = f"{school.link()}/midyear/platform_access?lang=en"
    first, second = school.open_page(address), school.open_page(address)
    said = {"device": "phone", "had_difficulties": "0", "wish": "a wish of mine"}
    while "/receipt" not in first.address:
        step = "skip" if first.form_is_there("skip") else "next"
        first = first.submit(button=("step", step), having="section", **said)
    before = rows(school)
    page = second.submit(button=("step", "skip"), having="section", days_reached="many")
    assert "many" in page.html and "a wish of mine" not in page.html
    assert rows(school) == before


def test_whoever_has_withdrawn_sends_nothing_more(school):
    first = last_section(school)
    second = school.open_page(first.address)
    say(first, "one thing")
    consent = school.open_page(f"{school.link()}/consent?wave=midyear&lang=en")
    consent.submit(button=("decision", "withdrawn"), having="decision")
    before = rows(school)
    say(second, "another thing")
    assert rows(school) == before


# An observer


def edited(school: House):
    """Code a lesson and open its correction."""
    page = code_lesson(begin_lesson(school))
    return school.open_page(link_on(page, "edit=1"))


def lesson(school: House):
    (record,) = kept(school, "lesson_observation")
    return record


def open_choices(school: House, page):
    """Open the first section in which something is chosen."""
    keys = [node.get("value") for node in page.form(having="section").iter()]
    for key in [key.removeprefix("go:") for key in keys if key and key.startswith("go:")]:
        found = school.open_page(f"{page.address}&section={key}")
        if with_choice(found, "1"):
            return found
    raise AssertionError("nothing is chosen anywhere")


def with_choice(page, value: str) -> list[str]:
    """Name what this value can be chosen for."""
    radios = [node for node in page.form(having="section").iter() if node.get("type") == "radio"]
    return [node.get("name") for node in radios if node.get("value") == value]


def choose(page, value: str):
    """Choose the same everywhere on a page, and send it."""
    typed = dict.fromkeys(with_choice(page, value), value)
    return page.submit(button=("step", "save"), having="section", **typed)


def test_a_correction_on_a_page_that_knows_the_newest_version_is_no_conflict(school):
    code_lesson(edited(school), value="0")
    assert (lesson(school).revision, lesson(school).conflict) == (2, False)


def test_a_correction_on_a_page_that_knows_an_older_version_is_flagged(school):
    first = edited(school)
    second = open_choices(school, first)
    code_lesson(first, value="0")
    shown = choose(second, "1")
    assert shown.sees("Both are kept")
    record = lesson(school)
    assert (record.revision, record.conflict) == (3, True) and waiting(school) == [record.id]
    assert side_by_side(school, record.id).sees("Changed in two places")


def test_two_first_records_of_one_lesson_on_two_pages_are_both_kept(school):
    first = begin_lesson(school)
    second = open_choices(school, first)
    code_lesson(first, value="1")
    assert choose(second, "0").sees("Both are kept")
    assert (lesson(school).revision, lesson(school).conflict) == (2, True)


def test_the_same_correction_on_two_pages_is_one(school):
    first = edited(school)
    second = open_choices(school, first)
    code_lesson(first, value="0")
    before = rows(school)
    choose(second, "0")
    assert rows(school) == before and not lesson(school).conflict


def test_a_correction_that_was_sent_after_the_wave_was_closed_is_marked_late(school):
    page = edited(school)
    school.set_wave("midyear", "closed")
    shown = code_lesson(page, value="0")
    assert lesson(school).late and shown.sees("It came after the wave was closed")
