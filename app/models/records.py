"""Records, their revisions and drafts, and what they are about."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base

ABOUT_ONE = (
    "(CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN lesson_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN group_session_id IS NULL THEN 0 ELSE 1 END) = 1"
)


class Lesson(Base):
    """One visited lesson; two observers may code it."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("study_id", "code"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    code: Mapped[str]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    held_on: Mapped[date | None]
    made_by: Mapped[str]
    join_code: Mapped[str] = mapped_column(default="", index=True)
    """What the second observer types: it follows from the id that the first phone made."""
    starts_at: Mapped[str] = mapped_column(default="")
    """The hour of the timetable, 09:30; empty where nobody said it."""


class LessonClaim(Base):
    """What one observer's phone said a lesson to be, where another had begun it.

    `id` is the id that this phone made: its address leads to the lesson for ever.
    """

    __tablename__ = "lesson_claim"
    id: Mapped[str] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    held_on: Mapped[date | None]
    starts_at: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]


class PlannedVisit(Base):
    """That a teacher is to be visited in a wave, by whom, and who codes beside."""

    __tablename__ = "planned_visit"
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    instrument: Mapped[str]
    observer: Mapped[str]
    second: Mapped[str] = mapped_column(default="")
    """The code of the second observer; empty where one codes alone."""
    planned_for: Mapped[date | None]
    starts_at: Mapped[str] = mapped_column(default="")
    lesson_id: Mapped[str] = mapped_column(unique=True)
    """The id that the lesson gets when its visit begins; nothing refers to it until then."""


class FeedbackRelease(Base):
    """That a teacher may see one page of what was seen in a lesson."""

    __tablename__ = "feedback_release"
    __table_args__ = (UniqueConstraint("lesson_id", "instrument"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id"))
    instrument: Mapped[str]
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    """Whose record the page shows."""
    revision: Mapped[int]
    """The number of the revision that was read and released."""
    words: Mapped[str] = mapped_column(default="")
    """What the coordinator adds."""
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The items whose notes the coordinator lets the teacher read."""
    released_at: Mapped[datetime]
    released_by: Mapped[str]


class GroupSession(Base):
    """One focus group or interview."""

    __tablename__ = "group_session"
    __table_args__ = (UniqueConstraint("study_id", "code"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    code: Mapped[str]
    group: Mapped[str] = mapped_column(default="")
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    held_on: Mapped[date | None]
    made_by: Mapped[str]


class Record(Base):
    """One filled-in instrument. Its id is born where the draft begins and never changes."""

    __tablename__ = "record"
    __table_args__ = (
        CheckConstraint(ABOUT_ONE, name="about_exactly_one"),
        CheckConstraint("mode IN ('web', 'offline', 'paper', 'import')", name="mode"),
        CheckConstraint("part IN ('', 'primary', 'second', 'consensus', 'master')", name="part"),
        Index("ix_record_study_instrument_wave", "study_id", "instrument", "wave_id"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    instrument: Mapped[str]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    lesson_id: Mapped[str | None] = mapped_column(ForeignKey("lesson.id"), index=True)
    group_session_id: Mapped[str | None] = mapped_column(ForeignKey("group_session.id"), index=True)
    occurrence: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    part: Mapped[str] = mapped_column(default="")
    mode: Mapped[str]
    duplicate_of: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    """Another record about the same: kept, left out of the analysis until a person decides."""
    conflict: Mapped[bool] = mapped_column(default=False)
    settled: Mapped[bool] = mapped_column(default=False)
    """Whether a person has decided about this double."""
    late: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime | None]
    newest: Mapped[int] = mapped_column(default=0)
    """The number of the newest revision: the current answers."""


class Revision(Base):
    """What was sent once; rows are only ever added."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("record_id", "number"),
        Index("ix_revision_record_sha256", "record_id", "sha256"),
        CheckConstraint("status IN ('complete', 'partial')", name="status"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    number: Mapped[int]
    parent: Mapped[int | None]
    version: Mapped[int]
    body: Mapped[str]
    sha256: Mapped[str]
    status: Mapped[str]
    language: Mapped[str]
    author: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    client_at: Mapped[datetime | None]
    clock_off_s: Mapped[int | None] = mapped_column(BigInteger)
    """How far the phone's clock was behind the server's; None where nobody knows."""
    happened_on: Mapped[date | None]
    """The day alone, where no more is known: imported rows often say no hour."""
    received_at: Mapped[datetime]
    receipt: Mapped[str] = mapped_column(index=True)


class Draft(Base):
    """Answers on their way to a record: the server's copy of an unfinished form."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("study_id", "owner"),
        CheckConstraint(ABOUT_ONE, name="about_exactly_one"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    owner: Mapped[str]
    """Whose draft of what: one string, so that each person has one draft of each thing."""
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    instrument: Mapped[str]
    version: Mapped[int]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    lesson_id: Mapped[str | None] = mapped_column(ForeignKey("lesson.id"))
    group_session_id: Mapped[str | None] = mapped_column(ForeignKey("group_session.id"))
    body: Mapped[str]
    number: Mapped[int]
    language: Mapped[str]
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
