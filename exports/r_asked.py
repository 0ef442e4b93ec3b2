"""Of whom an item is asked, where that depends on the wave alone and not on answers."""

from collections.abc import Iterator, Sequence

from exports.r_words import vector
from exports.recorded import Recorded
from exports.routes import NAMED
from exports.source import Source
from instruments.definitions import Instrument, Item, Kind
from instruments.expressions import holds
from instruments.records import Wave

OF_THE_WAVE = frozenset({"wave", "wave_stage", "wave_number"})
"""What a condition may look at and be known for everybody of a wave."""


def asked(source: Source, recorded: Recorded, item: Item) -> Iterator[str]:
    """Write in which versions and waves everybody is asked; nothing where answers decide it."""
    holding = [one for one in recorded.versions if item.code in one.items]
    found = {_waves(one, item.code, source.frame.waves) for one in holding}
    if len(found) != 1 or None in found:
        return
    yield f"asked = {vector(str(one.version) for one in holding)}"
    waves = found.pop() or ()
    if len(waves) < len(source.frame.waves):
        yield f"asked_in = {vector(waves)}"


def _waves(instrument: Instrument, code: str, waves: Sequence[Wave]) -> tuple[str, ...] | None:
    """Give the waves in which an item is asked of everybody; None where that is not known."""
    conditions = [one for one in _conditions(instrument, code) if one]
    if any(not _is_of_the_wave(one) for one in conditions):
        return None
    return tuple(
        wave.key for wave in waves if all(holds(one, {}, context=_of(wave)) for one in conditions)
    )


def _is_of_the_wave(condition: str) -> bool:
    names = {*NAMED.findall(condition)}
    return bool(names) and names <= OF_THE_WAVE and "today" not in condition


def _of(wave: Wave) -> dict[str, str]:
    return {"wave": wave.key, "wave_stage": wave.stage, "wave_number": str(wave.number)}


def _conditions(instrument: Instrument, code: str) -> tuple[str, ...]:
    for section in instrument.sections:
        found = _inside(section.items, code)
        if found is not None:
            return (section.show_if, *found)
    return ()


def _inside(items: Sequence[Item], code: str) -> tuple[str, ...] | None:
    """Give the conditions of an item and of the groups around it; None where it is not there."""
    for item in items:
        if item.code == code:
            return (item.show_if,)
        found = _inside(item.items, code) if item.kind is Kind.GROUP else None
        if found is not None:
            return (item.show_if, *found)
    return None
