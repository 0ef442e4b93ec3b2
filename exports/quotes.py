"""What was said in focus groups and interviews, as a report quotes it."""

from dataclasses import dataclass

from exports.recorded import Recorded
from exports.sessions import codes_in, turns_of
from exports.source import Source

SAID = ("speaker_pseudonym", "time", "text", "lang")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One turn of speech, by pseudonym, in the words and the language in which it was said.

    `codes` are those of the first coder.
    """

    wave: str
    session: str
    codes: tuple[str, ...]
    who: str
    at: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Quotations:
    """The turns that may be quoted, of all that were noted."""

    turns: int
    has_mark: bool
    """Whether the instrument asks which turns are good as quotations: then only those stand."""
    chosen: tuple[Quotation, ...]


def quotations(source: Source, key: str) -> Quotations:
    """Collect what may be quoted: the marked turns, or all where there is no such mark."""
    number, has_mark = 0, False
    chosen: list[Quotation] = []
    for record, turns, _index, row in turns_of(Recorded(source, key)):
        number += 1
        has_mark = has_mark or turns.has_mark
        who, at, text, spoken = (turns.cell(name, row) for name in SAID)
        if text and turns.may_be_quoted(row):
            session = record.group_session or record.lesson or record.participant
            words = (str(part) if part else "" for part in (who, at, text, spoken))
            codes = codes_in(row.get(turns.coded[0].code)) if turns.coded else ()
            chosen.append(Quotation(record.wave, session, codes, *words))
    return Quotations(number, has_mark, tuple(chosen))
