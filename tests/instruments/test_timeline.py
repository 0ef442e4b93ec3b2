"""What a lesson's log says: intervals, sweeps, events, late marks, pauses, and what is odd."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.agreed_log import agreed_log
from instruments.answers import Refused, faults, read
from instruments.faults import BrokenInstrument
from instruments.lesson_log import entries_of, parse
from instruments.loader import load
from instruments.timed import doubts
from instruments.timeline import read_log
from tests.journeys.bell import SOURCE

BELL = load(SOURCE)
LESSON = BELL.items["lesson"]
"""Intervals of 20 s, sweeps at 30 s and 90 s for 10 s, events; late marks for 15 s."""
TEACHER, ROOM, MOMENTS = range(3)


def lesson(*log: str):
    return read_log(LESSON, ("0 begin@1764130000000", *log))


def codes(line) -> list[set[str]]:
    return [set(slot.codes) for slot in line.slots]


def said(*log: str) -> list[str]:
    return [str(one) for one in doubts(LESSON, log)]


def test_several_codes_hold_in_one_interval_and_each_begins_anew():
    found = lesson("1000 +talks", "2000 +writes", "21000 +writes", "45000 end")
    assert codes(found.lines[TEACHER]) == [{"talks", "writes"}, {"writes"}, set()]
    assert found.lines[TEACHER].share("writes") == 2 / 3
    assert found.length_ms == 45_000


def test_a_lesson_that_ends_in_the_middle_of_an_interval_has_a_part_of_it():
    first, last = lesson("1000 +talks", "25000 +talks", "30500 end").lines[TEACHER].slots
    assert (first.whole, last.whole) == (True, False)
    assert (last.start_ms, last.end_ms) == (20_000, 30_500)


def test_an_interval_that_would_begin_as_the_lesson_ends_is_none():
    assert len(lesson("1000 +talks", "40000 end").lines[TEACHER].slots) == 2


def test_a_second_tap_takes_the_code_away_and_undo_takes_the_tap_away():
    assert codes(lesson("1000 +talks", "2000 -talks", "9000 end").lines[TEACHER]) == [set()]
    back = lesson("1000 +talks", "2000 -talks", "3000 undo", "9000 end")
    assert codes(back.lines[TEACHER]) == [{"talks"}]
    assert [tap.undone for tap in back.taps] == [False, True], "what was undone stays in the log"
    twice = lesson("1000 +talks", "2000 +writes", "3000 undo", "4000 undo", "9000 end")
    assert codes(twice.lines[TEACHER]) == [set()]


def test_a_late_mark_goes_into_the_interval_before_and_is_known_as_late():
    found = lesson("21000 +talks", "22000 +writes@1", "45000 end").lines[TEACHER]
    assert codes(found) == [{"writes"}, {"talks"}, set()]
    assert found.slots[0].late == {"writes"} and not found.slots[1].late
    assert found.slots[0].entered == {"writes": 22_000}


def test_of_an_exclusive_set_the_last_one_holds():
    assert codes(lesson("1000 +talks", "2000 +helps", "9000 end").lines[TEACHER]) == [{"helps"}]


def test_a_sweep_takes_what_is_tapped_while_it_is_open():
    found = lesson("29000 +all_busy", "31000 +some_idle", "60000 end").lines[ROOM]
    assert codes(found) == [{"some_idle"}], "before the sweep nothing is swept"
    late = lesson("41000 +all_busy@1", "60000 end").lines[ROOM].slots[0]
    assert late.codes == late.late == {"all_busy"}


def test_events_last_from_on_to_off_or_to_the_end():
    found = lesson("1000 +knock", "4000 -knock", "50000 +knock", "60000 end").lines[MOMENTS]
    assert [(one.start_ms, one.end_ms) for one in found.spans] == [(1000, 4000), (50_000, 60_000)]


def test_the_clock_stands_still_in_a_pause():
    found = lesson("1000 +talks", "10000 pause", "70000 resume", "75000 +writes", "90000 end")
    assert (found.length_ms, found.wall_ms) == (30_000, 90_000)
    assert found.pauses == ((10_000, 70_000),)
    assert codes(found.lines[TEACHER]) == [{"talks", "writes"}, set()]


def test_a_lesson_that_ends_in_a_pause_ended_when_it_began():
    assert lesson("1000 +talks", "30000 pause", "90000 end").length_ms == 30_000


def test_a_log_that_is_not_ended_goes_to_its_last_entry():
    assert lesson("1000 +talks", "25000 +talks").length_ms == 25_000


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ((), "The clock of the lesson was never started."),
        (("0 begin@1", "5000 +talks"), "The lesson was not ended on its clock."),
        (("0 begin@1", "9000 end", "5000 +talks"), "an order that cannot have been: 5000 +."),
        (("0 begin@1", "9000 end", "9500 end"), "an order that cannot have been: 9500 end."),
        (("0 begin@1", "9000 resume", "9500 end"), "an order that cannot have been: 9000 resume."),
        (("0 begin@1", "1000 clock@-9", "9500 end"), "The phone's clock was set"),
        (("0 begin@1", "25000 +talks", "59000 end"), "nothing is coded in interval 1, 3."),
        (("0 begin@1", "25000 +talks", "59000 end"), "nothing is coded in sweep 1."),
    ],
)
def test_what_is_doubtful_is_said_in_a_sentence_and_kept(log, words):
    assert any(words in sentence for sentence in said(*log))
    if log:
        assert read(LESSON, list(log)) == log
        found = faults(BELL, {"held_on": "2026-11-20", "lesson": log})
        assert found and all(one.skippable for one in found), "a doubt never holds up a record"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("5000 talks", "Line 1 of the log cannot be read: 5000 talks."),
        ("-5 end", "Line 1 of the log cannot be read: -5 end."),
        ("5000 +sings", "There is no code sings in this protocol."),
        ("1e3 +talks", "cannot be read"),
        ("0 begin", "cannot be read"),
    ],
)
def test_what_is_no_log_is_refused_in_a_sentence(line, words):
    with pytest.raises(Refused, match=words.replace(".", r"\.")):
        read(LESSON, [line])


def test_a_log_of_a_hundred_thousand_lines_is_refused():
    with pytest.raises(Refused, match="at most 20000"):
        read(LESSON, ["1 +talks"] * 100_000)


def test_a_log_comes_as_lines_or_as_a_list():
    assert read(LESSON, "0 begin@1\r\n 5 end \n") == read(LESSON, ["0 begin@1", "5 end"])


DEEDS = """
+talks -talks +helps +writes@1 +all_busy +some_idle@2 +knock -knock
undo pause resume end clock@-5000 begin@9
"""
LOGS = st.lists(
    st.tuples(
        st.integers(0, 150_000),
        st.sampled_from(DEEDS.split()),
    ).map(lambda entry: f"{entry[0]} {entry[1]}"),
    max_size=30,
)


@settings(derandomize=True, max_examples=300)
@given(LOGS)
def test_any_log_says_something_that_can_be(log):
    found = read_log(LESSON, tuple(log))
    assert 0 <= found.length_ms <= found.wall_ms
    for line in found.lines:
        for slot in line.slots:
            assert 0 <= slot.start_ms < slot.end_ms <= found.length_ms
            assert slot.codes <= {choice.code for choice in line.track.choices}
            assert not {"talks", "helps"} <= slot.codes
        assert all(0 <= one.start_ms <= one.end_ms <= found.length_ms for one in line.spans)
    assert [parse(line) for line in log] == list(entries_of(tuple(log)))


@settings(derandomize=True)
@given(LOGS)
def test_an_undone_tap_counts_as_never_made(log):
    taps = [line for line in log if line.split()[1][0] in "+-"]
    kept = sorted(taps, key=lambda line: int(line.split()[0]))
    last = int(kept[-1].split()[0]) if kept else 0
    end = f"{last + 1} end"
    undone = (*kept, f"{last} +talks", f"{last} undo", end)
    assert lesson(*undone).lines == lesson(*kept, end).lines


def test_a_consensus_begins_with_what_both_coded():
    first = (
        "0 begin@7",
        "1000 +talks",
        "2000 +writes",
        "21000 +helps",
        "31000 +all_busy",
        "59000 end",
    )
    second = ("0 begin@9", "3000 +talks", "22000 +writes", "33000 +all_busy", "45000 end")
    agreed = agreed_log(LESSON, first, second)
    found = read_log(LESSON, agreed)
    assert found.length_ms == 45_000 and found.ended
    assert codes(found.lines[TEACHER]) == [{"talks"}, set(), set()]
    assert codes(found.lines[ROOM]) == [{"all_busy"}]
    assert read(LESSON, list(agreed)) == agreed
    assert agreed_log(LESSON, first, None) == ()


def test_faults_of_authors_name_the_track_and_the_remedy():
    broken = SOURCE.replace('["talks helps"]', '["talks helps", "helps writes"]')
    broken = broken.replace("window_s = 10", "").replace("late_s = 15", "late_s = -1")
    with pytest.raises(BrokenInstrument) as refused:
        load(broken)
    said = [str(fault.message) for fault in refused.value.faults]
    assert "Code helps stands twice in exclusive." in said
    assert "A track of mode snapshot needs window_s." in said
    assert "late_s = -1 makes no sense." in said
    assert len(said) == 3
