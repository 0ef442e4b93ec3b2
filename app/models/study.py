"""A study: its schools, classes, waves and plan."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Study(Base):
    """One study; every other row belongs to one."""

    __tablename__ = "study"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Mapping[str, str]]
    about: Mapped[Mapping[str, str]]
    """What, why and who sees it, as participants read it before the first question."""
    contact: Mapped[str] = mapped_column(default="")
    authors: Mapped[str] = mapped_column(default="", server_default="")
    """Who made the study, as it is cited: names parted by semicolons, with an ORCID or without."""
    language: Mapped[str] = mapped_column(default="kk")
    invented: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


class School(Base):
    """A school of a study; `attributes` are columns of the analysis."""

    __tablename__ = "school"
    __table_args__ = (UniqueConstraint("study_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    code: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    attributes: Mapped[Mapping[str, str]]


class SchoolClass(Base):
    """A class; in a multi-grade class `grades` names several, such as 3-4."""

    __tablename__ = "school_class"
    __table_args__ = (UniqueConstraint("study_id", "school_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    code: Mapped[str]
    grades: Mapped[str] = mapped_column(default="")


class Wave(Base):
    """One round of collection: planned, open, closing (no new starts), closed."""

    __tablename__ = "wave"
    __table_args__ = (
        UniqueConstraint("study_id", "key"),
        UniqueConstraint("study_id", "number"),
        CheckConstraint("state IN ('planned', 'open', 'closing', 'closed')", name="state"),
        CheckConstraint("stage IN ('baseline', 'midyear', 'end', 'other')", name="stage"),
        CheckConstraint("closes_on IS NULL OR closes_on >= opens_on", name="ends_after_it_begins"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    key: Mapped[str]
    number: Mapped[int]
    stage: Mapped[str]
    label: Mapped[Mapping[str, str]]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="planned")


class PlanEntry(Base):
    """That an instrument version is asked in a wave."""

    __tablename__ = "plan_entry"
    __table_args__ = (UniqueConstraint("wave_id", "instrument"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    instrument: Mapped[str]
    version: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
