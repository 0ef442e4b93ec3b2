"""What is odd about a visit is found and said in one sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.coordinate.visit_checks import SeenVisit, find_oddities
from instruments.wording import Message

TODAY = date(2026, 11, 26)
BEGUN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOUND = SeenVisit(
    "r1",
    "ABCD",
    "L001",
    "T01",
    "A1",
    "OBS1",
    45,
    held_on=date(2026, 11, 20),
    dated=date(2026, 11, 20),
    begun=BEGUN,
    sent=BEGUN + timedelta(minutes=50),
    opens_on=date(2026, 11, 1),
    closes_on=date(2026, 11, 30),
    clock_off_s=4,
)


def why(*visits) -> list[str]:
    return [str(odd.why) for odd in find_oddities(visits, TODAY)]


def another(**changes) -> SeenVisit:
    return replace(SOUND, record="r2", lesson="L002", teacher="T02", **changes)


def test_a_sound_visit_is_not_named():
    assert not why(SOUND)
    bare = replace(SOUND, held_on=None, dated=None, begun=None, sent=None, clock_off_s=None)
    assert not why(replace(bare, opens_on=None, closes_on=None)), "what is unknown is not odd"


def test_a_checklist_sent_after_two_minutes_is_too_fast():
    assert why(replace(SOUND, sent=BEGUN + timedelta(seconds=125))) == [
        "Begun at 09:00 and sent 125 seconds later: too fast for a lesson."
    ]
    assert not why(replace(SOUND, sent=BEGUN + timedelta(minutes=5)))


def test_a_timed_record_of_less_than_half_a_lesson_is_short():
    timed = replace(SOUND, timed=True, sent=BEGUN + timedelta(minutes=1))
    assert why(replace(timed, length_s=20 * 60)) == [
        "The record holds 20 minutes of a lesson of 45."
    ]
    assert not why(replace(timed, length_s=22.5 * 60))


def test_an_end_before_the_beginning_cannot_be():
    assert why(replace(SOUND, sent=BEGUN - timedelta(hours=1))) == [
        "The end (20.11.2026 08:00) lies before the beginning (20.11.2026 09:00)."
    ]


def test_a_lesson_at_night_cannot_be():
    night = BEGUN.replace(hour=22, minute=10)
    assert why(replace(SOUND, begun=night, sent=night + timedelta(minutes=45))) == [
        "Begun at 22:10: no school has lessons at night."
    ]
    early = BEGUN.replace(hour=6)
    assert not why(replace(SOUND, begun=early, sent=early + timedelta(minutes=45)))


def test_a_day_that_has_not_come_or_lies_outside_the_wave_is_named():
    tomorrow = date(2026, 11, 27)
    assert why(replace(SOUND, held_on=tomorrow, dated=tomorrow)) == [
        "The day of the lesson, 27.11.2026, has not come yet."
    ]
    before = date(2026, 10, 31)
    assert why(replace(SOUND, held_on=before, dated=None)) == [
        "The day of the lesson, 31.10.2026, lies outside the days of the wave"
        " (01.11.2026 to 30.11.2026)."
    ]
    assert not why(replace(SOUND, held_on=before, dated=before, opens_on=None))


def test_a_clock_that_was_off_by_more_than_a_day_is_named():
    assert why(replace(SOUND, clock_off_s=-3 * 86_400)) == [
        "The clock of the phone was wrong by 3 days: its hours were corrected."
    ]
    assert not why(replace(SOUND, clock_off_s=86_400))


def test_a_record_of_another_day_than_its_visit_is_named():
    assert why(replace(SOUND, dated=date(2026, 11, 19))) == [
        "The visit is of 20.11.2026, and the record says 19.11.2026."
    ]


def test_what_a_log_leaves_in_doubt_is_passed_on():
    doubt = Message("app", "Nothing was coded.")
    assert why(replace(SOUND, doubts=(doubt,))) == ["Nothing was coded."]


def test_nobody_sits_in_two_lessons_at_once():
    later = BEGUN + timedelta(minutes=20)
    twice = another(begun=later, sent=later + timedelta(minutes=45))
    assert why(SOUND, twice) == [
        "OBS1 sat in two lessons at once: L001 from 09:00, L002 from 09:20."
    ]
    assert not why(SOUND, replace(twice, observer="OBS2")), "two people may be in two places"
    assert not why(SOUND, replace(twice, lesson="L001")), "one lesson with two instruments"
    next_one = BEGUN + timedelta(minutes=41)
    assert not why(SOUND, another(begun=next_one, sent=next_one + timedelta(minutes=45)))


def test_a_checklist_sent_in_the_evening_ends_with_its_lesson():
    evening = replace(SOUND, sent=BEGUN + timedelta(hours=11))
    noon = BEGUN + timedelta(hours=3)
    assert not why(evening, another(begun=noon, sent=noon + timedelta(minutes=45)))


def test_no_teacher_gives_two_lessons_at_once():
    later = BEGUN + timedelta(minutes=20)
    other = another(begun=later, sent=later + timedelta(minutes=45), observer="OBS2")
    assert why(SOUND, replace(other, teacher="T01")) == [
        "T01 gave two lessons at once: L001 from 09:00, L002 from 09:20."
    ]


def test_one_pair_is_named_once():
    later = BEGUN + timedelta(minutes=20)
    same = replace(another(begun=later), teacher="T01", sent=later + timedelta(minutes=45))
    assert len(why(SOUND, same)) == 1
