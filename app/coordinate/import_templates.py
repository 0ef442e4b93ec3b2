"""An empty sheet to fill in: the names of the columns and one line of hints."""

import csv
import io
from collections.abc import Sequence

from app.coordinate.import_targets import ROSTER, SCHOOLS, VISITS
from app.coordinate.intake_columns import targets
from app.coordinate.spreadsheet import REMARK, column_letter, say
from exports.csvfile import guarded
from instruments.definitions import CHOOSING, NUMERIC, About, Instrument, Item, Kind
from instruments.wording import Language, Message

Lines = tuple[list[str], list[str]]
TEXT_FORMAT = "@"
"""Excel's mark of a text column: 7-8 stays 7-8 and is not made a date."""

CODE_HINT = say("code in the roster, such as T01")
WAVE_HINT = say("key or number of the wave")
DAY_HINT = say("day of filling in, as 2024-04-03")
ROSTER_HINTS: tuple[tuple[str, Message], ...] = (
    ("code", say("study code, such as T01: Latin letters, digits, hyphen")),
    ("role", say("teacher or pupil")),
    ("school", say("code of the school, such as SCH1")),
    ("class", say("class, such as 7A")),
    ("teacher", say("only for pupils: code of the teacher")),
    ("language", say("kk, ru or en")),
    ("name", say("only for teachers; kept apart from the answers")),
    ("phone", say("only for teachers")),
    ("email", say("only for teachers")),
)
SCHOOL_HINTS: tuple[tuple[str, Message], ...] = (
    ("school_id", say("code of the school, such as SCH1")),
    ("name", say("name of the school")),
)
VISIT_HINTS: tuple[tuple[str, Message], ...] = (
    ("teacher_id", CODE_HINT),
    ("wave", WAVE_HINT),
    ("instrument", say("key of the instrument; blank where the plan has one about lessons")),
    ("observer", say("code of the observer")),
    ("second_observer", say("code of who codes the same lesson apart; blank: nobody")),
    ("day", say("day of the visit, as 2026-11-26")),
    ("hour", say("hour of the lesson, as 09:30")),
)
OWN_HINTS = {ROSTER: ROSTER_HINTS, SCHOOLS: SCHOOL_HINTS, VISITS: VISIT_HINTS}
ABOUT_HINTS: dict[About, tuple[tuple[str, Message], ...]] = {
    About.PARTICIPANT: (("participant_id", CODE_HINT), ("wave", WAVE_HINT)),
    About.LESSON: (
        ("lesson_id", say("code of the lesson, such as L001")),
        ("teacher_id", CODE_HINT),
        ("wave", WAVE_HINT),
        ("observer", say("code of the observer")),
        ("observer_role", say("primary or second; master: codes to train observers")),
    ),
    About.GROUP_SESSION: (
        ("session_id", say("code of the session; its rows together make one record")),
        ("wave", WAVE_HINT),
    ),
}


def lines_of(target: str, instrument: Instrument | None, language: Language) -> Lines:
    """Give the names of the columns and their hints."""
    if instrument is None:
        return _lines([(name, hint.in_(language)) for name, hint in OWN_HINTS[target]])
    found = [(name, hint.in_(language)) for name, hint in ABOUT_HINTS[instrument.about]]
    taken = {name for name, _ in found}
    if instrument.about is About.PARTICIPANT and not instrument.date_item:
        found.append(("answered_on", DAY_HINT.in_(language)))
    found += [
        (name, _hint(item, language))
        for name, (_, item) in targets(instrument).items()
        if name not in taken
    ]
    return _lines(found)


def _lines(found: Sequence[tuple[str, str]]) -> Lines:
    names = [name for name, _ in found]
    hints = [hint for _, hint in found]
    hints[0] = f"{REMARK} {hints[0]}"
    return names, hints


def _hint(item: Item, language: Language) -> str:
    label = item.label.in_(language)
    if item.kind in CHOOSING:
        words = "; ".join(f"{one.code} = {one.label.in_(language)}" for one in item.choices)
        return f"{label} [{words}]"
    if item.kind in NUMERIC and item.minimum is not None and item.maximum is not None:
        return f"{label} [{item.minimum:g}-{item.maximum:g}]"
    return f"{label} [2024-04-03]" if item.kind is Kind.DATE else label


def as_csv(lines: Lines) -> bytes:
    """Write a template as .csv for spreadsheet programs."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[guarded(cell) for cell in line] for line in lines])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Lines) -> bytes:
    """Write a template as .xlsx, its columns as text so that nothing is made a date."""
    # heavy, and only this page needs it
    from exports.openpyxl_alone import Alignment, Font, Workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has no sheet")
    for number, line in enumerate(lines, start=1):
        for index, text in enumerate(line, start=1):
            cell = sheet.cell(number, index, text)
            cell.data_type = "s"  # also where a text begins like a formula
            cell.number_format = TEXT_FORMAT
            cell.font = Font(bold=number == 1, italic=number > 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index in range(len(lines[0])):
        sheet.column_dimensions[column_letter(index)].width = 18
        sheet.column_dimensions[column_letter(index)].number_format = TEXT_FORMAT
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
