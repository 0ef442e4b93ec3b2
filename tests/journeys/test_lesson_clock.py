"""A lesson on the clock of a phone: reloaded, killed, without network, wrong by years."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from app.store import people, visits, waves
from app.store.instruments import newest_instrument
from app.store.reading import read_records
from app.store.records import Submission, keep
from app.store.subjects import Subject
from instruments.loader import load
from instruments.timeline import read_log
from tests.journeys.bell import BELL, EVERY, SOURCE, ask_bell
from tests.journeys.hands import answer, press
from tests.journeys.test_staff_offline import begin_new, start_work
from tests.journeys.test_trouble import kill, open_phone
from tests.journeys.walks import wait_for_receipt, wait_until_kept

LESSON = load(SOURCE).items["lesson"]
TEACHER, ROOM, MOMENTS = range(3)
STATIC = Path("app/static")


@pytest.fixture
def classroom(village):
    """A house whose observers code lessons on the clock."""
    ask_bell(village.store)
    return village


def start_lesson(page, classroom, teacher: str = "T01") -> None:
    """Begin a visit, pass the facts, and start the clock."""
    begin_new(page, "observe", teacher=teacher)
    open_coding(page)
    page.locator("[data-do=begin]").click()
    page.locator(".timed.begun").wait_for()


def open_coding(page) -> None:
    page.locator(".parts [value='go:coding']").click()
    page.locator(".timed").wait_for()


def code(page, *which: str) -> None:
    for one in which:
        page.locator(f".code[value={one}]").click()


def shown(page) -> str:
    return page.locator("[data-at=time]").inner_text()


def seconds(page) -> int:
    minutes, rest = shown(page).split(":")
    return 60 * int(minutes) + int(rest)


def pressed(page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.code[aria-pressed=true]')].map(n => n.value)"
    )


def pass_time(page, for_seconds: float) -> None:
    """Let time go by, and the page look at its clock."""
    page.context.clock.fast_forward(round(for_seconds * 1000))
    page.wait_for_timeout(50)
    page.context.clock.run_for(600)


def end_lesson(page) -> None:
    page.locator("[data-do=end]").click()
    page.locator("[data-do=end]").click()
    page.locator(".timed.over").wait_for()


def finish(page) -> None:
    press(page, "next")
    answer(page)
    press(page, "next")


def kept(classroom) -> list:
    with classroom.store.database.reading() as session:
        return list(read_records(session, classroom.store.scope(), BELL))


def log_of(record):
    return read_log(LESSON, record.answers["lesson"])


def test_four_intervals_with_the_page_reloaded_and_the_network_gone(phone, classroom):
    phone.context.clock.install()
    start_work(phone, classroom, "observer", "observe")
    start_lesson(phone, classroom)
    code(phone, "talks", "writes")
    wait_until_kept(phone)
    pass_time(phone, EVERY)
    assert "2-аралық" in phone.locator("[data-at=count]").inner_text()
    assert pressed(phone) == [], "each interval begins anew"
    code(phone, "helps", "knock")
    phone.locator("[data-do=late]").click()
    code(phone, "helps")  # in the interval before, where it takes the place of `talks`
    phone.locator("[data-do=late]").click()
    pass_time(phone, 1)
    classroom.cut()
    phone.reload()
    phone.locator("form[data-ready]").wait_for()
    assert EVERY <= seconds(phone) < EVERY + 10, "the clock goes on through a reload"
    assert pressed(phone) == ["helps", "knock"]
    pass_time(phone, EVERY - 10)
    code(phone, "all_busy")  # the first sweep is open from 0:30 to 0:40
    pass_time(phone, 10)
    code(phone, "talks", "knock")
    pass_time(phone, EVERY)
    code(phone, "writes")
    phone.locator("[data-do=undo]").click()
    code(phone, "talks")
    pass_time(phone, 5)
    end_lesson(phone)
    finish(phone)
    phone.locator(".state.wait").wait_for()
    classroom.mend()
    phone.locator("button", has_text="Қазір жіберу").first.click()
    phone.locator(".state.good").wait_for()
    (record,) = kept(classroom)
    found = log_of(record)
    assert [set(slot.codes) for slot in found.lines[TEACHER].slots] == [
        {"helps", "writes"},
        {"helps"},
        {"talks"},
        {"talks"},
    ]
    assert found.lines[TEACHER].slots[0].late == {"helps"}
    assert not found.lines[TEACHER].slots[3].whole, "the bell rang in the middle of the interval"
    assert found.lines[ROOM].slots[0].codes == {"all_busy"}
    (knock,) = found.lines[MOMENTS].spans
    assert 10_000 < knock.end_ms - knock.start_ms < 45_000
    assert any(tap.undone for tap in found.taps), "what was taken back stays in the log"
    assert record.status == "complete"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc")
def test_the_browser_is_killed_and_the_lesson_goes_on(browser, classroom, tmp_path):
    folder = tmp_path / "phone"
    page = open_phone(browser, folder).pages[0]
    start_work(page, classroom, "observer", "observe")
    start_lesson(page, classroom)
    began = datetime.now(UTC)
    code(page, "talks")
    wait_until_kept(page)
    address = page.url
    kill(folder)

    page = open_phone(browser, folder).pages[0]
    classroom.sign_in(page, "observer")
    page.goto(address)
    page.locator("form[data-ready]").wait_for()
    passed = (datetime.now(UTC) - began).total_seconds()
    assert passed - 3 <= seconds(page) <= passed + 3, "counted from the start, not from now"
    end_lesson(page)
    finish(page)
    wait_for_receipt(page)
    page.context.close()
    (record,) = kept(classroom)
    assert "talks" in log_of(record).lines[TEACHER].slots[0].codes


@pytest.mark.parametrize("leap", [timedelta(days=-3650), timedelta(days=3650), timedelta(hours=-1)])
def test_the_phones_clock_is_set_in_the_middle_of_a_lesson(phone, classroom, leap):
    phone.context.clock.install()
    start_work(phone, classroom, "observer", "observe")
    start_lesson(phone, classroom)
    code(phone, "talks")
    pass_time(phone, 5)
    before = seconds(phone)
    phone.evaluate(LEAP, leap.total_seconds() * 1000)
    phone.context.clock.run_for(1200)
    assert before <= seconds(phone) <= before + 5, "the lesson's clock does not leap along"
    code(phone, "writes")
    pass_time(phone, EVERY)
    end_lesson(phone)
    finish(phone)
    wait_for_receipt(phone)
    (record,) = kept(classroom)
    found = log_of(record)
    assert found.clock_set and found.length_ms < 60_000
    assert found.lines[TEACHER].slots[0].codes == {"talks", "writes"}


LEAP = """by => {
  const now = Date.now.bind(Date);
  Date.now = () => now() + by;
}"""


def test_a_phone_ten_years_off_times_a_lesson_as_any_other(phone, classroom):
    phone.context.clock.install(time=datetime.now(UTC) + timedelta(days=3650))
    start_work(phone, classroom, "observer", "observe")
    start_lesson(phone, classroom)
    code(phone, "talks")
    pass_time(phone, EVERY + 1)
    code(phone, "writes")
    end_lesson(phone)
    finish(phone)
    wait_for_receipt(phone)
    (record,) = kept(classroom)
    found = log_of(record)
    assert EVERY * 1000 < found.length_ms < 60_000
    assert abs(record.clock_off_s + 3650 * 86_400) < 60, "how far the clock was off is known"


def test_a_lesson_that_was_left_running_ends_at_its_last_mark(phone, classroom):
    phone.context.clock.install()
    start_work(phone, classroom, "observer", "observe")
    start_lesson(phone, classroom)
    pass_time(phone, 5)
    code(phone, "talks")
    wait_until_kept(phone)
    phone.goto("about:blank")
    phone.context.clock.fast_forward(26 * 3600 * 1000)
    phone.go_back()
    phone.locator("form[data-ready]").wait_for()
    assert phone.locator(".code[value=writes]").is_disabled(), "nobody codes yesterday's lesson"
    phone.locator("[data-at=forgotten] [data-do=stop]").click()
    phone.locator(".timed.over").wait_for()
    finish(phone)
    wait_for_receipt(phone)
    (record,) = kept(classroom)
    assert log_of(record).length_ms < 10_000


def test_two_observers_agree_interval_by_interval(phone, classroom):
    lesson = coded_by_two(classroom)
    start_work(phone, classroom, "observer", "observe")
    phone.goto(f"{classroom.server.address}/observe/try/{lesson}/{BELL}.consensus?section=coding")
    phone.locator("form[data-ready]").wait_for()
    assert pressed(phone) == ["talks"], "what both coded in the first interval"
    assert phone.locator("[data-do=earlier]").is_disabled()
    phone.locator("[data-do=later]").click()
    assert pressed(phone) == [], "in the second interval they differ"
    code(phone, "helps")
    assert phone.locator("[data-do=later]").is_disabled(), "the lesson had two intervals"
    finish(phone)
    wait_for_receipt(phone)
    (consensus,) = [one for one in kept(classroom) if one.part == "consensus"]
    assert [set(slot.codes) for slot in log_of(consensus).lines[TEACHER].slots] == [
        {"talks"},
        {"helps"},
    ]


LOGS = {
    "OBS1": ("0 begin@1764130000000", "900 +talks", "1000 +writes", "21000 +helps", "39000 end"),
    "OBS2": ("0 begin@1764130000900", "800 +talks", "22000 +writes", "38000 end"),
}


def coded_by_two(classroom) -> str:
    """A lesson of which both records are received."""
    lesson = str(uuid4())
    with classroom.store.database.writing() as session:
        wave = waves.find_wave(session, classroom.store.scope(), "midyear")
        teacher = people.list_people(session, classroom.store.scope(), "teacher")[0]
        for (author, log), part in zip(LOGS.items(), ("primary", "second"), strict=True):
            scope = classroom.store.scope("observer", author)
            day = date(2026, 11, 20)
            visits.add_lesson(session, scope, lesson, wave.id, teacher.id, day)
            answers = {"held_on": day.isoformat(), "lesson": log}
            bell = newest_instrument(session, BELL)
            subject = Subject(lesson_id=lesson)
            sent = Submission(str(uuid4()), wave.id, bell, subject, answers, author, part=part)
            keep(session, scope, sent)
    return lesson


def test_a_lesson_that_runs_is_not_sent(phone, classroom):
    start_work(phone, classroom, "observer", "observe")
    start_lesson(phone, classroom)
    code(phone, "talks")
    press(phone, "next")
    answer(phone)
    phone.locator("button[value=next]:visible:not(.unseen)").click()
    phone.locator("[data-at=running]").wait_for()
    assert not kept(classroom)
    end_lesson(phone)
    finish(phone)
    wait_for_receipt(phone)


def test_the_phone_and_the_server_read_a_log_alike(browser):
    """One language is for the screen, the other for every number: they must say the same."""
    chance = random.Random(20261126)
    logs = [some_log(chance) for _ in range(300)]
    page = browser.new_page()
    source = (STATIC / "lesson.js").read_text().replace("export const", "const")
    page.add_script_tag(content=f"{source}; window.Lesson = Lesson;")
    found = page.evaluate(READ, [["\n".join(log) for log in logs], json.loads(TRACKS)])
    page.close()
    for log, theirs in zip(logs, found, strict=True):
        ours = read_log(LESSON, tuple(log))
        assert theirs["length"] == ours.length_ms, log
        for track in (TEACHER, ROOM):
            for slot in ours.lines[track].slots:
                held = theirs["held"][track][slot.number - 1]
                assert set(held) == slot.codes, (log, track, slot.number)


TRACKS = json.dumps(
    [
        {
            "mode": track.mode.value,
            "every": track.every_s,
            "minutes": track.at_minutes,
            "window": track.window_s,
            "sets": [sorted(one) for one in track.exclusive],
            "codes": [choice.code for choice in track.choices],
        }
        for track in LESSON.tracks
    ]
)
READ = """([logs, tracks]) => logs.map(text => {
  const lesson = new Lesson(text, tracks), numbers = [...Array(12).keys()].map(n => n + 1);
  const held = tracks.map(track => numbers.map(n => [...lesson.holding(track, n).keys()]));
  return { length: lesson.timeAt(lesson.last), held };
})"""
DEEDS = """
+talks -talks +helps -helps +writes -writes +writes@1 +helps@2 -talks@1
+all_busy +some_idle +some_idle@1 -all_busy@2 +knock -knock undo undo pause resume
"""


def some_log(chance: random.Random) -> list[str]:
    """Make up a log: taps in order, now and then a pause, an undo, or a line that cannot be."""
    moments = sorted(chance.randrange(0, 130_000) for _ in range(chance.randrange(0, 40)))
    log = [f"{moment} {chance.choice(DEEDS.split())}" for moment in moments]
    if chance.random() < 0.2 and log:
        log.insert(chance.randrange(len(log)), f"{chance.randrange(130_000)} end")
    return ["0 begin@1764130000000", *log, "130001 end"]
