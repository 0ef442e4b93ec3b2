"""Freezes and the planner as the coordinator meets them, and freezes on the command line."""

import re
from dataclasses import replace

import pytest

from app.store import freezing, people, waves
from app.store.freeze_comparing import Change, Named
from tests.app.houses import house
from tests.app.phones import colleague, new_id
from tests.app.shells import refused

REASON = "The report is due."
LESSON = "lesson_observation"


@pytest.fixture
def desk(tmp_path):
    made = house(tmp_path)
    made.sign_in("coordinator")
    made.sent = made.submission({"device": "phone"})
    made.send(made.sent)
    return made


def freeze(desk, wave="midyear", label="", reason=REASON):
    with desk.database.writing() as session:
        return freezing.add_freeze(session, desk.scope(), wave, label, reason)


def mend(desk) -> None:
    """Mend an answer, add a record and move a teacher."""
    desk.send(replace(desk.sent, answers={"device": "laptop"}, parent=1))
    desk.send(desk.submission({"device": "phone"}, "T02"))
    with desk.database.writing() as session:
        moved = people.NewPerson("T01", "teacher", "S2", attributes={"years": "12"})
        people.put_people(session, desk.scope(), [moved])


def test_a_wave_leads_to_its_freeze(desk):
    page = desk.open_page("/desk/try/waves/midyear?lang=en")
    assert page.sees("It is better to close the wave first.")
    assert "/desk/try/freezes?wave=midyear" in page.html


def test_an_open_wave_is_frozen_with_a_sentence(desk):
    page = desk.open_page("/desk/try/freezes?wave=midyear&lang=en")
    shut = page.submit(label="article")
    assert shut.status == 422 and shut.sees("Still open: midyear.")
    assert 'value="article"' in shut.html, "what was typed stays"
    page = shut.submit(reason=REASON)
    assert page.sees("1 freeze") and page.sees("article") and page.sees(REASON)
    assert desk.open_page("/desk/try/log?lang=en").sees("Data frozen")


def test_a_closed_wave_is_suggested_first(desk):
    page = desk.open_page("/desk/try/freezes?lang=en")
    assert 'selected value="baseline"' in page.html
    assert page.submit(label="first").sees("1 freeze")


def test_a_study_without_waves_is_told_what_to_do(tmp_path):
    made = house(tmp_path)
    made.sign_in("stranger")
    page = made.open_page("/desk/other/freezes?lang=en").submit(wave="*", label="", reason="")
    assert page.response.status_code == 422
    assert page.sees("The study has no wave yet: add one first.")


def test_a_wave_that_is_not_there_is_not_frozen(desk):
    page = desk.open_page("/desk/try/freezes?lang=en").submit(wave="never", reason=REASON)
    assert page.status == 422


def test_an_export_of_a_freeze_is_chosen_on_the_page(desk):
    freeze(desk, label="article")
    page = desk.open_page("/desk/try/exports?freeze=1&lang=en")
    first = page.submit(("format", "csv"))
    assert "_freeze1_midyear.zip" in first.response.headers["Content-Disposition"]
    mend(desk)
    again = page.submit(("format", "csv"))
    assert again.response.data == first.response.data
    assert page.submit(("format", "csv"), freeze="").response.data != first.response.data


def test_a_freeze_of_another_wave_is_refused_in_a_sentence(desk):
    freeze(desk)
    page = desk.open_page("/desk/try/exports?freeze=1&lang=en")
    shut = page.submit(("format", "csv"), wave="end")
    assert shut.status == 422 and shut.sees("Freeze 1 holds the wave midyear only.")


def test_two_freezes_are_compared_item_by_item(desk):
    freeze(desk)
    mend(desk)
    freeze(desk)
    page = desk.open_page("/desk/try/freezes?lang=en").submit(older="1", newer="2")
    assert page.sees("What differs between freeze 1 and freeze 2")
    assert page.sees("Added 1 Gone 0 Changed 1 Roster and plan 2")
    assert re.search(r"T01 .*device Platform access, Midyear Phone Laptop", page.text, re.I)
    assert page.sees("T01 school_id S1 S2") and page.sees("T01 years – 12")
    assert desk.open_page("/desk/try/log?lang=en").sees("Two freezes compared")


def test_freezes_of_the_same_data_are_called_the_same(desk):
    freeze(desk)
    freeze(desk)
    page = desk.open_page("/desk/try/freezes/compare?older=1&newer=2&lang=en")
    assert page.sees("Freezes 1 and 2 hold the same")


@pytest.mark.parametrize("asked", ["", "older=1&newer=1", "older=x&newer=2", "older=1&newer=9"])
def test_what_cannot_be_compared_is_not(desk, asked):
    freeze(desk)
    page = desk.open_page(f"/desk/try/freezes/compare?{asked}&lang=en")
    assert page.status == (404 if "9" in asked else 200)
    assert not page.sees("What differs")


