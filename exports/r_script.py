"""`analysis.R`: a script that computes the numbers of a study again, from the files of its export.

What is the same for every study stands as R in `r_parts`; here the calls of one study are written,
from its instruments and its plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from exports.columns import Column, Filled
from exports.csvfile import Writable
from exports.lesson_shares import sets_of
from exports.r_asked import asked
from exports.r_growth import WHO, groups_of, growth
from exports.r_sources import measured, talk
from exports.r_words import call, comment, listed, number, text, vector
from exports.recorded import Recorded
from exports.source import Source, planned_waves
from instruments.definitions import CHOOSING, NUMERIC, About, Item, Kind, Scale

R_SCRIPT = "analysis.R"
R_RESULTS = "r_results.json"
BEFORE = (
    *("reading", "scales", "waves", "pairs", "sensitivity", "groups", "lessons"),
    *("pupils", "raters", "clusters", "participants", "talk", "sources"),
)
AFTER = "ending"
Lines = Iterator[str]
Definition = tuple[tuple[str, ...], tuple[str, ...], tuple[float, float, float]]
"""The items of a scale, those turned round, and lowest, highest and share that must be answered."""


def write_r_script(source: Source, out: Writable) -> None:
    """Write `analysis.R` for a study: UTF-8, its code ASCII alone, whatever is named there."""
    out.write(r_script(source).encode())


def r_script(source: Source) -> str:
    """Give the text of `analysis.R`."""
    before = [_part(name) for name in BEFORE]
    return "\n".join([*_head(source), *before, *_study(source), "", _part(AFTER)])


def _part(name: str) -> str:
    return files("exports.r_parts").joinpath(f"{name}.R").read_text(encoding="utf-8")


def _head(source: Source) -> Lines:
    frame = source.frame
    yield comment(f"{frame.title.in_('en')} ({frame.key})")
    if frame.invented:
        yield comment("Invented data: never present them as results.")
    yield from (
        "#",
        "# Computes the numbers of this study again, from the CSV files of the same export.",
        "# Unzip the export, and in its folder run",
        "#     R -f analysis.R",
        "# Nothing is fetched from anywhere. What was found is printed, and written with every",
        f"# digit to {R_RESULTS}. Directions: later minus earlier wave, high minus low.",
        "# 1 packages and files, 2 scales, 3 waves, 4 lessons, 5 observers, 6 pupils, 7 raters,",
        "# 8 cases inside clusters, 9 participants and schools, 10 talk, 11 several sources:",
        "# functions; 12 this study: what is computed, line by line; 13 writes the results.",
        "",
        "# The waves in the order of time.",
        f"waves <- {vector(wave.key for wave in frame.waves)}",
        "",
    )


def _study(source: Source) -> Lines:
    yield "# ---- 12. This study " + "-" * 75
    yield "measures <- list()  # what each source knows of a participant"
    recorded = {key: Recorded(source, key) for key in source.keys}
    for one in recorded.values():
        yield from _instrument(source, one)
    yield from growth(source, recorded)
    yield from ("", comment("Several sources about the same participants"), "correlate(measures)")


def _instrument(source: Source, recorded: Recorded) -> Lines:
    newest, key = recorded.newest, text(recorded.key)
    yield from ("", comment(newest.title.in_("en")), call("cat", text(f"\n== {recorded.key}\n")))
    yield f"found <- {call('records_of', key, text(WHO[newest.about]))}"
    people = [one for one in source.frame.participants if one.role == newest.asked_of]
    expected = str(len(people)) if newest.about is About.PARTICIPANT else "NA"
    yield call("count_records", key, "found", expected, _planned(source, recorded))
    for scale in recorded.scales:
        yield from _scale(source, recorded, scale, expected)
    yield from _people(source, recorded, expected)
    yield from _items(source, recorded)
    if newest.about is About.LESSON:
        yield from _lessons(source, recorded)
    if newest.about is About.GROUP_SESSION:
        yield from talk(recorded)


def _people(source: Source, recorded: Recorded, expected: str) -> Lines:
    """Write the calls for who answered, once in a wave or several times."""
    key, newest = text(recorded.key), recorded.newest
    planned = _planned(source, recorded)
    if newest.about is not About.PARTICIPANT:
        return
    if newest.distinct_by:
        yield call("who_has_records", key, "found", expected, planned, text(newest.asked_of))
    elif planned_waves(source, recorded.key):
        yield call("among_scales", key, vector(scale.code for scale in recorded.scales))
        yield call("who_answered", key, "found", expected, planned, text(newest.asked_of))


def _planned(source: Source, recorded: Recorded) -> str:
    return vector(wave.key for wave in planned_waves(source, recorded.key))


def _is_of_people(recorded: Recorded) -> bool:
    """Say whether a participant has one record of it in a wave."""
    newest = recorded.newest
    return newest.about is About.PARTICIPANT and not newest.distinct_by


def _scale(source: Source, recorded: Recorded, scale: Scale, expected: str) -> Lines:
    key, code = text(recorded.key), text(scale.code)
    column, blanks = _score_columns(recorded, scale)
    yield from ("", comment(f"Scale {scale.code}: {scale.name.in_('en')}"))
    yield f"scale <- list(code = {code}, column = {text(column)}, blanks = {text(blanks)},"
    yield f"  defined = {listed([*_defined(recorded, scale.code)], '    ')})"
    yield f"table <- {call('describe_scale', key, 'found', 'scale', expected)}"
    if _is_of_people(recorded):
        planned = _planned(source, recorded)
        yield call("compare_waves", key, code, "table")
        yield call("other_rules", key, "found", "scale", "table")
        yield call("who_left", key, code, "table", "found", planned)
        yield call("count_gaps", key, code, "found", expected, planned)
        yield call("precision_of_scale", key, code, "table")
        yield call("means_of_schools", key, code, "table", "found")
        yield measured(f"change.{recorded.key}.{scale.code}", call("change_of", "table"))
        for group in groups_of(source, recorded):
            yield call("change_by_group", key, code, "table", "found", text(group))


def _score_columns(recorded: Recorded, scale: Scale) -> tuple[str, str]:
    """Name the columns of a scale's score and of its count of blanks."""
    names = [one.name for one in recorded.scale_columns if one.source == scale.code]
    return names[0], names[1]


