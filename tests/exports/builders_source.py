"""Small studies for the tests of exports: a frame, instruments and records in memory."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from exports.source import Choices, Source
from instruments.definitions import (
    About,
    Answers,
    Choice,
    ChoiceList,
    FilledBy,
    Instrument,
    Item,
    Kind,
    Scale,
    Section,
)
from instruments.records import (
    GroupSession,
    Lesson,
    Participant,
    PlanEntry,
    Record,
    School,
    StudyFrame,
    Wave,
)
from instruments.wording import Language, Text

MADE_AT = datetime(2024, 6, 1, 9, 30, tzinfo=UTC)
STARTED = datetime(2023, 9, 21, 18, 58, tzinfo=UTC)
STAGES = ("baseline", "midyear", "end")


def text(words: str) -> Text:
    """Make a wording whose language can be seen."""
    return Text(f"{words} (kk)", f"{words} (ru)", words)


def choices(*codes: str) -> tuple[Choice, ...]:
    """Make choices labelled after their codes."""
    return tuple(Choice(code, text(f"Choice {code}")) for code in codes)


def item(code: str, kind: Kind = Kind.LIKERT, *codes: str, **more: object) -> Item:
    """Make an item; a Likert item without codes goes from 1 to 5."""
    given = codes or (tuple("12345") if kind is Kind.LIKERT else ())
    made = {"label": text(f"Statement {code}"), "choices": choices(*given), **more}
    return Item(code, kind, **made)  # type: ignore[arg-type]


def instrument(*items: Item, key: str = "tried", **more: object) -> Instrument:
    """Make an instrument of one section that asks teachers."""
    given = {
        "version": 1,
        "title": text("Questionnaire"),
        "about": About.PARTICIPANT,
        "asked_of": "teacher",
        "filled_by": FilledBy.PARTICIPANT,
        "minutes": 5,
        "sections": (Section("first", text("Section"), items),),
        **more,
    }
    return Instrument(key=key, **given)  # type: ignore[arg-type]


def likert(n: int = 5, key: str = "tried") -> Instrument:
    """Make a questionnaire of n Likert items Q1, Q2, ... and their scale Q, Q2 reversed."""
    codes = tuple(f"Q{number}" for number in range(1, n + 1))
    scale = Scale("Q", text("Scale Q"), codes, frozenset({"Q2"}), 1, 5)
    lists = (ChoiceList("agreement", choices(*"12345")),)
    items = (item(code, list_key="agreement") for code in codes)
    return instrument(*items, key=key, scales=(scale,), lists=lists)


def record(who: str, wave: int, answers: Answers, **more: object) -> Record:
    """Make a record of a participant, submitted two minutes after it was begun."""
    given = {
        "id": f"{who}-{wave}",
        "instrument": "tried",
        "version": 1,
        "participant": who,
        "started_at": STARTED,
        "submitted_at": STARTED + timedelta(minutes=2),
        **more,
    }
    return Record(wave=f"w{wave}", answers=answers, **given)  # type: ignore[arg-type]


def frame(teachers: Sequence[str], keys: Iterable[str], **more: object) -> StudyFrame:
    """Make a study of one school, some teachers and three waves in which all is asked."""
    waves = tuple(
        Wave(f"w{number}", number, stage, text(f"Wave {number}"))
        for number, stage in enumerate(STAGES, 1)
    )
    given = {
        "key": "study",
        "title": text("A study"),
        "waves": waves,
        "schools": (School("S1", "Named School", {"km": "38", "type": "small"}),),
        "participants": tuple(
            Participant(code, "teacher", "S1", "5A", attributes={"years": "7"}) for code in teachers
        ),
        "lessons": (Lesson("L1", "T1", "S1", date(2023, 10, 2)),),
        "group_sessions": (GroupSession("G1", date(2023, 10, 3), "FG1"),),
        "plan": tuple(PlanEntry(wave.key, key, 1) for wave in waves for key in keys),
        **more,
    }
    return StudyFrame(**given)  # type: ignore[arg-type]


def source(
    asked: Instrument | Sequence[Instrument],
    records: Sequence[Record],
    teachers: Sequence[str] = ("T1", "T2"),
    *,
    language: Language = "en",
    wave: str | None = None,
    **more: object,
) -> Source:
    """Make a source of instruments, each with all its versions, and their records."""
    versions: dict[str, tuple[Instrument, ...]] = {}
    for one in (asked,) if isinstance(asked, Instrument) else asked:
        versions[one.key] = (*versions.get(one.key, ()), one)

    def read(key: str, chosen: str | None) -> Iterable[Record]:
        return (one for one in records if one.instrument == key and chosen in (None, one.wave))

    made = frame(teachers, versions, **more)
    return Source(made, versions, read, MADE_AT, Choices(language, wave=wave))