def test_a_personal_item_keeps_its_values(desk):
    """What the library marks personal is named, its values are not shown."""
    with desk.database.reading() as session:
        wave = waves.find_wave(session, desk.scope(), "midyear")
    sent = desk.submission({}, instrument="platform_access")
    item = next(iter(sent.instrument.items.values()))

    named = Named("r", "T01", sent.instrument.key, wave.key)
    assert Change(named, item.code, replace(item, personal=True), "a", "b").is_personal
    assert not Change(named, item.code, replace(item, personal=False), "a", "b").is_personal


def test_the_planner_begins_with_the_study(desk):
    page = desk.open_page("/desk/try/planner?lang=en")
    assert page.sees("a study of 4 teachers from 2 schools shows it in 80 of 100 cases")
    assert page.sees("2 schools are few.")


def test_the_planner_computes_what_is_typed(desk):
    page = desk.open_page("/desk/try/planner?lang=en")
    page = page.submit(teachers="24", schools="7", icc="0", sd="1", correlation="0.5", waves="3")
    assert page.sees("This plan finds a change of 0.60 points or more")
    assert "teachers=24" in page.address
    page = page.submit(icc="0,05")
    assert page.sees("0.73") and page.sees("(design effect 1.12)")


def test_the_planner_says_what_does_not_fit(desk):
    page = desk.open_page("/desk/try/planner?lang=en")
    page = page.submit(teachers="many", icc="nan")
    assert page.status == 422
    assert page.sees("Write a number from 3 to 5000.") and page.sees("from 0 to 0.9.")
    page = desk.open_page("/desk/try/planner?teachers=5&schools=6&lang=en")
    assert page.sees("There cannot be more schools than teachers.")


def test_freezes_on_the_command_line(demo):
    refused(demo("freeze", "try", "midyear"), "say in a sentence")
    assert demo("freeze", "demo").exit_code == 2
    assert demo("freeze", "list", "demo").stdout == "Nothing is frozen yet.\n"
    made = demo("freeze", "demo", "baseline", "--label", "article")
    assert made.stdout.startswith("1\tbaseline\t"), made.stderr
    assert demo("freeze", "make", "demo", "--every-wave").exit_code == 0
    listed = demo("freeze", "list", "demo").stdout.splitlines()
    assert [line[0] for line in listed] == ["2", "1"]
    refused(demo("freeze", "compare", "demo", 1, 7), "It has: 1, 2.")
    refused(demo("freeze", "compare", "demo", 1, 1), "different")
    first, *rest = demo("freeze", "compare", "demo", 2, 1).stdout.splitlines()
    assert first.startswith("freeze 1 and 2: ") and len(rest) > 100
    assert all(line.startswith("added\t") for line in rest)


def test_exports_and_results_of_a_freeze_on_the_command_line(demo, tmp_path):
    assert demo("freeze", "demo", "baseline").exit_code == 0
    out = tmp_path / "frozen.zip"
    done = demo("export", "demo", "--format", "csv", "--freeze", 1, "--out", out)
    assert done.exit_code == 0 and "632 rows" in done.stdout
    refused(
        demo("export", "demo", "--format", "csv", "--freeze", 1, "--wave", "end", "--out", out),
        "Freeze 1 holds the wave baseline only.",
    )
    assert '"freeze": 1' in demo("results", "demo", "--json", "--freeze", 1).stdout
    refused(demo("results", "demo", "--json", "--freeze", 3), "no freeze 3")


def test_who_codes_a_lesson_does_not_see_there_how_another_coded_it(desk):
    """Blind like everywhere: the difference is named, its values are not."""
    visit = {"id": new_id(), "teacher": "T01", "held_on": "2026-11-20", "starts_at": "09:00"}
    observer = colleague(desk, "observer", LESSON)
    body = observer.body({"subject": "languages"}, lesson=visit)
    number = new_id()
    assert observer.send(body, number).status_code == 200
    freeze(desk)
    mended = observer.body({"subject": "science"}, lesson=visit)
    assert observer.send(mended, number).status_code == 200
    freeze(desk)
    coordinator = colleague(desk, "coordinator", LESSON)
    desk.client = coordinator.client
    address = "/desk/try/freezes/compare?older=1&newer=2&lang=en"
    open_page = desk.open_page(address)
    assert open_page.sees("Science") and not open_page.sees("not shown before you have coded")
    coordinator.save(coordinator.body({"subject": "other"}, lesson=visit), new_id())
    page = desk.open_page(address)
    assert page.sees("not shown before you have coded this lesson yourself")
    assert not page.sees("Science")
