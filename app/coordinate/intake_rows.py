"""One row of an imported sheet: in which wave, when, by whom, and its answers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from app.coordinate import intake_cells
from app.coordinate.identity import REFUSAL, blotted
from app.coordinate.intake_columns import ColumnPlan
from app.coordinate.intake_places import PLACES, Frame, Line, cell_text
from app.coordinate.refusals import RefusedRow
from app.coordinate.spreadsheet import SheetRow, say
from app.store.waves import WaveView
from instruments.answers import Refused
from instruments.wording import LANGUAGES

OCCASIONS: Mapping[str, str] = {"start": "baseline", "end": "end", "middle": "midyear"}


def read_line(frame: Frame, plan: ColumnPlan, row: SheetRow) -> Line:
    """Read a row, with every fault at once."""
    clean, blots = blotted(row, plan.used)
    faults = [RefusedRow(row.number, column, REFUSAL) for column in sorted(blots)]
    line = Line(clean, blots=blots, faults=faults)
    _read_answers(plan, line)
    _read_circumstances(frame, plan, line)
    wave = _read_wave(frame, plan, line)
    if wave is not None:
        line.place = PLACES[frame.instrument.about](frame, plan, line, wave)
    return line


def _read_answers(plan: ColumnPlan, line: Line) -> None:
    for column, cell in line.row.cells.items():
        repeat = None
        if column in plan.items:
            item = plan.items[column]
        elif column in plan.members:
            repeat, item = plan.members[column]
        else:
            continue
        try:
            value = intake_cells.answer(item, cell)
        except Refused as refused:
            line.refuse(column, refused.message)
            continue
        if value is not None:
            into = line.answers if repeat is None else line.repeated.setdefault(repeat.code, {})
            into[item.code] = value


def _read_circumstances(frame: Frame, plan: ColumnPlan, line: Line) -> None:
    moments = {
        meaning: _read_moment(plan, line, meaning) for meaning in ("started", "submitted", "day")
    }
    happened = line.answers.get(frame.instrument.date_item)
    line.started_at = next(_hours(moments["started"]), None)
    line.client_at = next(_hours(moments["submitted"], moments["day"]), None)
    line.happened_on = next(_days(moments["day"], moments["submitted"]), None)
    if line.happened_on is None and isinstance(happened, str):
        line.happened_on = date.fromisoformat(happened)
    language = cell_text(plan, line, "language")
    if language and language not in LANGUAGES:
        line.refuse(plan.keys["language"], say("The language is unknown: write kk, ru or en."))
    line.language = language
    if cell_text(plan, line, "status") == "partial":
        line.status = "partial"


def _hours(*read: datetime | date | None) -> Iterator[datetime]:
    return (one for one in read if isinstance(one, datetime))


def _days(*read: datetime | date | None) -> Iterator[date]:
    return (one for one in read if one is not None and not isinstance(one, datetime))


def _read_moment(plan: ColumnPlan, line: Line, meaning: str) -> datetime | date | None:
    column = plan.keys.get(meaning, "")
    if column not in line.row.cells:
        return None
    try:
        return intake_cells.moment(line.row.cells[column])
    except Refused as refused:
        if column not in plan.items:  # as an answer it has been refused already
            line.refuse(column, refused.message)
        return None


def _read_wave(frame: Frame, plan: ColumnPlan, line: Line) -> WaveView | None:
    for meaning, read in (("wave", _wave_named), ("occasion", _wave_of_stage)):
        text = cell_text(plan, line, meaning)
        if text:
            wave = read(frame, text)
            if wave is None:
                known = ", ".join(one.key for one in frame.waves)
                line.refuse(
                    plan.keys[meaning],
                    say("There is no wave “{wave}”; there are: {known}.", wave=text, known=known),
                )
            return wave
    happened = line.answers.get(frame.instrument.date_item)
    if frame.given is not None:
        return frame.given
    if isinstance(happened, str) and (wave := wave_on(frame.waves, date.fromisoformat(happened))):
        return wave
    if len(frame.waves) == 1:
        return frame.waves[0]
    if not any(fault.column == plan.column_of(frame.instrument.date_item) for fault in line.faults):
        line.refuse(
            plan.keys.get("wave", ""),
            say("The wave is missing: add a column “wave” or choose one for the whole file."),
        )
    return None


def _wave_named(frame: Frame, text: str) -> WaveView | None:
    found = next((one for one in frame.waves if one.key.casefold() == text.casefold()), None)
    return found or next((one for one in frame.waves if str(one.number) == text), None)


def _wave_of_stage(frame: Frame, text: str) -> WaveView | None:
    stage = OCCASIONS.get(text.casefold(), text.casefold())
    fitting = [one for one in frame.waves if one.stage == stage]
    return fitting[0] if len(fitting) == 1 else None


def wave_on(waves: Sequence[WaveView], happened: date) -> WaveView | None:
    """Give the last wave that had begun on a day, the first one for what was earlier."""
    dated = [one for one in waves if one.opens_on is not None]
    begun = [one for one in dated if one.opens_on is not None and one.opens_on <= happened]
    return begun[-1] if begun else next(iter(dated), None)
