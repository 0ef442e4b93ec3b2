"""Studies in which teachers, observers, pupils and groups speak of the same thing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exports.source import Source
from instruments.definitions import About, AnyOf, Instrument, Item, Kind, TalkCode
from instruments.records import Lesson, Participant, Record
from tests.exports.builders_source import item, likert, record, text
from tests.exports.small_studies import answer_to, guide, sheet, study

TEACHERS = tuple(f"T{place}" for place in range(1, 9))
RISING = {who: (1 + place % 2, 2 + place % 4) for place, who in enumerate(TEACHERS)}
"""Everybody answers one or three levels higher in the second wave."""
GAINS = {who: 4.0 * (end - start) for who, (start, end) in RISING.items()}
FALLING = {who: (end, start) for who, (start, end) in RISING.items()}
Segment = tuple[int, str, str, str, str]
"""Wave, speaker, words, codes of the first coder, whether it may be quoted."""
MORE: tuple[Segment, ...] = (
    (1, "T1", "One", "ALONE", "1"),
    (1, "T2", "Two", "ALONE", "0"),
    (1, "T3", "Three", "", "0"),
    (2, "T1", "Four", "HELP", "0"),
    (2, "T2", "Бес", "HELP", "1"),
    (2, "T3", "Six", "HELP;OTHER", "0"),
)


def visit(**more: Sequence[str]) -> Instrument:
    """Make a checklist with a set of one item."""
    seen = item("quiz", Kind.SINGLE, "1", "0")
    quiz = AnyOf("any_quiz", text("Lessons with a quiz"), ("quiz",), **more)
    return replace(sheet(seen, key="visit", about=About.LESSON), distinct_by=(), any_of=(quiz,))


def talk(*codes: TalkCode, mark: bool = True) -> Instrument:
    """Make a guide with a codebook."""
    marks: tuple[Item, ...] = (item("good", Kind.SINGLE, "1", "0"),) if mark else ()
    turns = (item("speaker", Kind.TEXT), *marks, item("codes_1", Kind.TEXT))
    return replace(guide(*turns), codes=codes)


ALONE = TalkCode("ALONE", text("Being alone"), goes_against=("Q",))
HELP = TalkCode("HELP", text("Help"), goes_with=("Q", "any_quiz"))


def said(scores: Mapping[str, Sequence[int]]) -> list[Record]:
    """Make the answers to a scale."""
    return [
        record(who, wave, {f"Q{one}": answer_to(value, one) for one in range(1, 5)})
        for who, row in scores.items()
        for wave, value in enumerate(row, 1)
    ]


def seen(before: int, after: int) -> list[Record]:
    """Make ten lessons in each of two waves, so many of them with a quiz."""
    return [
        record(
            "",
            wave,
            {"quiz": str(int(place < with_quiz))},
            id=f"v{wave}{place}",
            instrument="visit",
            lesson=f"L{wave}{place}",
            participant="",
        )
        for wave, with_quiz in ((1, before), (2, after))
        for place in range(10)
    ]


def spoken(segments: Sequence[Segment] = MORE) -> list[Record]:
    """Make the notes of a group in each wave."""
    return [
        record(
            "",
            wave,
            {
                "turns": tuple(
                    {"speaker": who, "said": words, "codes_1": codes, "good": good}
                    for at, who, words, codes, good in segments
                    if at == wave
                )
            },
            id=f"g{wave}",
            instrument="guide",
            participant="",
            group_session=f"G{wave}",
        )
        for wave in sorted({one[0] for one in segments})
    ]


def sources(
    *instruments: Instrument, records: Sequence[Record], waves: int = 2, pupils: int = 0
) -> Source:
    """Make a study of eight teachers, their lessons and so many pupils each."""
    lessons = tuple(
        Lesson(f"L{wave}{place}", TEACHERS[place % 8], "S1")
        for wave in range(1, waves + 1)
        for place in range(10)
    )
    everybody = (
        *(Participant(who, "teacher", "S1") for who in TEACHERS),
        *(
            Participant(f"P{who}{place}", "pupil", "S1", teacher=who)
            for who in TEACHERS
            for place in range(pupils)
        ),
    )
    return study(instruments, records, TEACHERS, waves, lessons=lessons, participants=everybody)


def asked() -> Instrument:
    """Give the questionnaire with the scale Q."""
    return likert(4)


def scored(gain: Mapping[str, float], pupils: int = 3) -> list[Record]:
    """Make pupils' points in two waves; each teacher's pupils gain about so much."""
    return [
        record(
            f"P{who}{place}",
            wave,
            {"part": "a", "points": 40 + 3 * place + (wave - 1) * (gain[who] + at % 3 + place % 2)},
            id=f"p{who}{place}{wave}",
            instrument="points",
        )
        for at, who in enumerate(TEACHERS)
        for place in range(pupils)
        for wave in (1, 2)
    ]


def logged() -> list[Record]:
    """Make a week of each teacher, one message more than the one before."""
    return [
        record(who, 1, {"week": 1, "sent": place}, id=f"log{who}", instrument="log")
        for place, who in enumerate(TEACHERS)
    ]
