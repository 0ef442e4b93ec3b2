"""The codebook for archives: DDI-Codebook 2.5, written element by element.

Elements stand in the order in which the standard wants them; `tests/exports/test_ddi.py` holds it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, BinaryIO

from lxml import etree

from exports.cells import NO_XML
from exports.codebook import Variable, variables
from exports.columns import Cell, CellKind, Column
from exports.observed import COUNTED, Figures
from exports.source import Source
from exports.tallied import Tallied, categories
from exports.wording import Words, say
from instruments.authors import Author, authors_of
from instruments.wording import LANGUAGES, Language, Message, Text

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
ROOT = {f"{{{INSTANCE}}}schemaLocation": f"{NAMESPACE} {SCHEMA}", "version": "2.5"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

NATION, NATION_CODE = say("Kazakhstan"), "KZ"
MODES: Mapping[str, Message] = {
    "web": say("online questionnaire"),
    "offline": say("online questionnaire, filled in without network"),
    "paper": say("paper, entered by hand"),
    "import": say("imported from a file"),
}
MISSING: Mapping[int, Message] = {
    -99: say("no answer"),
    -98: say("not asked"),
    -97: say("does not know"),
    -96: say("refused"),
}
"""Codes of missing values in files that need a number; in CSV and workbooks the cell is empty."""
MISSING_KEY = say(
    "So in .sav files; in .dta files .a to .d in the same order; in .csv and .xlsx files the cell "
    "is empty."
)
CONTINUOUS = frozenset({CellKind.NUMBER, CellKind.INTEGER})
MOMENTS: Mapping[CellKind, str] = {
    CellKind.DATE: "date",
    CellKind.DATETIME: "date",
    CellKind.TIME: "time",
}

Element = Any
"""lxml has no types."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that holds one table."""

    path: str
    table: str
    rows: int
    columns: int


def write_ddi(
    source: Source,
    observed: Sequence[Tallied],
    files: Sequence[DataFile],
    out: BinaryIO,
    citation: Words,
    program: str,
) -> int:
    """Write the codebook of tables that were read to their end; give the number of variables."""
    identifiers: dict[str, list[str]] = {}
    written = 0
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(_name("codeBook"), ROOT, nsmap={None: NAMESPACE, "xsi": INSTANCE}):
            _write(xml, _study(source, observed, citation, program))
            for number, file in enumerate(files, 1):
                identifiers.setdefault(file.table, []).append(f"F{number}")
                _write(xml, _file(file, f"F{number}"))
            with xml.element(_name("dataDscr")):
                for variable, counts in _counted(observed):
                    written += 1
                    own = (one for table in variable.tables for one in identifiers.get(table, ()))
                    _write(xml, _variable(variable, counts, f"V{written}", " ".join(own)))
    return written


def _write(xml: Element, element: Element) -> None:
    xml.write(element, pretty_print=True)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _make(tag: str, *children: Element, text: object = None, **more: str) -> Element:
    made = etree.Element(_name(tag), more, nsmap={None: NAMESPACE})
    if text is not None:
        made.text = _clean(str(text))
    made.extend(children)
    return made


def _clean(text: str) -> str:
    return NO_XML.sub("\ufffd", text)


def _in(language: Language, tag: str, text: str, **more: str) -> Element:
    made = _make(tag, text=text, **more)
    made.set(LANG, language)
    return made


def _worded(tag: str, words: Words, **more: str) -> Iterator[Element]:
    """Say something in each language; twice the same where a wording has no translation."""
    for language in LANGUAGES:
        if said := words.in_(language):
            yield _in(language, tag, said, **more)


def _study(source: Source, observed: Sequence[Tallied], citation: Words, program: str) -> Element:
    language, frame = source.choices.language, source.frame
    others = (one for one in LANGUAGES if one != language)
    titles = [_in(language, "titl", frame.title.in_(language))]
    titles += [_in(one, "parTitl", frame.title.in_(one)) for one in others]
    made_at = source.made_at.astimezone(UTC)
    name, _, version = program.partition(" ")
    produced = (
        _make("prodDate", text=f"{made_at:%Y-%m-%d}", date=f"{made_at:%Y-%m-%d}"),
        _make("software", text=name, version=version),
    )
    cited = _make(
        "citation",
        _make("titlStmt", *titles, _make("IDNo", text=frame.key)),
        *_authors(frame.authors),
        _make("prodStmt", *produced),
        *_worded("biblCit", citation),
    )
    collected = _make("method", _make("dataColl", *_collected(source, observed)))
    return _make("stdyDscr", cited, _make("stdyInfo", *_about(source, observed)), collected)


def _authors(line: str) -> Iterator[Element]:
    found = authors_of(line)
    if found:
        yield _make("rspStmt", *map(_author, found))


def _author(one: Author) -> Element:
    if not one.orcid:
        return _make("AuthEnty", text=one.name)
    link = _make("ExtLink", URI=f"https://orcid.org/{one.orcid}", title="ORCID iD")
    return _make("AuthEnty", link, text=one.name)


