"""Feedback to a teacher: one page of what was seen, when the coordinator has released it."""

import pytest

from app.store.audit import newest_events
from app.store.feedback import list_of_teacher
from exports.feedback import Said, feedback
from exports.side_by_side import side_by_side
from instruments.definitions import (
    About,
    Choice,
    FilledBy,
    Instrument,
    Item,
    Kind,
    Section,
    Track,
    TrackMode,
)
from instruments.wording import Text
from tests.app.houses import House, house
from tests.app.pages import Page
from tests.app.phones import colleague, new_id
from tests.app.test_together import LESSON, OTHERWISE, SEEN, finish, joined

NOTE = "Таблица на доске"
WORDS = "Рахмет, сабағыңызға қатысқанымызға қуаныштымыз."


@pytest.fixture
def home(tmp_path) -> House:
    return house(tmp_path)


@pytest.fixture
def visit(home) -> dict:
    """One lesson of T01, coded by one observer."""
    made = {"id": new_id(), "teacher": "T01", "held_on": "2026-11-20"}
    finish(colleague(home, "observer", LESSON), made)
    return made


def desk_page(home: House, visit: dict) -> Page:
    home.client = home.stranger()
    home.sign_in()
    return home.open_page(f"/desk/try/lessons/{visit['id']}/{LESSON}/feedback?lang=en")


def release(home: House, visit: dict, **typed: object) -> Page:
    typed = {"words": WORDS, **typed}
    return desk_page(home, visit).submit(button=("step", "release"), having="words", **typed)


def told(home: House, code: str = "T01") -> Page | None:
    """Open what the teacher's page leads to; None where it leads to nothing."""
    home.agree(code)
    page = home.open_page(home.link(code) + "?lang=en")
    found = leading(page, "/feedback/")
    return home.open_page(found[0]) if found else None


def leading(page: Page, part: str) -> list[str]:
    """List the addresses on a page that hold this."""
    return [node.get("href") for node in page.tree.iter() if part in (node.get("href") or "")]


def test_a_teacher_reads_what_was_seen_once_it_is_released(home, visit):
    assert told(home) is None
    page = release(home, visit)
    assert page.sees("Released on")
    page = told(home)
    assert page.sees(WORDS) and page.sees("Seen in your lesson")
    assert page.sees("Grade 2, Grade 3") and page.sees("Only what was seen in this one lesson")
    assert page.sees("A presentation or video was shown.")
    assert not page.sees("A digital quiz or test was held."), "what was not seen is not listed"
    assert NOTE not in page.html, "notes are shown only where they are ticked"
    assert "OBS1" not in page.html and "T02" not in page.html


def test_notes_are_shown_where_the_coordinator_ticks_them(home, visit):
    release(home, visit, ticked=["evidence_technology"])
    assert told(home).sees(NOTE)


def test_seeing_it_first_releases_nothing(home, visit):
    page = desk_page(home, visit)
    assert page.sees("Not released: nobody but the desk sees it.")
    page = page.submit(
        button=("step", "preview"), having="words", words=WORDS, ticked=["evidence_technology"]
    )
    article = next(node for node in page.tree.iter() if node.get("class") == "seen")
    assert NOTE in " ".join(article.itertext()) and WORDS in " ".join(article.itertext())
    assert told(home) is None


def test_it_can_be_taken_back_and_both_are_in_the_log(home, visit):
    release(home, visit)
    found = told(home).address
    page = desk_page(home, visit).submit(button=("step", "take_back"), having="words")
    assert page.sees("Not released") and told(home) is None
    assert home.open_page(found).status == 404
    with home.database.reading() as session:
        actions = [one.action for one in newest_events(session, home.scope(), 50)]
    assert actions.index("feedback.taken_back") < actions.index("feedback.released")


def test_nobody_else_reads_it(home, visit):
    release(home, visit)
    number = told(home).address.partition("/feedback/")[2]
    assert told(home, "T02") is None
    assert home.open_page(f"{home.link('T02')}/feedback/{number}").status == 404
    assert home.open_page(f"{home.link('P01')}/feedback/{number}").status == 404
    for who in ("observer", "moderator", "stranger"):
        home.client = home.stranger()
        home.sign_in(who)
        address = f"/desk/try/lessons/{visit['id']}/{LESSON}/feedback"
        assert home.open_page(address).status == 404


