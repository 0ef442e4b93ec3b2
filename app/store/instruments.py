"""Which instruments there are: those of the library and those that were added."""

import threading
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import InstrumentVersion
from app.store import audit
from instruments import loader, versions
from instruments.definitions import Instrument

_added: dict[tuple[str, int], Instrument] = {}
"""Versions never change, so a loaded one may be kept for ever."""
_lock = threading.Lock()


class UnknownInstrument(Exception):
    """No such instrument, or no such version of it."""


class PublishedAlready(Exception):
    """This version was published with other words: a fielded version never changes."""


def get_instrument(session: Session, key: str, version: int) -> Instrument:
    """Get a version of an instrument; raise UnknownInstrument where there is none."""
    wanted = (key, version)
    found = versions.library().get(wanted) or _added.get(wanted)
    if found is None:
        query = select(InstrumentVersion.source).where(
            InstrumentVersion.key == key, InstrumentVersion.version == version
        )
        source = session.scalar(query)
        if source is None:
            raise UnknownInstrument(f"{key} {version}")
        found = loader.load(source)
        with _lock:
            _added[wanted] = found
    return found


def list_instruments(session: Session) -> tuple[Instrument, ...]:
    """List the newest version of every instrument: the library's order, then what was added."""
    query = select(InstrumentVersion.key, InstrumentVersion.version).order_by(
        InstrumentVersion.key, InstrumentVersion.version
    )
    newest = dict(session.execute(query).all())
    for key, version in sorted(versions.library()):
        newest[key] = max(version, newest.get(key, 0))
    order = {key: place for place, key in enumerate(versions.keys())}
    keys = sorted(newest, key=lambda key: (order.get(key, len(order)), key))
    return tuple(get_instrument(session, key, newest[key]) for key in keys)


def newest_instrument(session: Session, key: str) -> Instrument:
    """Get the newest version of an instrument; raise UnknownInstrument where there is none."""
    for instrument in list_instruments(session):
        if instrument.key == key:
            return instrument
    raise UnknownInstrument(key)


def source_of(session: Session, key: str, version: int) -> str:
    """Give the words of a version as they were published."""
    get_instrument(session, key, version)
    if (key, version) in versions.library():
        return versions.library_source(key, version)
    query = select(InstrumentVersion.source).where(
        InstrumentVersion.key == key, InstrumentVersion.version == version
    )
    return session.scalars(query).one()


def publish(session: Session, source: str, actor: str) -> Instrument:
    """Publish a version; the same words again change nothing, other words are refused."""
    instrument = loader.load(source)
    known = _known_sha256(session, instrument.key, instrument.version)
    if known == instrument.sha256:
        return instrument
    if known:
        raise PublishedAlready(f"{instrument.key} {instrument.version}")
    session.add(
        InstrumentVersion(
            key=instrument.key,
            version=instrument.version,
            sha256=instrument.sha256,
            source=source,
            published_at=datetime.now(UTC),
        )
    )
    audit.note_event(
        session, None, actor, "", "instrument.published", f"{instrument.key} {instrument.version}"
    )
    session.flush()
    return instrument


def _known_sha256(session: Session, key: str, version: int) -> str | None:
    """Look in the database itself: what this process remembers may have been rolled back."""
    if of_library := versions.library().get((key, version)):
        return of_library.sha256
    query = select(InstrumentVersion.sha256).where(
        InstrumentVersion.key == key, InstrumentVersion.version == version
    )
    return session.scalar(query)