def _about(source: Source, observed: Sequence[Tallied]) -> Iterator[Element]:
    if source.frame.invented:
        invented = say("People and answers are invented. Never present them as results.")
        yield from _worded("abstract", invented)
    regions = sorted({one.attributes.get("region") or "" for one in source.frame.schools} - {""})
    covered: Words = Text(*(["; ".join(regions)] * 3)) if regions else NATION
    yield _make(
        "sumDscr",
        *_days(source, observed),
        *_worded("nation", NATION, abbr=NATION_CODE),
        *_worded("geogCover", covered),
    )


def _days(source: Source, observed: Sequence[Tallied]) -> Iterator[Element]:
    """Say when the data were collected: as waves were planned, else as records say."""
    waves = [one for one in source.frame.waves if source.choices.wave in (None, one.key)]
    found = [
        (day.isoformat(), event, wave.key)
        for wave in waves
        for day, event in ((wave.opens_on, "start"), (wave.closes_on, "end"))
        if day
    ]
    for day, event, wave in found:
        yield _make("collDate", text=day, date=day, event=event, cycle=wave)
    known = [day for one in observed if one.days for day in one.days]
    if known and not found:
        for day, event in ((min(known), "start"), (max(known), "end")):
            yield _make("collDate", text=day, date=day, event=event)


def _collected(source: Source, observed: Sequence[Tallied]) -> Iterator[Element]:
    modes: Counter[Cell] = Counter()
    for one in observed:
        if one.table.name.endswith("_long"):
            modes += one.named("mode")
    for mode, words in MODES.items():
        if modes[mode]:
            yield from _worded("collMode", words)
    for key in source.keys:
        for version in source.instruments[key]:
            for language in LANGUAGES:
                title = version.title.in_(language)
                yield _in(language, "resInstru", f"{title} ({key}, {version.version})")


def _file(file: DataFile, identifier: str) -> Element:
    sizes = (
        _make("caseQnty", text=file.rows),
        _make("varQnty", text=file.columns),
    )
    named = _make("fileName", text=file.path)
    ending = file.path.rpartition(".")[2]
    kind = _make("fileType", text=ending)
    return _make(
        "fileDscr", _make("fileTxt", named, _make("dimensns", *sizes), kind), ID=identifier
    )


def _counted(observed: Sequence[Tallied]) -> Iterator[tuple[Variable, Mapping[Cell, int]]]:
    """Give each variable with the counts of the first table that holds it."""
    counts: dict[tuple[str, str, str], Mapping[Cell, int]] = {}
    for one in observed:
        for place, found in one.counts.items():
            column = one.table.columns[place]
            key = (one.table.instrument or one.table.name, column.name, column.source)
            counts.setdefault(key, found)
    for variable in variables(observed):
        column = variable.column
        key = (variable.instrument or variable.tables[0], column.name, column.source)
        yield variable, counts.get(key, {})


def _variable(
    variable: Variable, counts: Mapping[Cell, int], identifier: str, files: str
) -> Element:
    column = variable.column
    listed = categories(column)
    continuous = column.kind in CONTINUOUS and not listed
    attributes = {"ID": identifier, "name": column.name}
    attributes |= {"files": files} if files else {}
    return _make(
        "var",
        *_worded("labl", column.label, level="variable"),
        *_question(column),
        *_invalid(column),
        *_figures(variable.figures, variable.missing, column.kind in COUNTED),
        *(_category(code, words, counts.get(code, 0)) for code, words in listed),
        _format(column),
        **attributes,
        intrvl="contin" if continuous else "discrete",
    )


def _question(column: Column) -> Iterator[Element]:
    if column.item is not None:
        yield _make("qstn", *_worded("qstnLit", column.item.label))


def _invalid(column: Column) -> Iterator[Element]:
    """Name the codes of missing values of what somebody could have answered."""
    if column.item is not None and column.kind in COUNTED:
        codes = (_make("item", VALUE=str(code)) for code in MISSING)
        yield _make("invalrng", *codes, *(_missing_key(language) for language in LANGUAGES))


def _missing_key(language: Language) -> Element:
    return _in(language, "key", missing_in_words(language))


def missing_in_words(language: Language) -> str:
    """Say how a missing answer stands in each kind of file."""
    codes = "; ".join(f"{code} = {words.in_(language)}" for code, words in MISSING.items())
    return f"{codes}. {MISSING_KEY.in_(language)}"


def _figures(figures: Figures, missing: int, counted: bool) -> Iterator[Element]:
    found: Iterable[tuple[str, float | None]] = (("vald", figures.valid), ("invd", missing))
    if counted:
        moments = (("mean", figures.mean), ("stdev", figures.sd))
        found = (*found, ("min", figures.minimum), ("max", figures.maximum), *moments)
    for name, value in found:
        if value is not None:
            yield _make("sumStat", text=repr(value), type=name)


def _category(code: Cell, words: Words, n: int) -> Element:
    value = _make("catValu", text=code)
    return _make("catgry", value, *_worded("labl", words), _make("catStat", text=n, type="freq"))


def _format(column: Column) -> Element:
    kind = "numeric" if column.kind in COUNTED else "character"
    more = {"category": MOMENTS[column.kind]} if column.kind in MOMENTS else {}
    return _make("varFormat", type=kind, formatname=str(column.kind), **more)
