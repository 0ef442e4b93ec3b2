"""The kept results of a study, and a digest of the data that they come from."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, String, delete, func, select, type_coerce
from sqlalchemy.orm import Session

from app.models import (
    GroupSession,
    KeptResults,
    Lesson,
    Participant,
    PlanEntry,
    Record,
    Revision,
    School,
    SchoolClass,
    Study,
    Wave,
)
from app.store.scope import Scope
from exports.program import program


@dataclass(frozen=True, slots=True)
class Kept:
    """What was computed, when, and from what."""

    groups: list[Any]
    """The groups of findings as plain data."""
    made_at: datetime
    data_sha256: str
    program: str


def read_kept(session: Session, scope: Scope, form: int) -> Kept | None:
    """Read the kept results of a study; None where there are none in this form."""
    row = session.get(KeptResults, scope.study_id)
    if row is None or row.form != form:
        return None
    return Kept(json.loads(row.body), row.made_at, row.data_sha256, row.program)


def keep_results(
    session: Session, scope: Scope, form: int, groups: Sequence[object], data_sha256: str
) -> None:
    """Keep what was computed in the place of what was computed before."""
    session.execute(delete(KeptResults).where(KeptResults.study_id == scope.study_id))
    body = json.dumps(groups, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    session.add(
        KeptResults(
            study_id=scope.study_id,
            form=form,
            data_sha256=data_sha256,
            program=program(),
            body=body,
            made_at=datetime.now(UTC),
        )
    )


def digest_data(session: Session, scope: Scope) -> str:
    """Give a digest that changes with the records, the roster or the plan of a study."""
    found, connection = hashlib.sha256(), session.connection()
    for query in _data(scope.study_id):
        rows = [[*row] for row in connection.execute(query)]
        found.update(json.dumps(rows, default=str, ensure_ascii=False).encode())
        found.update(b"\n")
    return found.hexdigest()


def _data(study: int) -> tuple[Select[*tuple[Any, ...]], ...]:
    """Give what the digest is of; revisions are only ever added, so their newest says it all."""
    people, visit = Participant, Lesson
    return (
        select(func.count(Revision.id), func.max(Revision.id)).where(Revision.study_id == study),
        # What a person decides about doubles and late forms changes no revision.
        select(
            func.count(Record.id),
            func.count(Record.duplicate_of),
            func.sum(Record.newest),
            *(
                func.count(Record.id).filter(mark)
                for mark in (Record.conflict, Record.settled, Record.late)
            ),
        ).where(Record.study_id == study),
        select(
            people.code,
            people.role,
            people.school_id,
            people.class_id,
            people.teacher_id,
            people.language,
            # As it is stored: reading thousands of them as JSON takes longer than all else.
            type_coerce(people.attributes, String),
        )
        .where(people.study_id == study)
        .order_by(people.id),
        select(School.code, School.attributes).where(School.study_id == study).order_by(School.id),
        select(SchoolClass.code, SchoolClass.grades)
        .where(SchoolClass.study_id == study)
        .order_by(SchoolClass.id),
        select(Wave.key, Wave.number, Wave.stage, Wave.label)
        .where(Wave.study_id == study)
        .order_by(Wave.id),
        select(PlanEntry.wave_id, PlanEntry.instrument, PlanEntry.version)
        .where(PlanEntry.study_id == study)
        .order_by(PlanEntry.id),
        select(visit.id, visit.code, visit.wave_id, visit.participant_id, visit.held_on)
        .where(visit.study_id == study)
        .order_by(visit.id),
        select(GroupSession.code, GroupSession.group, GroupSession.wave_id)
        .where(GroupSession.study_id == study)
        .order_by(GroupSession.id),
        select(Study.title).where(Study.id == study),
    )
