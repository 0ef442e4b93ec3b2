"""Odd studies of questionnaires: few waves, few people, few answers, strange scales and codes."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from exports.source import Source
from instruments.definitions import Instrument, Item, Kind, Scale, Section
from instruments.records import Mode, PlanEntry, Record, Status
from tests.exports.builders_source import choices, instrument, item, likert, record, text
from tests.exports.small_studies import asked, grouped, study

LEVELS = ((1, 2, 2), (2, 3, 3), (3, 3, 4), (4, 4, 5), (2, 2, 3), (3, 4, 4), (1, 1, 2), (4, 5, 5))
RISING = {f"T{place}": row for place, row in enumerate(LEVELS, 1)}
SCHOOLS = {who: f"S{1 + place % 3}" for place, who in enumerate(RISING)}
RESERVED = ("if", "TRUE", "NULL", "else", "ALL", "WITH", "NaN", "function")
"""Words that R or SPSS keep for themselves."""


def scaled(items: tuple[Item, ...], version: int = 1, ends: tuple[int, int] = (1, 5)) -> Instrument:
    """Make a questionnaire whose items are one scale."""
    codes = tuple(one.code for one in items)
    scale = Scale("Q", text("Scale Q"), codes, frozenset(), *ends)
    return instrument(*items, scales=(scale,), version=version)


def pointed(*codes: str) -> Source:
    """Make a study whose four items have these levels."""
    items = tuple(item(f"Q{one}", Kind.LIKERT, *codes) for one in range(1, 5))
    n = len(codes)
    records = [
        record(who, wave, {f"Q{at}": codes[(value + at) % n] for at in range(1, 5)})
        for who, row in RISING.items()
        for wave, value in enumerate(row, 1)
    ]
    ends = (int(codes[0]), int(codes[-1]))
    return study(scaled(items, ends=ends), records, [*RISING], schools=SCHOOLS)


def one_wave() -> Source:
    return asked({who: row[:1] for who, row in RISING.items()}, several=1, schools=SCHOOLS)


def two_waves() -> Source:
    return asked({who: row[:2] for who, row in RISING.items()}, several=2, schools=SCHOOLS)


def five_waves() -> Source:
    return asked({who: (*row, 3, 4) for who, row in RISING.items()}, several=5, schools=SCHOOLS)


def twelve_waves() -> Source:
    return asked({who: row * 4 for who, row in RISING.items()}, several=12, schools=SCHOOLS)


def wave_of_nobody() -> Source:
    return asked({who: (row[0], None, row[2]) for who, row in RISING.items()}, schools=SCHOOLS)


def one_teacher() -> Source:
    return asked({"T1": (1, 3, 4)})


def two_teachers() -> Source:
    return asked({"T1": (1, 3, 4), "T2": (2, 2, 4)})


def groups_of_one() -> Source:
    return grouped(RISING, {who: f"g{who}" for who in RISING})


def two_groups() -> Source:
    return grouped(RISING, {who: "some" if at % 2 else "none" for at, who in enumerate(RISING)})


def all_equal() -> Source:
    return asked(dict.fromkeys(RISING, (3, 3, 3)), schools=SCHOOLS)


def constant_item() -> Source:
    records = [
        record(who, wave, {"Q1": str(one), "Q2": str(6 - one), "Q3": "3", "Q4": str(one)})
        for who, row in RISING.items()
        for wave, one in enumerate(row, 1)
    ]
    return study(likert(4), records, [*RISING], schools=SCHOOLS)


def scale_not_asked() -> Source:
    items = tuple(item(f"Q{one}", show_if="${wave} = 'never'") for one in range(1, 5))
    records = [record(who, 1, {"open": "yes"}) for who in RISING]
    made = scaled(items)
    other = Section("other", text("Other"), (item("open", Kind.TEXT),))
    return study(replace(made, sections=(*made.sections, other)), records, [*RISING])


def scale_of(n: int) -> Callable[[], Source]:
    return lambda: asked(RISING, items=n, schools=SCHOOLS)


def mostly_missing() -> Source:
    many = {f"T{one}": RISING[f"T{1 + one % 8}"] for one in range(1, 31)}
    records = [
        record(who, wave, {f"Q{1 + (at + wave) % 4}": str(value)} if at % 5 else {
            f"Q{one}": str(value) for one in range(1, 5)
        }, status=Status.PARTIAL)
        for at, (who, row) in enumerate(many.items())
        for wave, value in enumerate(row, 1)
        if (at * 7 + wave) % 10 < 4
    ]  # fmt: skip
    return study(likert(4), records, [*many])


def only_drop_outs() -> Source:
    return asked({who: (row[0], None, None) for who, row in RISING.items()}, schools=SCHOOLS)


def text_codes() -> Source:
    levels = ("never", "seldom", "often")
    items = (
        item("how", Kind.SINGLE, *levels),
        item("mood", Kind.SINGLE, *levels),
        item("tools", Kind.MULTIPLE, *levels),
        item("share", Kind.RANGE, minimum=0, maximum=100, step=5),
        item("hours", Kind.DECIMAL),
    )
    records = [
        record(
            who,
            wave,
            {
                "how": levels[one % 3],
                "mood": levels[one % 3],
                "tools": levels[: 1 + one % 3],
                "share": 5 * one,
                "hours": one / 7,
            },
        )
        for who, row in RISING.items()
        for wave, one in enumerate(row, 1)
    ]
    return study(instrument(*items), records, [*RISING])


def two_versions() -> Source:
    old = scaled(tuple(item(f"Q{one}") for one in range(1, 4)))
    new = scaled(tuple(item(f"Q{one}") for one in (1, 2, 4, 5)), version=2)
    records = [
        record(who, wave, {code: str(value) for code in (old if wave == 1 else new).items},
               version=1 if wave == 1 else 2)
        for who, row in RISING.items()
        for wave, value in enumerate(row, 1)
    ]  # fmt: skip
    plan = tuple(PlanEntry(f"w{wave}", "tried", min(wave, 2)) for wave in (1, 2, 3))
    return study((old, new), records, [*RISING], plan=plan, schools=SCHOOLS)


def nobody() -> Source:
    return study(likert(4), [], [])


def no_answers() -> Source:
    return study(likert(4), [], [*RISING], schools=SCHOOLS)


def nothing_asked() -> Source:
    return study([], [], [*RISING])


def _doubles() -> list[Record]:
    return [
        record(who, wave, {f"Q{at}": str(value) for at in range(1, 5)}, id=f"{who}{wave}{copy}",
               conflict=bool(copy), late=bool(copy), mode=Mode.PAPER if copy else Mode.WEB)
        for who, row in RISING.items()
        for wave, value in enumerate(row, 1)
        for copy in (0, 1)
    ]  # fmt: skip


def doubles() -> Source:
    return study(likert(4), _doubles(), [*RISING], schools=SCHOOLS)


def outside_the_plan() -> Source:
    made = asked(RISING, schools=SCHOOLS)
    return replace(made, frame=replace(made.frame, plan=made.frame.plan[:1]))


def unknown_people() -> Source:
    made = asked(RISING)
    return replace(made, frame=replace(made.frame, participants=made.frame.participants[:2]))


def reserved_words() -> Source:
    items = tuple(
        replace(item(code), choices=choices(*"12345"), list_key="next") for code in RESERVED
    )
    made = scaled(items)
    whole = replace(made, scales=(replace(made.scales[0], code="repeat"),))
    records = [
        record(who, wave, {code: str(1 + (value + at) % 5) for at, code in enumerate(RESERVED)})
        for who, row in RISING.items()
        for wave, value in enumerate(row, 1)
    ]
    return study(whole, records, [*RISING], schools=SCHOOLS)


def many_people() -> Source:
    many = {
        f"T{one}": tuple(1 + (one * 7 + one // 9 + wave * (one % 3)) % 5 for wave in (0, 1, 1))
        for one in range(3000)
    }
    return asked(many, schools={who: f"S{at % 40}" for at, who in enumerate(many)})


QUESTIONNAIRES: Mapping[str, Callable[[], Source]] = {
    "one wave": one_wave,
    "two waves": two_waves,
    "five waves": five_waves,
    "twelve waves": twelve_waves,
    "a wave of nobody": wave_of_nobody,
    "one school": lambda: asked(RISING),
    "one teacher": one_teacher,
    "two teachers": two_teachers,
    "groups of one": groups_of_one,
    "two groups": two_groups,
    "all answers equal": all_equal,
    "a constant item": constant_item,
    "a scale that was not asked": scale_not_asked,
    "a scale of one item": scale_of(1),
    "a scale of two items": scale_of(2),
    "90 % missing": mostly_missing,
    "only drop-outs": only_drop_outs,
    "3 points": lambda: pointed(*"123"),
    "7 points": lambda: pointed(*"1234567"),
    "10 points": lambda: pointed(*map(str, range(1, 11))),
    "yes and no": lambda: pointed("0", "1"),
    "codes that are words": text_codes,
    "two versions": two_versions,
    "no participants": nobody,
    "no answers": no_answers,
    "nothing asked": nothing_asked,
    "doubles": doubles,
    "records outside the plan": outside_the_plan,
    "people outside the roster": unknown_people,
    "reserved words": reserved_words,
}
