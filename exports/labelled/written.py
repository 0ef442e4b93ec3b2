"""What stands in a file with labels, and what a reader must know of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.labelled.program import Program
from exports.labelled.variables import Variable, is_choice
from exports.missing import Missing
from exports.table import Table
from exports.wording import say
from instruments.wording import Language, Message


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: its variables know what was cut, renamed or given a number."""

    table: Table
    variables: tuple[Variable, ...]
    rows: int
    program: Program

    @property
    def file(self) -> str:
        """The name of the file, without a folder."""
        return f"{self.table.name}.{self.program.ending}"


RULES_OF_SPSS: tuple[Message, ...] = (
    say(
        "Missing: -99 no answer, -98 not asked (left out by a condition), -97 and -96 if an author "
        "gives these codes to choices such as do not know. -99 to -96 are declared missing. "
        "System-missing: not reached in an unfinished record, not in that version, or no record."
    ),
    say("Days and times have no codes: each of their empty cells is system-missing."),
    say("Texts over 32,767 bytes are cut; they stand whole in the CSV export."),
    say(
        "The .sps files label the variables, compute the scales again and hold the usual analyses."
    ),
)
RULES_OF_STATA: tuple[Message, ...] = (
    say(
        "Missing: .a no answer, .b not asked (left out by a condition), .c and .d if an author "
        "gives the codes -97 and -96 to choices such as do not know. A point: not reached in an "
        "unfinished record, not in that version, or no record."
    ),
    say("Stata 14 or later reads these files (format 118)."),
)
RULES: tuple[Message, ...] = (
    say(
        "In tables of lessons, pairs and groups an empty cell has no code: why is not known there."
    ),
    say("A text that was not written is an empty text, whatever the reason."),
    say("Scale scores that were not computed for want of answers are missing without a code."),
    say("Moments are shown as the clock showed them: in UTC, or local where the name says so."),
)


def rules(program: Program) -> tuple[Message, ...]:
    """Say how files for a program are to be read."""
    return (*(RULES_OF_SPSS if program.missing_by_code else RULES_OF_STATA), *RULES)


def remarks(files: Sequence[Written], language: Language) -> Iterator[str]:
    """Say what could not stand in files as it stands in the tables: counts, then each by name."""
    for found, head in HEADS.items():
        lines = [line for one in files for line in found(one)]
        yield f"{head.in_(language)}: {len(lines)}"
        yield from (f"  {line}" for line in lines)


def _renamed(written: Written) -> Iterator[str]:
    for one in written.variables:
        if one.renamed:
            yield f"{written.file}: {one.column.name} = {one.name}"


def _numbered(written: Written) -> Iterator[str]:
    for one in written.variables:
        if one.codes:
            pairs = "; ".join(f"{at} = {code}" for code, at in one.codes.items())
            yield f"{written.file}: {one.name}: {pairs}"


def _cut_labels(written: Written) -> Iterator[str]:
    for one in written.variables:
        if one.label != one.full_label:
            yield f"{written.file}: {one.name}: {one.full_label}"
        for code, words in one.labels.items():
            if words != one.full_labels[code]:
                yield f"{written.file}: {one.name}, {code}: {one.full_labels[code]}"


def _cut_texts(written: Written) -> Iterator[str]:
    for one in written.variables:
        if one.cut:
            yield f"{written.file}: {one.name}: {one.cut}"


def _odd(written: Written) -> Iterator[str]:
    for one in written.variables:
        if one.odd:
            yield f"{written.file}: {one.name}: {one.odd}"


def _taken(written: Written) -> Iterator[str]:
    for one in written.variables:
        lost = int(Missing.NO_ANSWER) not in one.labels and bool(one.full_labels)
        if lost and one.column.item is not None and not is_choice(one.column):
            yield f"{written.file}: {one.name}"


HEADS: Mapping[Callable[[Written], Iterator[str]], Message] = {
    _renamed: say("Names that had to change"),
    _numbered: say("Choices whose codes are text, and the numbers they were given"),
    _cut_labels: say("Labels that were cut, here in full"),
    _cut_texts: say("Texts that were cut"),
    _odd: say("Cells that are no number, day or time, left out"),
    _taken: say("Variables in which -99 to -96 are answers, so that blanks have no code"),
}
