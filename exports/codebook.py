"""The codebook: a row for every column of every table, with wording, coding and figures."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from exports.alphas import Place, alphas, scaled_waves
from exports.changes import changes_table
from exports.chunks import Row
from exports.columns import Cell, CellKind, Column, as_cell
from exports.labelled.variables import is_choice, missing_codes
from exports.names import spss_name
from exports.observed import Figures, Observed
from exports.source import Source
from exports.statistics.reliability import Alpha
from exports.table import Table
from instruments.definitions import Choice, Instrument, Item, Kind, Section, opened
from instruments.records import Wave
from instruments.wording import LANGUAGES, Language, Text

NUMBERS = frozenset(
    (
        *("version_first", "version_last", "reverse", "min", "max", "pii", "n_valid"),
        *("n_missing", "mean", "sd", "min_obs", "max_obs", "version", "min_answered", "order"),
    )
)
VARIABLES = (
    "var_name spss_name source_name instrument version_first version_last wave_list section "
    "item_text_kk item_text_ru item_text_en type list_name values "
    "value_labels_kk value_labels_ru value_labels_en reverse scale_code min max missing_codes "
    "relevance constraint required pii n_valid n_missing mean sd min_obs max_obs tables"
)
SCALES = (
    "code name items reverse_items method min_answered {alphas} min max name_kk name_ru name_en "
    "instrument version {numbers}"
)
ALPHA = ("alpha_", "alpha_n_")
"""Beginnings of the columns with coefficient alpha and its number of complete cases."""
VALUE_LISTS = (
    "list_name order code label_kk label_ru label_en description_kk description_ru "
    "description_en instrument version"
)
METHOD = (
    "mean of answered items; reverse = min + max - answer; "
    "alpha over complete cases, items without variance left out"
)


def headed(name: str, header: str, rows: Iterable[Row]) -> Table:
    """Build a table whose columns explain themselves by their names."""
    kinds = {True: CellKind.NUMBER, False: CellKind.TEXT}
    columns = (
        Column(word, kinds[word in NUMBERS or word.startswith(ALPHA)], Text(word, word, word))
        for word in header.split()
    )
    return Table(name, tuple(columns), rows)


def codebook_tables(source: Source, observed: Sequence[Observed]) -> tuple[Table, ...]:
    """Build the codebook of tables that were read to their end."""
    return (
        headed("codebook", VARIABLES, _variables(source, observed)),
        _scales(source, observed),
        headed("value_lists", VALUE_LISTS, _value_lists(source)),
        changes_table(source),
    )


@dataclass(slots=True)
class Variable:
    """A column as the codebook describes it: once for all tables of its instrument."""

    column: Column
    instrument: str
    figures: Figures
    missing: int
    tables: list[str] = field(default_factory=list)


def variables(observed: Sequence[Observed]) -> tuple[Variable, ...]:
    """List the variables of tables; figures are those of the first table that holds one."""
    found: dict[tuple[str, str, str], Variable] = {}
    for one in observed:
        table = one.table
        for column, figures in one.by_column():
            key = (table.instrument or table.name, column.name, column.source)
            if key not in found:
                missing = _missing(table, column, figures)
                found[key] = Variable(column, table.instrument, figures, missing)
            found[key].tables.append(table.name)
    return tuple(found.values())


def _missing(table: Table, column: Column, figures: Figures) -> int:
    """Count what is missing: of an item in the long table only where it was asked."""
    if not table.tally.routes or column.wave:
        return figures.empty
    if column.item is not None:
        routes = table.tally.routes.items()
        return sum(n for asked, n in routes if column.source in asked) - figures.valid
    return table.tally.unscored[column.scale.code] if column.scale else figures.empty


def _variables(source: Source, observed: Sequence[Observed]) -> Iterable[Row]:
    origins = {key: Origins(source, key) for key in source.keys}
    for variable in variables(observed):
        yield _row(variable, origins.get(variable.instrument))


def _row(variable: Variable, origins: "Origins | None") -> Row:
    column, figures = variable.column, variable.figures
    item, scale = column.item, column.scale
    return (
        column.name,
        spss_name(column.name),
        column.source or None,
        variable.instrument or None,
        *(origins.about(column) if origins and column.source else (None,) * 4),
        *(column.label.in_(language) for language in LANGUAGES),
        _type(column),
        (item.list_key or None) if item else None,
        *_values(item, column.choice),
        *(origins.scored(column) if origins and item else (None, scale.code if scale else None)),
        *_ends(column),
        _missing_codes(column, figures),
        *(origins.conditions(column) if origins and item else (None, None, None)),
        int(bool(item and item.personal)),
        figures.valid,
        variable.missing,
        figures.mean,
        figures.sd,
        figures.minimum,
        figures.maximum,
        " ".join(variable.tables),
    )


def _type(column: Column) -> str:
    if column.item is None or column.choice is not None:
        return str(column.kind)
    return str(column.item.kind)


def _values(item: Item | None, choice: Choice | None) -> tuple[Cell, ...]:
    if choice is not None:
        return ("[0, 1]", None, None, None)
    if item is None or not item.choices:
        return (None,) * 4
    codes = json.dumps([as_cell(item, one.code) for one in item.choices], ensure_ascii=False)
    return (codes, *(_labels(item.choices, language) for language in LANGUAGES))


def _labels(choices: Sequence[Choice], language: Language) -> str:
    return "; ".join(f"{one.code} = {one.label.in_(language)}" for one in choices)


def _ends(column: Column) -> tuple[Cell, Cell]:
    """Give the smallest and largest value that the codebook allows."""
    item, scale = column.item, column.scale
    if scale is not None:
        return scale.minimum, scale.maximum
    if item is None or item.kind is Kind.REPEAT:
        return None, None
    if column.kind is CellKind.FLAG:
        return 0, 1
    if item.choices and column.kind is CellKind.INTEGER:
        codes = [int(one.code) for one in item.choices]
        return min(codes), max(codes)
    return item.minimum, item.maximum


def _missing_codes(column: Column, figures: Figures) -> str | None:
    """Name the codes of missing answers in .sav files; none where an answer is such a number."""
    codes = missing_codes(column)
    if not codes or (not is_choice(column) and _meets(codes, figures)):
        return None
    return " ".join(map(str, codes))


def _meets(codes: Sequence[int], figures: Figures) -> bool:
    low, high = figures.minimum, figures.maximum
    return low is not None and high is not None and low <= max(codes) and high >= min(codes)


class Origins:
    """Where the variables of one instrument come from: versions, waves, sections, scales."""

    def __init__(self, source: Source, key: str) -> None:
        self._versions = source.instruments[key]
        plan = (entry for entry in source.frame.plan if entry.instrument == key)
        self._waves = [(entry.wave, entry.version) for entry in plan]
        self._places = {one.version: dict(_placed(one)) for one in self._versions}
        self._scales = {one.code: one for version in self._versions for one in version.scales}

    def about(self, column: Column) -> tuple[Cell, ...]:
        """Give first and last version, waves and section of a column."""
        code = column.scale.code if column.scale else column.source
        holding = [one.version for one in self._versions if self._holds(one, code)]
        if not holding:
            return (None,) * 4
        waves = [wave for wave, version in self._waves if version in holding]
        place = self._places[holding[-1]].get(code)
        waves = [column.wave] if column.wave else waves
        return holding[0], holding[-1], " ".join(waves), place[0].key if place else None

    def _holds(self, instrument: Instrument, code: str) -> bool:
        own = {scale.code for scale in instrument.scales}
        return code in self._places[instrument.version] or code in own

    def scored(self, column: Column) -> tuple[Cell, Cell]:
        """Tell whether an item is turned round, and in which scales it counts."""
        counting = [one for one in self._scales.values() if column.source in one.items]
        if not counting or column.choice is not None:
            return None, None
        reverse = any(column.source in one.reverse for one in counting)
        return int(reverse), " ".join(one.code for one in counting)

    def conditions(self, column: Column) -> tuple[Cell, Cell, Cell]:
        """Give when an item is asked, what it takes, and whether it must be answered."""
        item = column.item
        places = (self._places[one.version].get(column.source) for one in reversed(self._versions))
        place = next((place for place in places if place), None)
        if item is None or place is None:
            return None, None, None
        shown = [part for part in (place[0].show_if, place[1], item.show_if) if part]
        relevance = shown[0] if len(shown) == 1 else " and ".join(f"({one})" for one in shown)
        return relevance or None, item.constraint or None, str(item.required)


Placed = tuple[Section, str]


def _placed(instrument: Instrument) -> Iterable[tuple[str, Placed]]:
    """Give the section of every item and the condition of the repeat around it."""
    for section in instrument.sections:
        for item in opened(section.items):
            yield item.code, (section, "")
            for inner in opened(item.items) if item.kind is Kind.REPEAT else ():
                yield f"{item.code}/{inner.code}", (section, item.show_if)


def _scales(source: Source, observed: Sequence[Observed]) -> Table:
    waves = scaled_waves(source)
    alpha, number = (" ".join(f"{word}w{wave.number}" for wave in waves) for word in ALPHA)
    header = SCALES.format(alphas=alpha, numbers=number)
    return headed("scales", header, _scale_rows(source, waves, observed))


def _alphas(source: Source, key: str, observed: Sequence[Observed]) -> Mapping[Place, Alpha]:
    """Give coefficient alpha as the long table saw it, or read the records where it was not."""
    for one in observed:
        if one.table.name == f"{key}_long":
            return {place: cases.alpha for place, cases in one.table.tally.cases.items()}
    return alphas(source, key)


def _scale_rows(
    source: Source, waves: Sequence[Wave], observed: Sequence[Observed]
) -> Iterable[Row]:
    language = source.choices.language
    for key in source.keys:
        known = _alphas(source, key, observed)
        for instrument in source.instruments[key]:
            for scale in instrument.scales:
                places = ((instrument.version, scale.code, wave.key) for wave in waves)
                found = [known.get(place) for place in places]
                yield (
                    scale.code,
                    scale.name.in_(language),
                    " ".join(scale.items),
                    " ".join(code for code in scale.items if code in scale.reverse),
                    METHOD,
                    scale.min_answered,
                    *(one.value if one else None for one in found),
                    scale.minimum,
                    scale.maximum,
                    scale.name.kk,
                    scale.name.ru,
                    scale.name.en,
                    key,
                    instrument.version,
                    *(one.n if one else None for one in found),
                )


def _value_lists(source: Source) -> Iterable[Row]:
    for key in source.keys:
        for instrument in source.instruments[key]:
            for name, choices in _lists(instrument).items():
                for order, choice in enumerate(choices, 1):
                    about = choice.description or Text()
                    yield (
                        name,
                        order,
                        choice.code,
                        *(choice.label.kk, choice.label.ru, choice.label.en),
                        *(about.kk or None, about.ru or None, about.en or None),
                        key,
                        instrument.version,
                    )


def _lists(instrument: Instrument) -> dict[str, tuple[Choice, ...]]:
    """Give the named lists, and the choices of items that have a list of their own."""
    found = {one.key: one.choices for one in instrument.lists}
    for item in instrument.items.values():
        for one in (item, *opened(item.items)):
            if one.choices and not one.personal:
                found.setdefault(one.list_key or one.code, one.choices)
    return found
