"""What the coordinator sees and decides: two bodies side by side, and forms that nobody sent."""

import re

import pytest

from app.store import reading
from app.store.audit import newest_events
from app.store.checking import verify_all
from tests.app.houses import House, house
from tests.app.pages import Page, links_of
from tests.app.phones import ANSWERS, ago, colleague, new_id, teacher

TABLET = {**ANSWERS, "device": "tablet"}


@pytest.fixture
def desk(tmp_path) -> House:
    made = house(tmp_path)
    made.agree()
    made.sign_in("coordinator")
    return made


def kept(desk: House, instrument: str = "platform_access") -> list:
    with desk.database.reading() as session:
        return list(reading.read_records(session, desk.scope(), instrument))


def compare(desk: House) -> Page:
    """Open what waits from the tray, as a coordinator does."""
    tray = desk.open_page("/desk/try/tray")
    (address,) = [one for one in links_of(tray) if "/tray/" in one]
    return desk.open_page(f"{address}?lang=en")


def clash(desk: House) -> str:
    """Let two phones send other answers under one id."""
    phone, number = teacher(desk), new_id()
    phone.send(phone.body(), number)
    phone.send(phone.body(TABLET, finished_at=ago(hours=1)), number)
    return number


def marked(page: Page) -> list[str]:
    """Read the questions that are marked as answered differently."""
    rows = [node for node in page.tree.iter() if node.get("class") == "differs"]
    return [re.sub(r"\s+", " ", "".join(row.itertext())).strip() for row in rows]


def test_two_bodies_stand_side_by_side_in_the_reader_s_words(desk):
    clash(desk)
    page = compare(desk)
    assert page.sees("Changed in two places") and page.sees("1 answer differs.")
    (row,) = marked(page)
    assert "Phone" in row and "Tablet" in row and "differs" in row
    assert page.sees("on the web") or page.sees("without network")
    with desk.database.reading() as session:
        assert newest_events(session, desk.scope())[0].action == "record.read"


@pytest.mark.parametrize(("language", "words"), [("kk", "Планшет"), ("ru", "Планшет")])
def test_the_page_speaks_the_coordinator_s_language(desk, language, words):
    number = clash(desk)
    assert desk.open_page(f"/desk/try/tray/{number}?lang={language}").sees(words)


def test_an_older_revision_counts_by_being_repeated(desk):
    number = clash(desk)
    page = compare(desk).submit(button=("decision", "revision:1"), having="reason", reason="hers")
    assert page.sees("Nothing waits for a decision")
    (record,) = kept(desk)
    assert (record.id, record.revision, record.answers) == (number, 3, ANSWERS)
    assert not record.conflict and record.receipt
    with desk.database.reading() as session:
        event = newest_events(session, desk.scope())[0]
        assert not [fault for finding in verify_all(session) for fault in finding.faults]
    assert (event.action, event.detail) == ("clash.settled", "counts: revision 1; hers")
    assert desk.open_page(f"/desk/try/tray/{number}?lang=en").sees("hers"), "and it says why"


def test_the_newest_revision_may_be_left_as_it_is(desk):
    clash(desk)
    compare(desk).submit(button=("decision", "revision:2"), having="reason")
    (record,) = kept(desk)
    assert (record.revision, record.answers, record.conflict) == (2, TABLET, False)


def test_a_revision_that_is_not_there_cannot_count(desk):
    number = clash(desk)
    page = compare(desk)
    for wanted in ("revision:9", "revision:x", "revision:", "revision:-1"):
        assert page.submit(button=("decision", wanted), having="reason").status == 404
    assert kept(desk)[0].conflict and number


def test_the_phone_s_receipt_stays_true_after_a_decision(desk):
    phone, number = teacher(desk), new_id()
    first = phone.send(phone.body(), number).json
    phone.send(phone.body(TABLET), number)
    compare(desk).submit(button=("decision", "revision:2"), having="reason")
    again = phone.send(phone.body(), number).json
    assert (again["again"], again["sha256"] != "") == (True, True)
    assert again["receipt"] == first["receipt"]


def test_a_double_is_compared_with_what_counts_now(desk):
    phone = teacher(desk)
    phone.send(phone.body())
    phone.send(phone.body(TABLET))
    page = compare(desk)
    assert page.sees("Answered twice") and len(marked(page)) == 1
    page.submit(button=("decision", "this"), having="reason", reason="later")
    assert kept(desk)[0].answers == TABLET


def test_a_record_that_waits_for_nothing_offers_no_decision(desk):
    phone, number = teacher(desk), new_id()
    phone.send(phone.body(), number)
    page = desk.open_page(f"/desk/try/tray/{number}?lang=en")
    assert page.sees("Nothing to decide here") and not page.form_is_there("first")


def age(desk: House, days: int) -> None:
    """Let every draft grow old."""
    stamp = ago(days=days)[:-1].replace("T", " ")
    desk.change(f"UPDATE draft SET saved_at = '{stamp}000'")


def test_a_form_unsent_for_three_days_is_named_without_its_answers(desk):
    phone = teacher(desk)
    phone.save(phone.body({"device": "tablet", "wish": "a wish of mine"}), new_id())
    age(desk, 4)
    tray = desk.open_page("/desk/try/tray?lang=en")
    for words in ("T01", "S1", "Platform access", "Midyear", "2/"):
        assert tray.sees(words), words
    assert not tray.sees("a wish of mine") and not tray.sees("Tablet")
    overview = desk.open_page("/desk/try?lang=en")
    assert overview.sees("1 form was begun and has not been sent for three days. T01")


def test_a_younger_form_is_nobody_s_business_yet(desk):
    phone = teacher(desk)
    phone.save(phone.body(), new_id())
    age(desk, 2)
    assert desk.open_page("/desk/try/tray?lang=en").sees("No form waits unsent.")


def test_a_form_that_came_from_another_phone_is_not_missed(desk):
    phone, second, draft = teacher(desk), teacher(desk), new_id()
    phone.send(phone.body())
    second.save(second.body(), draft)
    age(desk, 9)
    assert desk.open_page("/desk/try/tray?lang=en").sees("No form waits unsent.")


def test_whoever_withdrew_is_not_reminded(desk):
    phone = teacher(desk)
    phone.save(phone.body(), new_id())
    age(desk, 9)
    home = desk.open_page(f"{desk.link()}/consent?wave=midyear&lang=en")
    home.submit(button=("decision", "withdrawn"), having="wave")
    assert desk.open_page("/desk/try/tray?lang=en").sees("No form waits unsent.")


def test_an_observer_s_form_is_named_by_its_lesson(desk):
    browser = desk.client
    observer = colleague(desk, "observer", "lesson_observation")
    lesson = {"id": new_id(), "teacher": "T03", "held_on": "2026-11-20"}
    observer.save(observer.body({"subject": "science"}, lesson=lesson), new_id())
    age(desk, 5)
    desk.client = browser
    page = desk.open_page("/desk/try/tray?lang=en")
    assert page.sees("L001") and page.sees("OBS1") and page.sees("S2")
