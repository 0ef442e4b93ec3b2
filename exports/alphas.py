"""Coefficient alpha of every scale in every planned wave, over its complete cases."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from exports.recorded import Batch, Recorded
from exports.source import Source, planned_waves
from exports.statistics.reliability import Alpha, Cases
from instruments.definitions import Instrument
from instruments.records import Part, Record, Wave
from instruments.scoring import complete_cases

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


def take_cases(known: dict[Place, Cases], recorded: Recorded, batch: Batch) -> None:
    """Take in the complete cases of some records; second observers are left out."""
    if not recorded.scales:
        return
    for (version, wave), rows in _alike(recorded, batch.records).items():
        for scale in recorded.scales_of(version):
            columns = recorded.answers_to(scale.items, batch)
            if len(rows) < len(batch.records):
                columns = [[column[row] for row in rows] for column in columns]
            complete = complete_cases(scale, columns)
            if complete and len(complete[0]):
                known.setdefault((version, scale.code, wave), Cases()).take(complete)


def _alike(recorded: Recorded, records: Sequence[Record]) -> Mapping[tuple[int, str], list[int]]:
    """Say which records of a batch belong to the same version and wave."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row, record in enumerate(records):
        if record.part in (Part.NONE, Part.PRIMARY):
            found[recorded.version_of(record), record.wave].append(row)
    return found


def alphas(source: Source, key: str) -> Mapping[Place, Alpha]:
    """Compute coefficient alpha where no long table was read that has counted the cases."""
    known: dict[Place, Cases] = {}
    if _has_scales(source.instruments[key]):
        recorded = Recorded(source, key)
        for batch in recorded.batches():
            take_cases(known, recorded, batch)
    return {place: cases.alpha for place, cases in known.items()}


def _has_scales(versions: tuple[Instrument, ...]) -> bool:
    return any(one.scales for one in versions)
