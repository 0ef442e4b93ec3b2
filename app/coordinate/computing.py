"""Compute the results of a study once and keep them: pages read what is kept."""

from dataclasses import dataclass
from datetime import datetime

from app.db import Database
from app.store import audit
from app.store.frame import export_source
from app.store.results import digest_data, keep_results, read_kept
from app.store.scope import Scope
from app.store.transaction import Session
from exports.findings.finding import Finding, Findings, Group
from exports.findings.stored import FORM, from_json, group_from_json, one_from_json
from exports.program import program
from exports.source import Choices

COMPUTED = "results.computed"


@dataclass(frozen=True, slots=True)
class Results:
    """What was computed of a study last, and whether its data or the program changed since."""

    findings: Findings
    made_at: datetime
    has_new_data: bool
    by_older_program: bool

    @property
    def is_old(self) -> bool:
        """Whether computing again may give something else."""
        return self.has_new_data or self.by_older_program


def compute_results(database: Database, scope: Scope) -> Findings:
    """Compute every finding of a study and keep it in the place of the older ones.

    The digest is read in the same view of the data; the write lock is taken for the keeping alone,
    so that whoever sends meanwhile does not wait.
    """
    # The statistics load numpy and scipy, a third of a second that no other page needs.
    from exports.findings.everything import all_findings  # noqa: PLC0415
    from exports.findings.plain import as_json  # noqa: PLC0415

    with database.reading() as session:
        digest = digest_data(session, scope)
        findings = all_findings(export_source(session, scope, Choices()))
    groups = as_json(findings)
    with database.writing() as session:
        if not _is_overtaken(session, scope, digest):
            keep_results(session, scope, FORM, groups, digest)
            audit.note(session, scope, COMPUTED, digest)
    return findings


def _is_overtaken(session: Session, scope: Scope, digest: str) -> bool:
    """Say whether somebody who began later has kept the results of the present data already."""
    kept = read_kept(session, scope, FORM)
    return (
        kept is not None
        and kept.data_sha256 != digest
        and kept.data_sha256 == digest_data(session, scope)
    )


def read_results(session: Session, scope: Scope) -> Results | None:
    """Read what was computed last; None where nothing is kept."""
    kept = read_kept(session, scope, FORM)
    if kept is None:
        return None
    has_new_data = kept.data_sha256 != digest_data(session, scope)
    findings = from_json(kept.groups)
    return Results(findings, kept.made_at, has_new_data, kept.program != program())


def read_finding(session: Session, scope: Scope, key: str) -> Finding | None:
    """Read one kept finding."""
    kept = read_kept(session, scope, FORM)
    return one_from_json(kept.groups, key) if kept else None


def read_group(session: Session, scope: Scope, topic: str) -> Group | None:
    """Read the kept findings of one topic."""
    kept = read_kept(session, scope, FORM)
    return group_from_json(kept.groups, topic) if kept else None
