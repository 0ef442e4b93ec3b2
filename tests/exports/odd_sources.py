"""Odd studies of lessons, groups, pupils, raters and names that nobody expects."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from exports.source import Source
from instruments.definitions import About, AnyOf, FilledBy, Kind
from instruments.records import GroupSession, Lesson, Part, Record, School
from instruments.wording import Text
from tests.exports.builders_source import choices, item, likert, record, text
from tests.exports.lessons import BEGUN, protocol
from tests.exports.odd_questionnaires import QUESTIONNAIRES, RISING, SCHOOLS
from tests.exports.small_studies import guide, marked, pupils, sheet, study

NASTY = Text(
    kk='«Ұстаздың» "сандық"\nқұзыреті <b>&amp; 👩‍🏫</b> ' + "өзгерістердің ұзақ атауы " * 12,
    ru='Учителя и "ученики" </script>\r\n${x} {y} %s \\ ' + "сверхдлинное название шкалы " * 11,
    en="المعلم والتلميذ \u202eabc\u202c {curly} %(d)s <svg onload=x> 'single' "
    + "long label " * 25,
)
SEEN = (item("quiz", Kind.SINGLE, "1", "0"), item("board", Kind.SINGLE, "1", "0"), item("level"))
NASTY_NAMES = "names that nobody expects"
SAID = item("said", Kind.LONG_TEXT)
SET = AnyOf("digital", text("Digital tasks"), ("quiz", "board"))
CHECKLIST = sheet(
    *SEEN, key="visit", about=About.LESSON, filled_by=FilledBy.OBSERVER, any_of=(SET,)
)
Codes = tuple[str, str, str]


def visited(codes: Mapping[tuple[str, int, str, Part], Codes], several: int = 2) -> Source:
    """Make lessons of teachers: teacher, wave, observer and part to codes."""
    lessons = {f"{who}L{wave}": who for who, wave, _, _ in codes}
    made = [
        record(
            "",
            wave,
            dict(zip(("quiz", "board", "level"), given, strict=True)),
            id=f"{who}{wave}{author}",
            instrument="visit",
            lesson=f"{who}L{wave}",
            part=part,
            author=author,
            happened_on=date(2024, wave, 3),
        )
        for (who, wave, author, part), given in sorted(codes.items(), key=str)
    ]
    teachers = sorted({*lessons.values()})
    held = tuple(Lesson(code, who, SCHOOLS.get(who, "S1")) for code, who in lessons.items())
    return study(CHECKLIST, made, teachers, several, lessons=held, schools=SCHOOLS)


def _of(who: str, wave: int) -> Codes:
    value = RISING[who][wave]
    return (str(int(value > 2)), str(value % 2), str(value))


def observers(second: Callable[[Codes], Codes] | None) -> Source:
    """Make lessons that one observer saw, and another coded as the function says."""
    first = {(who, wave, "O1", Part.PRIMARY): _of(who, wave) for who in RISING for wave in (1, 2)}
    if second is None:
        return visited(first)
    again = {(who, wave, "O2", Part.SECOND): second(one) for (who, wave, *_), one in first.items()}
    return visited({**first, **again})


def _opposite(one: Codes) -> Codes:
    return ("10"[int(one[0])], "10"[int(one[1])], str(6 - int(one[2])) if one[2] != "3" else "1")


def seen_always(code: str) -> Source:
    return visited(
        {(who, wave, "O1", Part.PRIMARY): (code, code, "3") for who in RISING for wave in (1, 2)}
    )


def one_lesson() -> Source:
    return visited({("T1", 1, "O1", Part.PRIMARY): ("1", "0", "2")}, several=1)


def clock_without_lessons() -> Source:
    held = (Lesson("L1", "T1", "S1"),)
    begun = record("", 1, {"clock": BEGUN, "level": "3"}, instrument="visit", lesson="L1",
                   author="O1", part=Part.PRIMARY)  # fmt: skip
    return study(protocol(), [begun], ["T1"], 1, lessons=held)


def talked(turns: Iterable[tuple[str, str]], second: bool = False) -> Source:
    """Make one session per wave whose turns have these codes of one coder, or of two."""
    coders = [item(f"code_{one}", Kind.TEXT) for one in ((1, 2) if second else (1,))]
    said = tuple(
        {"said": "…", "code_1": one, **({"code_2": other} if second else {})}
        for one, other in turns
    )
    made = [
        record("", wave, {"turns": said[: wave * 2]}, id=f"g{wave}", instrument="guide",
               group_session=f"G{wave}")
        for wave in (1, 2)
    ]  # fmt: skip
    sessions = (GroupSession("G1"), GroupSession("G2"))
    return study(guide(*coders), made, [], 2, group_sessions=sessions)


def scored(n: int, teachers: int, gain: Callable[[int], float | None]) -> dict[str, tuple]:
    """Make pupils in turn of teachers with points in two waves."""
    return {
        f"P{one}": (f"T{one % teachers}", (50 + one % 7, gain(one)) if teachers else (50, 60))
        for one in range(n)
    }


def pupils_alone() -> Source:
    made = pupils(scored(20, 4, lambda one: 52 + one % 5), {})
    alone = tuple(
        replace(one, teacher="") for one in made.frame.participants if one.role == "pupil"
    )
    return replace(made, frame=replace(made.frame, participants=alone))


def one_pupil_each() -> Source:
    return pupils(scored(8, 8, lambda one: 52 + one % 5), {f"T{one}": 10 * one for one in range(8)})


def index_of_all_alike() -> Source:
    scores = scored(36, 6, lambda one: 52 + one % 5 + 3 * (one % 6 > 2))
    return pupils(scores, {f"T{one}": 5 for one in range(6)})


def pupils_over_four_waves() -> Source:
    """Some pupils were not tested in every wave, and classes differ."""
    scores = {
        f"P{one}": (f"T{one % 5}", tuple(
            None if (one + wave) % 9 == 0 else 50 + 2 * wave + (one * 7 + wave * 5) % 11 + one % 5
            for wave in range(4)
        ))
        for one in range(40)
    }  # fmt: skip
    return pupils(scores, {f"T{one}": 10 + one * one for one in range(5)}, 4)


def index_of_teachers() -> Source:
    scores = scored(36, 6, lambda one: 52 + one % 5 + 3 * (one % 6 > 2))
    return pupils(scores, {f"T{one}": 10 * one for one in range(6)})


def pupils_who_all_gained_alike() -> Source:
    scores = {f"P{one}": (f"T{one % 4}", (50.0, 55.0)) for one in range(24)}
    return pupils(scores, {f"T{one}": one for one in range(4)})


def one_wave_of_pupils() -> Source:
    scores = scored(20, 4, lambda one: None)
    return pupils(scores, {f"T{one}": one for one in range(4)})


def named_oddly() -> Source:
    """Make a study whose every wording is nasty."""
    asked = likert(3)
    items = [
        replace(one, label=NASTY, choices=tuple(replace(c, label=NASTY) for c in one.choices))
        for one in asked.sections[0].items
    ]
    section = replace(asked.sections[0], title=NASTY, items=(*items, SAID))
    whole = replace(
        asked,
        title=NASTY,
        scales=(replace(asked.scales[0], name=NASTY),),
        sections=(section,),
        groups=("before",),
    )
    said = {"said": NASTY.kk + "\x00\x07"}
    made: list[Record] = [
        record(who, wave, {**{f"Q{at}": str(value) for at in (1, 2, 3)}, **said})
        for who, row in RISING.items()
        for wave, value in enumerate(row, 1)
    ]
    groups = {who: '<b>&"{x}' if at % 2 else "ия, 'иә'\n" for at, who in enumerate(RISING)}
    found = study(whole, made, [*RISING], schools=SCHOOLS, groups=groups, title=NASTY)
    waves = tuple(replace(one, label=NASTY) for one in found.frame.waves)
    schools = tuple(School(one.code, NASTY.ru) for one in found.frame.schools)
    return replace(found, frame=replace(found.frame, waves=waves, schools=schools))


def many_sources() -> Source:
    """Make a study that has everything: a questionnaire, lessons, pupils, an index and talk."""
    made = [index_of_teachers(), observers(_opposite), talked([("A; B", "A"), ("B", "B")], True)]
    questionnaire = QUESTIONNAIRES["two waves"]()
    every = [questionnaire, *made]
    people = {one.code: one for whole in every for one in whole.frame.participants}
    frame = replace(
        questionnaire.frame,
        participants=tuple(people.values()),
        lessons=made[1].frame.lessons,
        group_sessions=made[2].frame.group_sessions,
        plan=tuple(entry for whole in every for entry in whole.frame.plan),
    )
    of = {key: whole for whole in every for key in whole.instruments}
    return replace(
        questionnaire,
        frame=frame,
        instruments={key: whole.instruments[key] for key, whole in of.items()},
        read=lambda key, wave: of[key].read(key, wave),
    )


def labelled_choices() -> Source:
    """Make a study whose choices are empty words and one is very long."""
    items = (
        item("one", Kind.SINGLE, "1", choices=choices("1")),
        replace(item("two", Kind.LIKERT), label=Text()),
    )
    made = [record("T1", 1, {"one": "1", "two": "2"}), record("T2", 1, {"one": "1"})]
    return study(sheet(*items, key="tried"), made, ["T1", "T2"], 1)


RATERS = {("T1", "A"): 2, ("T2", "B"): 4, ("T3", "C"): 3, ("T4", "D"): 5}
OTHERS: Mapping[str, Callable[[], Source]] = {
    "one observer": lambda: observers(None),
    "observers who never disagree": lambda: observers(lambda one: one),
    "observers who always disagree": lambda: observers(_opposite),
    "seen in every lesson": lambda: seen_always("1"),
    "seen in no lesson": lambda: seen_always("0"),
    "one lesson": one_lesson,
    "a clock that was begun": clock_without_lessons,
    "groups alone": lambda: talked([("A; B", ""), ("B", ""), ("", ""), ("C", "")]),
    "two coders who agree": lambda: talked([("A", "A"), ("B", "B"), ("A; B", "A; B")], True),
    "two coders who disagree": lambda: talked([("A", "B"), ("B", "A")], True),
    "talk without codes": lambda: talked([("", ""), ("", "")]),
    "pupils alone": pupils_alone,
    "one pupil each": one_pupil_each,
    "an index of all alike": index_of_all_alike,
    "an index of teachers": index_of_teachers,
    "pupils over four waves": pupils_over_four_waves,
    "pupils who all gained alike": pupils_who_all_gained_alike,
    "pupils asked once": one_wave_of_pupils,
    "one rater": lambda: marked({(*one, "R1"): level for one, level in RATERS.items()}),
    "two raters": lambda: marked(
        {(*one, rater): level for one, level in RATERS.items() for rater in ("R1", "R2")}
    ),
    NASTY_NAMES: named_oddly,
    "every source": many_sources,
    "labels that are empty": labelled_choices,
}
ZOO: Mapping[str, Callable[[], Source]] = {**QUESTIONNAIRES, **OTHERS}
HEAVY = (
    "a scale that was not asked",
    "two versions",
    "no participants",
    "reserved words",
    "observers who always disagree",
    NASTY_NAMES,
    "every source",
)
"""Studies of which every file is written: together they have every table and every figure."""
