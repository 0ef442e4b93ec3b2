"""The first sheet: what this is, when and from what it was made, and how much it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from exports.columns import Cell
from exports.keys import local, utc
from exports.source import Source
from exports.table import Tally
from exports.wide import expected
from exports.wording import say
from instruments.definitions import Instrument, Item, opened
from instruments.wording import Language, Message


@dataclass(frozen=True, slots=True)
class ExportedSheet:
    """One sheet or file of an export."""

    name: str
    table: str
    """The full name of its table; a sheet's own name may be shorter."""
    rows: int
    columns: int
    what: Message
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was seen of one instrument."""

    instrument: Instrument
    tally: Tally
    outside: int


Line = tuple[Cell, ...]


def about_lines(
    source: Source, zone: str, language: Language | None = None, *, empty: bool = True
) -> Iterator[Line]:
    """Say what the export is, with its filters and rules; in its own language or in another.

    `empty` says whether blanks are empty cells.
    """
    frame, chosen = source.frame, source.choices
    language = language or chosen.language

    def words(message: Message) -> str:
        return message.in_(language)

    title = frame.title.in_(language)
    if frame.invented:
        yield (
            words(say("Invented data")),
            words(say("People and answers are invented. Never present them as results.")),
        )
    yield words(say("Study")), f"{title} ({frame.key})"
    if frozen := source.freeze:
        state = say("{label} (freeze {number})", label=frozen.label, number=frozen.number)
        yield words(say("Frozen as")), words(state)
        yield words(say("SHA-256 of what was frozen")), frozen.sha256
    yield words(say("Made at")), f"{local(source.made_at, ZoneInfo(zone))} = {utc(source.made_at)}"
    yield words(say("Language of the labels")), chosen.language
    everything = say("all")
    yield words(say("Instrument chosen")), chosen.instrument or words(everything)
    yield words(say("Wave chosen")), chosen.wave or words(everything)
    yield (
        words(say("Who took part")),
        words(
            say(
                "Study codes only, no names and no contact data. Items that may hold personal "
                "details are left out: {n}.",
                n=sum(len(_personal(source.newest(key))) for key in source.keys),
            )
        ),
    )
    yield (
        words(say("Free text")),
        words(say("Open answers are as written. Read them before you pass the file on.")),
    )
    if empty:
        yield words(say("Missing answer")), words(say("An empty cell. No value was filled in."))
    yield from ((words(say("Scale scores")), words(rule)) for rule in _rules(source))
    yield (
        words(say("Times")),
        words(say("UTC; columns ending in _local are in the zone {zone}.", zone=zone)),
    )


def _rules(source: Source) -> Iterator[Message]:
    """Say how scales are scored, once per rule in use."""
    scales = [
        scale for key in source.keys for one in source.instruments[key] for scale in one.scales
    ]
    for share in sorted({scale.min_answered for scale in scales}):
        yield say(
            "Mean of answered items when >= {share} % of those asked are answered, otherwise "
            "empty. Reverse-keyed items are turned round first: min + max - answer.",
            share=f"{share * 100:g}",
        )


def _personal(instrument: Instrument) -> tuple[Item, ...]:
    every = (one for item in instrument.items.values() for one in (item, *opened(item.items)))
    return tuple({item.code: item for item in every if item.personal}.values())


def count_lines(source: Source, counted: Sequence[Counted]) -> Iterator[Line]:
    """Say per instrument and wave how many of how many records there are."""
    language = source.choices.language
    names = {wave.key: wave.label.in_(language) for wave in source.frame.waves}
    for one in counted:
        title = one.instrument.title.in_(language)
        asked = expected(source, one.instrument)
        waves = [wave for wave in names if wave in asked or wave in one.tally.waves]
        whole = sum(asked.values()) or None
        for wave in waves:
            n = one.tally.waves[wave]
            yield (title, names.get(wave, wave), n, asked.get(wave) or None)
        total = sum(one.tally.waves.values())
        yield (
            title,
            say("all waves").in_(language),
            total,
            whole,
            _sentence(one, total, whole, language),
        )


def _sentence(one: Counted, total: int, whole: int | None, language: Language) -> str:
    """Say in words what the counts of an instrument are."""
    tally = one.tally
    first = (
        say("{n} of {whole} questionnaires", n=total, whole=whole)
        if whole is not None
        else say("records: {n}", n=total)
    )
    rest = [
        (
            tally.left_blank,
            say("answers left blank: {n} of {asked}", n=tally.left_blank, asked=tally.asked),
        ),
        (tally.unfinished, say("not finished: {n}", n=tally.unfinished)),
        (tally.late, say("late: {n}", n=tally.late)),
        (tally.conflicts, say("in conflict, waiting for a decision: {n}", n=tally.conflicts)),
        (
            one.outside,
            say(
                "only in the long table, a second of its wave or outside the plan: {n}",
                n=one.outside,
            ),
        ),
        *(
            (n, say("{scale}: scores not computed for want of answers: {n}", n=n, scale=scale))
            for scale, n in tally.unscored.items()
        ),
    ]
    return "; ".join([first.in_(language), *(one.in_(language) for n, one in rest if n)])
