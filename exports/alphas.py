"""Coefficient alpha of every scale in every planned wave, over its complete cases."""

from collections import defaultdict
from collections.abc import Mapping

from exports.source import Source
from exports.statistics.reliability import Alpha, cronbach_alpha
from exports.wide import planned_waves
from instruments.definitions import Instrument
from instruments.records import Part, Wave
from instruments.scoring import keyed

Place = tuple[int, str, str]
"""Version of the instrument, scale, wave."""


def scaled_waves(source: Source) -> tuple[Wave, ...]:
    """List the chosen waves in which the plan asks an instrument that has scales."""
    asked = {
        wave.key
        for key in source.keys
        if _has_scales(source.instruments[key])
        for wave in planned_waves(source, key)
    }
    return tuple(wave for wave in source.frame.waves if wave.key in asked)


def alphas(source: Source, key: str) -> Mapping[Place, Alpha]:
    """Compute coefficient alpha in one reading; second observers are left out."""
    if not _has_scales(source.instruments[key]):
        return {}
    scales = {one.version: one.scales for one in source.instruments[key]}
    complete: dict[Place, list[tuple[float, ...]]] = defaultdict(list)
    for record in source.records(key):
        if record.part not in (Part.NONE, Part.PRIMARY):
            continue
        for scale in scales[record.version]:
            values = tuple(keyed(scale, scale.items, record.answers))
            if len(values) == len(scale.items):
                complete[record.version, scale.code, record.wave].append(values)
    return {place: cronbach_alpha(rows) for place, rows in complete.items()}


def _has_scales(versions: tuple[Instrument, ...]) -> bool:
    return any(one.scales for one in versions)
