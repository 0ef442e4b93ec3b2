"""One consistent view of a study for exports: the frame, the instruments and a reader."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Record, Revision
from app.store.freezes import frozen_source
from app.store.instruments import get_instrument
from app.store.people import list_people
from app.store.reading import read_records
from app.store.scope import Scope
from app.store.studies import get_study, list_schools
from app.store.visits import list_group_sessions, list_lessons
from app.store.waves import list_waves, read_plan
from exports.source import Choices, Source
from instruments import records
from instruments.definitions import Instrument


def read_frame(session: Session, scope: Scope) -> records.StudyFrame:
    """Read everything of a study that is not a record."""
    study = get_study(session, scope.study_id)
    return records.StudyFrame(
        key=study.key,
        title=study.title,
        waves=tuple(wave.plain for wave in list_waves(session, scope)),
        schools=tuple(
            records.School(row.code, row.name, row.attributes)
            for row in list_schools(session, scope)
        ),
        participants=tuple(row.plain for row in list_people(session, scope)),
        lessons=tuple(row.plain for row in list_lessons(session, scope)),
        group_sessions=tuple(row.plain for row in list_group_sessions(session, scope)),
        plan=_plan(session, scope),
        invented=study.invented,
        authors=study.authors,
    )


def _plan(session: Session, scope: Scope) -> tuple[records.PlanEntry, ...]:
    return tuple(
        records.PlanEntry(row.wave, row.instrument, row.version)
        for row in read_plan(session, scope)
    )


def instruments_in_use(session: Session, scope: Scope) -> dict[str, tuple[Instrument, ...]]:
    """Give all versions in use per instrument key, in the order of the plan."""
    used = [(row.instrument, row.version) for row in read_plan(session, scope)]
    answered = (
        select(Record.instrument, Revision.version)
        .join(Revision, Revision.record_id == Record.id)
        .where(Record.study_id == scope.study_id)
        .distinct()
        .order_by(Record.instrument, Revision.version)
    )
    used.extend(session.execute(answered))
    versions: dict[str, set[int]] = {}
    for key, version in used:
        versions.setdefault(key, set()).add(version)
    return {
        key: tuple(get_instrument(session, key, version) for version in sorted(numbers))
        for key, numbers in versions.items()
    }


def export_source(session: Session, scope: Scope, choices: Choices) -> Source:
    """Make the source of an export, of the study as it is or of the freeze that was chosen.

    Use it inside the transaction of the session.
    """
    if choices.freeze is not None:
        return frozen_source(session, scope, choices.freeze, choices)

    return _source(session, scope, choices, read_frame(session, scope))


def said_source(session: Session, scope: Scope) -> Source:
    """Make the source of what was said, without participants, schools and lessons.

    Joint displays ask it for waves, instruments and records of group sessions alone.
    """
    study = get_study(session, scope.study_id)
    frame = records.StudyFrame(
        key=study.key,
        title=study.title,
        waves=tuple(wave.plain for wave in list_waves(session, scope)),
        schools=(),
        participants=(),
        lessons=(),
        group_sessions=tuple(row.plain for row in list_group_sessions(session, scope)),
        plan=_plan(session, scope),
        invented=study.invented,
        authors=study.authors,
    )
    return _source(session, scope, Choices(), frame)


def _source(session: Session, scope: Scope, choices: Choices, frame: records.StudyFrame) -> Source:
    def read(instrument: str, wave: str | None) -> Iterable[records.Record]:
        return read_records(session, scope, instrument, wave)

    return Source(
        frame=frame,
        instruments=instruments_in_use(session, scope),
        read=read,
        made_at=datetime.now(UTC),
        choices=choices,
    )
