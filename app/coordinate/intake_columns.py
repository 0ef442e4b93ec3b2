"""Which column of a file is which item, which says about whom, and which is not needed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.coordinate.identity import named, names_identity
from app.coordinate.refusals import RefusedRow
from app.coordinate.roster_words import folded
from app.coordinate.spreadsheet import Sheet, say
from exports.keys import HOW, LESSON, LOCAL, OCCURRENCE, SESSION, WHO
from exports.table import REPEAT_KEYS
from instruments.definitions import UNANSWERED, About, Instrument, Item, Kind, opened
from instruments.wording import Message

LEAVE_OUT = ""
"""As the target of a column: the column is not needed."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "participant": ("participant_id", "code", "код", "коды", "қатысушы коды", "код участника"),
    "pupil": ("pupil_id", "student_id", "оқушы коды", "код ученика"),
    "teacher": ("teacher_id", "teacher", "мұғалім", "мұғалім коды", "учитель", "код учителя"),
    "wave": ("wave", "wave_num", "толқын", "волна"),
    "occasion": ("occasion",),
    "lesson": ("lesson_id", "visit_id", "lesson", "сабақ", "урок"),
    "observer": ("observer", "observer_id", "бақылаушы", "наблюдатель"),
    "observer_role": ("observer_role",),
    "session": ("session_id", "group_session", "кездесу", "встреча"),
    "group": ("group", "топ", "группа"),
    "moderator": ("moderator_id", "moderator", "модератор"),
    "day": ("answered_on", "wave_date", "date", "күні", "дата"),
    "submitted": ("submitted_at",),
    "started": ("started_at",),
    "language": ("language", "тіл", "язык"),
    "status": ("status",),
}
MEANINGS = {folded(name): meaning for meaning, names in KEYS.items() for name in names}
PLAIN_DAYS = frozenset(map(folded, ("date", "күні", "дата")))
"""A column of such a name is the day on which it happened, where the instrument asks for one."""
WHOM: Mapping[str, tuple[str, ...]] = {
    "teacher": ("participant", "teacher"),
    "pupil": ("pupil", "participant"),
    "": ("participant", "pupil", "teacher"),
}
EXPORTED = frozenset(
    folded(name)
    for name in (
        *(one[0] for one in (*WHO, *HOW, *LOCAL, *OCCURRENCE, *LESSON, *SESSION)),
        *(column.name for column in REPEAT_KEYS),
    )
)


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column that fits nothing, and the nearest name that would."""

    name: str
    nearest: str = ""


@dataclass(slots=True)
class ColumnPlan:
    """What each column of a file is used for."""

    items: dict[str, Item] = field(default_factory=dict)
    """File column -> item."""
    members: dict[str, tuple[Item, Item]] = field(default_factory=dict)
    """File column -> (repeat, its member)."""
    keys: dict[str, str] = field(default_factory=dict)
    """Meaning -> file column."""
    whom: str = ""
    """The column with the code of the participant, or of a lesson's teacher."""
    left_out: list[str] = field(default_factory=list)
    unknown: list[UnknownColumn] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    @property
    def used(self) -> frozenset[str]:
        """The columns whose cells are read."""
        return frozenset((*self.items, *self.members, *self.keys.values()))

    def column_of(self, code: str) -> str:
        """Find the column of an item or of a repeat's member."""
        for column, item in self.items.items():
            if item.code == code:
                return column
        return next((name for name, (_, one) in self.members.items() if one.code == code), code)


def targets(instrument: Instrument) -> dict[str, tuple[Item | None, Item]]:
    """List what a column may be: items by code, members of repeats as repeat.member."""
    found: dict[str, tuple[Item | None, Item]] = {}
    for item in instrument.answered_items:
        if item.kind is not Kind.REPEAT:
            found[item.code] = (None, item)
            continue
        for member in opened(item.items):
            if member.kind not in UNANSWERED:
                found[f"{item.code}.{member.code}"] = (item, member)
    return found


def plan_columns(
    instrument: Instrument, sheet: Sheet, columns: Mapping[str, str], attributes: Iterable[str]
) -> ColumnPlan:
    """Decide what each column is; what the caller says comes first."""
    plan = ColumnPlan()
    said = {folded(name): target for name, target in columns.items()}
    lookup = _lookup(instrument)
    information = EXPORTED | set(_information(instrument, attributes))
    for column in sheet.columns:
        target = said.get(folded(column))
        if names_identity(column):
            plan.refused.append(RefusedRow(sheet.header, column, named(column), whole_file=True))
        elif target == LEAVE_OUT:
            plan.left_out.append(column)
        elif not _place(plan, sheet, column, target or column, lookup):
            _set_aside(plan, sheet, column, target, lookup, information)
    _find_whom(plan, instrument, sheet)
    _find_day(plan, instrument)
    return plan


