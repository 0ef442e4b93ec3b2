"""What `analysis.R` calls for outcomes, indexes of activity and groups of the roster.

Which number is an outcome, what makes an index and which columns of the roster count is said by the
instruments.
"""

from collections.abc import Iterator, Mapping

from exports.columns import CellKind
from exports.names import variable
from exports.r_sources import measured
from exports.r_words import call, comment, text, vector
from exports.recorded import Recorded
from exports.source import Source, planned_waves
from instruments.definitions import NUMERIC, About, Index, Item, Kind

WHO: Mapping[About, str] = {
    About.PARTICIPANT: "participant_id",
    About.LESSON: "visit_id",
    About.GROUP_SESSION: "session_id",
}
"""The column of the long table that says whom or what a record is about."""
NUMBERS = (CellKind.INTEGER, CellKind.NUMBER)

Lines = Iterator[str]
Variable = tuple[str, Index]
"""A variable of R that holds an index."""


def growth(source: Source, recorded: Mapping[str, Recorded]) -> Lines:
    """Write the calls for every outcome, alone and beside every index."""
    variables: list[Variable] = []
    for one in _of_participants(recorded):
        for index in source.analysed(one.key).index:
            variables.append((f"index_{len(variables) + 1}", index))
            yield from _index(one, *variables[-1])
    for one in _of_participants(recorded):
        yield from _outcome(source, one, variables)
        yield from _ratings(source, one, variables)


def groups_of(source: Source, recorded: Recorded) -> list[str]:
    """Name the columns of the roster by which change is compared."""
    columns = (_of_roster(recorded, name) for name in source.analysed(recorded.key).groups)
    return [name for name in columns if name]


def _of_participants(recorded: Mapping[str, Recorded]) -> list[Recorded]:
    return [one for one in recorded.values() if one.newest.about is About.PARTICIPANT]


def _index(recorded: Recorded, name: str, index: Index) -> Lines:
    columns = _columns(recorded)
    measures = vector(columns[code] for code in index.items if code in columns)
    yield from ("", comment(index.name.in_("en")))
    apart = vector(columns[one] for one in recorded.newest.distinct_by if one in columns)
    of = (text(index.key), _records(recorded), measures, text(recorded.key), apart)
    yield f"{name} <- {call('activity_index', *of)}"
    yield measured(f"index.{recorded.key}.{index.key}", call("activity_of", name))


def _outcome(source: Source, recorded: Recorded, variables: list[Variable]) -> Lines:
    said, waves = source.analysed(recorded.key), planned_waves(source, recorded.key)
    item = _columns(recorded).get(said.outcome)
    if item is None or len(waves) < 2:
        return
    key, name = text(recorded.key), text(item)
    named = (_of_roster(recorded, one, NUMBERS) for one in said.covariates)
    covariates = vector(one for one in named if one)
    ends = (text(waves[0].key), text(waves[-1].key))
    title = recorded.newest.title.in_("en")
    yield from ("", comment(f"{title}: from the first to the last of its waves"))
    yield call("cat", text(f"\n== {recorded.key}: {item}\n"))
    yield f"covariates <- {covariates}"
    found = call("first_and_last", _records(recorded), name, *ends, "covariates")
    yield f"pupils <- {found}"
    yield call("describe_gain", key, name, "pupils")
    if len(waves) > 2:
        yield call("outcome_over_waves", key, name, _records(recorded))
    yield measured(f"gain.{recorded.key}.{said.outcome}", call("mean_gain_of", "pupils"))
    for variable_, index in variables:
        beside = (key, name, "pupils", variable_, text(index.key))
        yield call("gain_by_activity", *beside)
        yield call("pupils_in_schools", *beside, "covariates")


def _ratings(source: Source, recorded: Recorded, variables: list[Variable]) -> Lines:
    """Write the calls for works that several raters judge."""
    said, columns = source.analysed(recorded.key), _columns(recorded)
    apart = recorded.newest.distinct_by
    criteria = [columns[one.code] for one in recorded.items if _is_level(one, apart)]
    if said.rater_item not in columns or not criteria:
        return
    same = vector(columns[code] for code in apart if code in columns and code != said.rater_item)
    key, rater = text(recorded.key), text(columns[said.rater_item])
    yield from ("", comment(f"{recorded.newest.title.in_('en')}: several raters of the same"))
    found = call("ratings_of", _records(recorded), vector(criteria), rater, same)
    yield f"ratings <- {found}"
    yield call("raters_agree", key, "ratings")
    for name, index in variables:
        yield call("ratings_by_activity", key, "ratings", name, text(index.key))


def _is_level(item: Item, apart: tuple[str, ...]) -> bool:
    """Say whether it is a number or one of levels, and tells no records apart."""
    levels = item.kind in (Kind.LIKERT, Kind.SINGLE) and item.has_whole_codes
    return (levels or item.kind in NUMERIC) and item.code not in apart


def _records(recorded: Recorded) -> str:
    return call("records_of", text(recorded.key), text(WHO[recorded.newest.about]))


def _columns(recorded: Recorded) -> dict[str, str]:
    """Name the column of every item by its code."""
    return {one.code: one.column.name for one in reversed(recorded.filled)}


def _of_roster(recorded: Recorded, name: str, kinds: tuple[CellKind, ...] = ()) -> str:
    """Name the column of a roster's own column; nothing where there is none of these kinds."""
    there = {one.name: one.kind for one in recorded.keys.attribute_columns}
    for column in (variable(name), f"roster_{variable(name)}"):
        if column in there and (not kinds or there[column] in kinds):
            return column
    return ""