def test_a_later_correction_is_not_shown_before_it_is_released(home):
    observer, number = colleague(home, "observer", LESSON), new_id()
    visit = {"id": new_id(), "teacher": "T01", "held_on": "2026-11-20"}
    observer.send(observer.body(SEEN, lesson=visit), number)
    release(home, visit)
    mended = {**SEEN, "grades": ["11"]}
    observer.send(observer.body(mended, lesson=visit, parent=1), number)
    assert told(home).sees("Grade 2, Grade 3")
    assert desk_page(home, visit).sees("The record has changed since.")
    release(home, visit)
    assert told(home).sees("Grade 11")
    with home.database.reading() as session:
        assert len(list_of_teacher(session, home.scope(), 1)) == 1, "one page for a lesson"


def test_what_two_agreed_on_is_told_before_what_one_saw(home, visit):
    second = colleague(home, "second", LESSON)
    finish(second, joined(visit), OTHERWISE)
    finish(second, visit, {**SEEN, "grades": ["9"]}, part="consensus")
    release(home, visit)
    assert told(home).sees("Grade 9")


def test_a_coordinator_who_still_codes_the_lesson_does_not_see_it(home, visit):
    coordinator = colleague(home, "coordinator", LESSON)
    coordinator.save(coordinator.body({}, lesson=visit), new_id())
    home.client = coordinator.client
    assert home.open_page(f"/desk/try/lessons/{visit['id']}/{LESSON}/feedback").status == 403


def test_there_is_no_page_of_a_lesson_without_a_record(home, visit):
    assert desk_page(home, {"id": new_id()}).status == 404
    home.sign_in()
    address = f"/desk/try/lessons/{visit['id']}/teacher_questionnaire/feedback"
    assert home.open_page(address).status == 404


def test_the_desk_leads_to_it_from_the_teacher(home, visit):
    home.client = home.stranger()
    home.sign_in()
    page = home.open_page("/desk/try/people/T01?lang=en")
    assert leading(page, f"/lessons/{visit['id']}/")


def words(text: str) -> Text:
    return Text(text, text, text)


def choice(code: str) -> Choice:
    return Choice(code, words(f"Level {code}"), words(f"What {code} looks like"))


def test_levels_are_described_and_codes_on_the_clock_are_counted():
    rated = Item("support", Kind.SINGLE, words("Support"), choices=tuple(map(choice, "123")))
    track = Track(
        "doing", TrackMode.INTERVAL, words("Pupils"), (choice("talk"), choice("read")), every_s=60
    )
    clock = Item("clock", Kind.TIMED, words("The lesson"), tracks=(track,))
    note = Item("seen", Kind.LONG_TEXT, words("What was seen"))
    section = Section("one", words("Part"), (rated, clock, note))
    made = Instrument(
        "try", 1, words("Try"), About.LESSON, "teacher", FilledBy.OBSERVER, 45, (section,)
    )
    log = ("0 begin@0", "1000 +talk@1", "61000 +talk@2", "125000 +read@3", "180000 end")
    page = feedback(made, {"support": "2", "clock": log, "seen": "Доска"}, "en", ())
    (part,) = page.parts
    assert part.seen[0].said == (Said("Level 2", "What 2 looks like"),)
    counted = [(one.label, one.times, one.of) for one in part.counted]
    assert counted == [("Pupils: Level talk", 2, 3), ("Pupils: Level read", 1, 3)]
    assert part.notes == ()
    (part,) = feedback(made, {"seen": "Доска"}, "en", ("seen",)).parts
    assert part.notes[0].text == "Доска"


def test_two_who_timed_a_lesson_are_compared_by_interval():
    track = Track("doing", TrackMode.INTERVAL, words("Pupils"), (choice("talk"),), every_s=60)
    clock = Item("clock", Kind.TIMED, words("The lesson"), tracks=(track,))
    section = Section("one", words("Part"), (clock,))
    made = Instrument(
        "try", 1, words("Try"), About.LESSON, "teacher", FilledBy.OBSERVER, 45, (section,)
    )
    first = ("0 begin@0", "1000 +talk@1", "61000 +talk@2", "180000 end")
    second = ("0 begin@0", "2000 +talk@1", "125000 +talk@3", "180000 end")
    (part,) = side_by_side(made, {"clock": first}, {"clock": second}).sections
    (pair,) = part.timed
    assert (pair.first, pair.second, pair.same, pair.slots) == (2, 2, 1, 3)