def _lookup(instrument: Instrument) -> dict[str, tuple[Item | None, Item]]:
    """Find items by folded code; a member by its own code where no item has it."""
    found: dict[str, tuple[Item | None, Item]] = {}
    for name, target in targets(instrument).items():
        found[name.casefold()] = target
    for repeat, item in list(found.values()):
        if repeat is not None:
            found.setdefault(item.code.casefold(), (repeat, item))
    return found


def _place(
    plan: ColumnPlan,
    sheet: Sheet,
    column: str,
    name: str,
    lookup: Mapping[str, tuple[Item | None, Item]],
) -> bool:
    found = lookup.get(name.strip().casefold())
    meaning = MEANINGS.get(folded(name))
    if found is None and meaning is None:
        return False
    if found is None:
        if meaning in plan.keys or meaning is None:
            plan.left_out.append(column)
        else:
            plan.keys[meaning] = column
        return True
    repeat, item = found
    doubled = plan.column_of(item.code)
    if doubled in plan.items or doubled in plan.members:
        message = say(
            "The columns “{first}” and “{second}” mean the same: keep one of them.",
            first=doubled,
            second=column,
        )
        plan.refused.append(RefusedRow(sheet.header, column, message, whole_file=True))
    elif repeat is None:
        plan.items[column] = item
    else:
        plan.members[column] = (repeat, item)
    if meaning in ("group", "session"):
        plan.keys.setdefault(meaning, column)
    return True


def _set_aside(
    plan: ColumnPlan,
    sheet: Sheet,
    column: str,
    target: str | None,
    lookup: Mapping[str, tuple[Item | None, Item]],
    information: Iterable[str],
) -> None:
    if target is None and folded(column) in information:
        plan.left_out.append(column)
        return
    names = {folded(name): name for name in lookup} | {folded(n): n for n in MEANINGS}
    wanted = folded(target or column)
    close = get_close_matches(wanted, names, n=1, cutoff=0.6)
    nearest = names[close[0]] if close else ""
    found = lookup.get(nearest)
    nearest = found[1].code if found else nearest.replace(" ", "_")
    plan.unknown.append(UnknownColumn(column, nearest))
    sentence = (
        say(
            "The column “{column}” is unknown. Did you mean “{nearest}”? Rename it, or say that "
            "it is not needed.",
            column=target or column,
            nearest=nearest,
        )
        if nearest
        else say(
            "The column “{column}” is unknown: say which question it answers, or that it is not "
            "needed.",
            column=target or column,
        )
    )
    plan.refused.append(RefusedRow(sheet.header, column, sentence, whole_file=True))


def _information(instrument: Instrument, attributes: Iterable[str]) -> Iterator[str]:
    """Name the columns of our own exports that hold no answers."""
    for scale in instrument.scales:
        yield folded(f"scale_{scale.code}")
        yield folded(f"scale_{scale.code}_nmiss")
    for item in instrument.answered_items:
        if item.kind is Kind.REPEAT:
            yield folded(f"{item.code}_count")
        if item.kind is Kind.MULTIPLE:
            yield from (folded(f"{item.code}_{choice.code}") for choice in item.choices)
    for name in attributes:
        yield from (folded(form) for form in (name, f"school_{name}", f"roster_{name}"))
        yield folded(f"roster_school_{name}")


NEEDED: Mapping[About, Message] = {
    About.PARTICIPANT: say("No column says about whom the rows are: name it “participant_id”."),
    About.LESSON: say("No column says whose lessons these are: name it “teacher_id”."),
    About.GROUP_SESSION: say("No column names the session: call it “session_id” or “group”."),
}


def _find_whom(plan: ColumnPlan, instrument: Instrument, sheet: Sheet) -> None:
    order = WHOM.get(instrument.asked_of, WHOM[""])
    if instrument.about is About.LESSON:
        order = ("teacher", "participant")
    if instrument.about is About.GROUP_SESSION:
        order = ("session", "group")
    meaning = next((one for one in order if one in plan.keys), None)
    if meaning is None:
        message = NEEDED[instrument.about]
        plan.refused.append(RefusedRow(sheet.header, "", message, whole_file=True))
    else:
        plan.whom = plan.keys[meaning]
    if instrument.about is About.LESSON and "lesson" not in plan.keys:
        message = say("No column names the lessons: call it “lesson_id”.")
        plan.refused.append(RefusedRow(sheet.header, "", message, whole_file=True))


def _find_day(plan: ColumnPlan, instrument: Instrument) -> None:
    """Take a column called date as the day of the instrument where it has no column of its own."""
    code, column = instrument.date_item, plan.keys.get("day", "")
    if not code or folded(column) not in PLAIN_DAYS:
        return
    if all(item.code != code for item in plan.items.values()):
        plan.items[column] = instrument.items[code]
        plan.notes.append(
            say("The column “{column}” was read as {code}.", column=column, code=code)
        )
