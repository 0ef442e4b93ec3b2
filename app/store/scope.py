"""Who asks, and how much of a study that person may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true

from app.models import Participant, School


@dataclass(frozen=True, slots=True)
class Scope:
    """A person's view of one study: every query about a study takes one."""

    study_id: int
    actor: str
    role: str
    schools: tuple[str, ...] = ()
    """School codes that the person may see; empty means all."""

    def sees_school(self, code: str) -> bool:
        """Say whether a school lies in the view."""
        return not self.schools or code in self.schools

    def school_condition(self) -> ColumnElement[bool]:
        """Restrict a query that has `School` in it."""
        inside = School.study_id == self.study_id
        return inside & School.code.in_(self.schools) if self.schools else inside

    def participant_condition(self) -> ColumnElement[bool]:
        """Restrict a query that has `Participant` in it."""
        inside = Participant.study_id == self.study_id
        if not self.schools:
            return inside & true()
        allowed = select(School.id).where(self.school_condition())
        return inside & Participant.school_id.in_(allowed)
