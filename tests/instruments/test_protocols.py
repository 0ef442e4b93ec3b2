"""The protocols of observed lessons: codes on a clock, levels, and on what they are based."""

import re

import pytest

from instruments.definitions import About, FilledBy, Instrument, Item, Kind, TrackMode
from instruments.routing import asked
from instruments.versions import keys, library, newest
from instruments.wording import LANGUAGES

BUTTON = 22
"""Letters that a button of half a phone of 360 px holds in two lines, whatever the words."""
WORD = 12
"""Letters of a word that such a button does not break."""
PROTOCOLS = ("lesson_intervals", "lesson_practices")
ELEMENTS = (
    "climate",
    "conduct",
    "clarity",
    "checks",
    "feedback",
    "thinking",
    "autonomy",
    "persist",
    "together",
)
PUBLISHED = {
    "teacher": "Lec RtW FUp PQ CQ AnQ MG 1o1 D/V Adm W O",
    "pupils": "L Ind CG WG OG AnQ SQ WC Prd SP TQ W O",
}


def timed(instrument: Instrument) -> list[Item]:
    return [item for item in instrument.items.values() if item.kind is Kind.TIMED]


@pytest.mark.parametrize("key", PROTOCOLS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_fits_its_button_and_says_what_counts(key: str, language: str) -> None:
    for item in timed(newest(key)):
        choices = [choice for track in item.tracks for choice in track.choices]
        labels = [choice.label.in_(language) for choice in choices]
        assert [label for label in labels if len(label) > BUTTON] == []
        assert [word for label in labels for word in label.split() if len(word) > WORD] == []
        assert len(set(labels)) == len(labels), "two buttons of one page read the same"
        assert all(choice.description for choice in choices)


def test_the_codes_of_intervals_are_those_that_were_published() -> None:
    (item,) = timed(newest("lesson_intervals"))
    assert {track.every_s for track in item.tracks if track.mode is TrackMode.INTERVAL} == {120}
    for key, published in PUBLISHED.items():
        (track,) = (one for one in item.tracks if one.key == key)
        for language in LANGUAGES:
            ends = [
                re.findall(r"\((\S+)\)\.$", choice.description.in_(language))
                for choice in track.choices
                if choice.description
            ]
            assert sorted(code for end in ends for code in end) == sorted(published.split())


def test_only_one_half_of_the_grades_is_taught_at_a_time() -> None:
    (item,) = timed(newest("lesson_intervals"))
    (track,) = (one for one in item.tracks if one.key == "taught")
    assert track.exclusive == (frozenset(choice.code for choice in track.choices),)


def test_several_grades_are_asked_about_only_where_there_are_some() -> None:
    intervals = newest("lesson_intervals")
    alone = {item.code for item in asked(intervals, {"grades": ("3",)})}
    shared = {item.code for item in asked(intervals, {"grades": ("3", "4")})}
    assert shared - alone == {"each_grade_led", "one_topic", "older_helped"}


def test_practices_are_watched_twice_with_three_sweeps_each() -> None:
    for item in timed(newest("lesson_practices")):
        (track,) = item.tracks
        assert (item.minutes, track.at_minutes) == (15, (4, 9, 14))
        assert [len(codes) for codes in track.exclusive] == [2, 3]


@pytest.mark.parametrize("part", ["1", "2"])
def test_each_practice_has_levels_in_words_and_room_for_evidence(part: str) -> None:
    practices = newest("lesson_practices")
    rated = [
        item
        for item in practices.items.values()
        if item.kind is Kind.LIKERT and item.code.endswith(part)
    ]
    assert [item.code for item in rated] == [f"{element}_{part}" for element in ELEMENTS]
    for item in rated:
        assert [choice.code for choice in item.choices] == list("12345")
        assert all(choice.description for choice in item.choices)
    for element in ELEMENTS:
        assert practices.items[f"{element}_seen_{part}"].kind is Kind.LONG_TEXT


def test_every_observation_says_on_what_it_is_based() -> None:
    observations = [
        one
        for one in map(newest, keys())
        if one.about is About.LESSON and one.filled_by is FilledBy.OBSERVER
    ]
    assert len(observations) == 3
    assert all(one.based_on for one in observations)


def test_the_second_checklist_asks_what_the_first_asked() -> None:
    first, second = (library()["lesson_observation", version] for version in (1, 2))
    assert (first.sections, first.lists) == (second.sections, second.lists)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("CC BY 4.0 IGO", "not endorsed by The World Bank", "official World Bank")),
        ("ru", ("CC BY 4.0 IGO", "не одобрены Всемирным банком", "официальным переводом")),
        ("kk", ("CC BY 4.0 IGO", "мақұлдамаған", "ресми аудармасы")),
    ],
)
def test_practices_carry_the_notices_of_their_licence(language: str, words: tuple[str]) -> None:
    based_on = newest("lesson_practices").based_on
    assert based_on
    assert [word for word in words if word not in based_on.in_(language)] == []
