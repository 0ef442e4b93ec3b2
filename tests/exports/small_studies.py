"""Small studies with an outcome, an index, raters, groups and talk, for findings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exports.source import Source
from instruments.definitions import About, Index, Instrument, Item, Kind, Section
from instruments.records import Participant, PlanEntry, Record, School, Wave
from tests.exports.builders_source import item, likert, record, source, text

Scores = Mapping[str, Sequence[int | None]]
"""What everybody answered to all items of a wave, wave by wave; None is no record."""


def waves(n: int) -> tuple[Wave, ...]:
    """Make n waves."""
    return tuple(Wave(f"w{one}", one, "other", text(f"Wave {one}")) for one in range(1, n + 1))


def people(codes: Sequence[str], schools: Mapping[str, str], **more: object) -> tuple:
    """Make teachers; who has no school named is of S1."""
    return tuple(Participant(code, "teacher", schools.get(code, "S1"), **more) for code in codes)


def asked(answers: Scores, items: int = 4, several: int = 3, **more: object) -> Source:
    """Make a study in which teachers answer every item of a scale Q with the same number."""
    records = [
        record(who, wave, {f"Q{one}": answer_to(value, one) for one in range(1, items + 1)})
        for who, row in answers.items()
        for wave, value in enumerate(row, 1)
        if value is not None
    ]
    return study(likert(items), records, [*answers], several, **more)


def answer_to(value: int, place: int) -> str:
    """Turn the answer to Q2 round, and let Q3 differ a little, so that items are not one."""
    turned = 6 - value if place == 2 else value
    return str(min(5, turned + 1) if place == 3 else turned)


def study(
    instrument: Instrument | Sequence[Instrument],
    records: Sequence[Record],
    teachers: Sequence[str],
    several: int = 3,
    schools: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    **more: object,
) -> Source:
    """Make a study of some waves, everything asked in each of them."""
    of, before = schools or {}, groups or {}
    there = sorted({"S1", *of.values()})
    keys = [one.key for one in ([instrument] if isinstance(instrument, Instrument) else instrument)]
    given = {
        "waves": waves(several),
        "schools": tuple(School(code, code) for code in there),
        "participants": tuple(
            Participant(
                code,
                "teacher",
                of.get(code, "S1"),
                attributes={"before": before[code]} if code in before else {},
            )
            for code in teachers
        ),
        "plan": tuple(
            PlanEntry(f"w{wave}", key, 1) for wave in range(1, several + 1) for key in keys
        ),
        "lessons": (),
        "group_sessions": (),
        **more,
    }
    return source(instrument, records, teachers, **given)


def grouped(answers: Scores, groups: Mapping[str, str]) -> Source:
    """Make a study whose questionnaire is compared by a column of the roster."""
    made = asked(answers, groups=groups)
    (questionnaire,) = made.instruments["tried"]
    return replace(made, instruments={"tried": (replace(questionnaire, groups=("before",)),)})


def sheet(*items: Item, key: str, **more: object) -> Instrument:
    """Make a sheet that is filled in several times for a participant."""
    whole = likert(1, key)
    sections = (Section("only", text("Sheet"), items),)
    return replace(whole, sections=sections, scales=(), lists=(), **more)


POINTS = sheet(
    item("part", Kind.SINGLE, "a", "b"),
    item("points", Kind.DECIMAL, minimum=0, maximum=100),
    key="points",
    distinct_by=("part",),
    outcome="points",
    asked_of="pupil",
)
LOG = sheet(
    item("week", Kind.INTEGER),
    item("sent", Kind.INTEGER),
    key="log",
    distinct_by=("week",),
    index=(Index("part", text("Taking part"), ("sent",)),),
)
MARKS = sheet(
    item("work", Kind.TEXT),
    item("judge", Kind.TEXT),
    item("craft"),
    key="marks",
    distinct_by=("work", "judge"),
    rater_item="judge",
)


def pupils(
    scores: Mapping[str, tuple[str, Sequence[float | None]]],
    sent: Mapping[str, int],
    several: int = 2,
) -> Source:
    """Make pupils of teachers with points in some waves, and what each teacher sent."""
    records = [
        record(who, wave, {"part": "a", "points": value}, id=f"{who}{wave}", instrument="points")
        for who, (_, row) in scores.items()
        for wave, value in enumerate(row, 1)
        if value is not None
    ]
    records += [
        record(who, 1, {"week": 1, "sent": n}, id=f"log{who}", instrument="log")
        for who, n in sent.items()
    ]
    teachers = sorted({*sent, *(teacher for teacher, _ in scores.values())})
    everybody = (
        *people(teachers, {}),
        *(Participant(who, "pupil", "S1", teacher=of) for who, (of, _) in scores.items()),
    )
    return study((POINTS, LOG), records, teachers, several, participants=everybody)


def marked(marks: Mapping[tuple[str, str, str], int]) -> Source:
    """Make works of teachers that judges marked: teacher, work and judge to a level."""
    records = [
        record(
            who,
            1,
            {"work": work, "judge": judge, "craft": str(level)},
            id=f"{who}{work}{judge}",
            instrument="marks",
        )
        for (who, work, judge), level in marks.items()
    ]
    return study(MARKS, records, sorted({who for who, *_ in marks}), 1)


def guide(*items: Item) -> Instrument:
    """Make a guide whose turns of speech have these items beside what was said."""
    turns = item("turns", Kind.REPEAT, items=(item("said", Kind.LONG_TEXT), *items))
    return sheet(turns, key="guide", about=About.GROUP_SESSION, asked_of="")
