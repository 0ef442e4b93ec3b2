"""What counted in a wave at a moment, for numbers that are published; rows are only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Freeze(Base):
    """A freeze of a wave, or of every wave where it names none.

    Its table has a longer name because FREEZE is a word of PostgreSQL's own.
    """

    __tablename__ = "wave_freeze"
    __table_args__ = (UniqueConstraint("study_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    label: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was made although the wave was not closed."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    program: Mapped[str]
    frame: Mapped[str]
    """Everything that exports read beside records, as canonical JSON."""
    records: Mapped[int]
    sha256: Mapped[str]
    """Of the frame and of every row that an export of this freeze reads."""


class FrozenRecord(Base):
    """Which revision of a record counted, and what else of the record may change later."""

    __tablename__ = "frozen_record"
    freeze_id: Mapped[int] = mapped_column(ForeignKey("wave_freeze.id"), primary_key=True)
    instrument: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Its place in the order of exports, which read one instrument after the other."""
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    revision: Mapped[int]
    wave: Mapped[str]
    participant: Mapped[str]
    lesson: Mapped[str]
    group_session: Mapped[str]
    occurrence: Mapped[str]
    author: Mapped[str]
    part: Mapped[str]
    mode: Mapped[str]
    started_at: Mapped[datetime | None]
    late: Mapped[bool]
    conflict: Mapped[bool]