def _defined(recorded: Recorded, code: str) -> Lines:
    """Give the definitions of a scale, each with the versions that have it.

    None where an item has no column of its own: the exported score is used as it is.
    """
    alone = _alone(recorded)
    versions: dict[Definition, list[str]] = {}
    for instrument in recorded.versions:
        for one in instrument.scales:
            if one.code == code:
                turned = tuple(item for item in one.items if item in one.reverse)
                definition = (one.items, turned, (one.minimum, one.maximum, one.min_answered))
                versions.setdefault(definition, []).append(str(instrument.version))
    if all(alone.keys() >= {*items} for items, _, _ in versions):
        for definition, numbers in versions.items():
            yield _definition(definition, numbers, alone)


def _definition(one: Definition, versions: Sequence[str], alone: Mapping[str, str]) -> str:
    items, turned, (lowest, highest, enough) = one
    parts = {
        "versions": vector(versions),
        "items": vector(alone[item] for item in items),
        "reversed": vector(alone[item] for item in turned),
        "lowest": number(lowest),
        "highest": number(highest),
        "enough": number(enough),
    }
    return listed([f"{name} = {value}" for name, value in parts.items()], "      ")


def _alone(recorded: Recorded) -> dict[str, str]:
    """Name the columns of items that have one column with their answer in it."""
    return {one.code: one.column.name for one in recorded.filled if _is_alone(one)}


def _is_alone(filled: Filled) -> bool:
    item = filled.column.item
    return item is not None and item.kind not in (Kind.MULTIPLE, Kind.REPEAT, Kind.TIMED)


def _items(source: Source, recorded: Recorded) -> Lines:
    """Write a call per item, or one for items whose choices are the same."""
    columns = _columns_of(recorded)
    key, apart = text(recorded.key), recorded.newest.distinct_by
    alike: dict[tuple[str, ...], list[str]] = {}
    for item in recorded.items:
        if item.kind in CHOOSING:
            first, *flags = columns[item.code]
            of = asked(source, recorded, item)
            rest = ("describe_choices", *_choices(item, flags), *of, *_named(item, first))
            alike.setdefault(rest, []).append(first.name)
        elif item.kind in NUMERIC and item.code not in apart:
            (first,) = columns[item.code]
            alike.setdefault(("describe_numbers", *_named(item, first)), []).append(first.name)
    if alike:
        yield from ("", comment("Items: how often each choice was given, and numbers"))
    for (doing, *given), names in alike.items():
        if len(names) == 1:
            yield call(doing, key, "found", text(names[0]), *given)
        else:
            yield f"for (item in {vector(names)}) {{"
            yield f"  {call(doing, key, 'found', 'item', *given)}\n}}"


def _columns_of(recorded: Recorded) -> dict[str, list[Column]]:
    found: dict[str, list[Column]] = {}
    for one in recorded.filled:
        found.setdefault(one.code, []).append(one.column)
    return found


def _choices(item: Item, flags: Sequence[Column]) -> Lines:
    yield vector(choice.code for choice in item.choices)
    if item.kind is Kind.MULTIPLE:
        yield f"columns = {vector(one.name for one in flags)}"
    if item.kind is Kind.LIKERT and item.has_whole_codes:
        yield "likert = TRUE"


def _named(item: Item, column: Column) -> tuple[str, ...]:
    """Say what an item is called where its column had to be called otherwise."""
    return () if item.code == column.name else (f"called = {text(item.code)}",)


def _lessons(source: Source, recorded: Recorded) -> Lines:
    columns, key = _alone(recorded), text(recorded.key)
    for one in sets_of(source, recorded.key):
        items = [columns[code] for code in one.items if code in columns]
        if items:
            yield from ("", comment(one.name.in_("en")))
            yield call("lessons_with_any", key, "found", text(one.key), vector(items))
            share = call("share_of_lessons", "found", vector(items))
            yield measured(f"lessons.{recorded.key}.{one.key}", share)
    points = _points(recorded)
    if points:
        yield from ("", comment("Two observers of the same lesson, item by item"))
        yield call("observers_agree", key, listed(points, "  "))


def _points(recorded: Recorded) -> list[str]:
    # only where observers can be compared is it asked how
    from exports.coding import Codings  # noqa: PLC0415
    from exports.item_agreement import sorted_levels  # noqa: PLC0415

    return [
        f"{text(one.item)} = list(measure = {text(str(one.measure))}, "
        f"levels = {vector(str(level) for level in sorted_levels(one))})"
        for one in Codings(recorded).points.values()
    ]
