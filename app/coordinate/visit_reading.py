"""What the pages about visits read: a wave, its instruments about lessons, and their records."""

from collections.abc import Mapping

from flask import request

from app import current
from app.coordinate.standing import wave_of_now
from app.coordinate.visit_rows import by_lesson
from app.store import waves
from app.store.instruments import get_instrument
from app.store.reading import read_records
from app.store.transaction import Session
from app.store.waves import WaveView
from instruments.definitions import About, Instrument
from instruments.records import Record


def choose_wave(session: Session) -> tuple[tuple[WaveView, ...], WaveView | None]:
    """Give the waves, and the one that the address names or that matters now."""
    known = waves.list_waves(session, current.scope())
    asked = request.args.get("wave", "")
    named = next((wave for wave in known if wave.key == asked), None)
    return known, named or wave_of_now(known)


def lesson_instruments(session: Session, wave: WaveView | None) -> tuple[Instrument, ...]:
    """List what the plan of a wave asks about lessons; of every wave where none is named."""
    found = {
        entry.instrument: get_instrument(session, entry.instrument, entry.version)
        for entry in waves.read_plan(session, current.scope())
        if wave is None or entry.wave_id == wave.id
    }
    return tuple(one for one in found.values() if one.about is About.LESSON)


def lesson_records(session: Session, wave: str) -> Mapping[str, tuple[Record, ...]]:
    """Read what observers sent in a wave, by the code of the lesson; a file may hold more
    instruments than the plan of the wave.
    """
    return by_lesson(
        record
        for one in lesson_instruments(session, None)
        for record in read_records(session, current.scope(), one.key, wave)
    )
