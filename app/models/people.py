"""Participants by study code; who they are stands in tables of their own."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Participant(Base):
    """A study code and what the analysis may know of it."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("study_id", "code"),
        CheckConstraint("role IN ('teacher', 'pupil')", name="role"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    code: Mapped[str]
    role: Mapped[str]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    language: Mapped[str] = mapped_column(default="")
    attributes: Mapped[Mapping[str, str]]


class Contact(Base):
    """Name and ways to reach a participant: read by the contacts store only."""

    __tablename__ = "contact"
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")


class Link(Base):
    """A personal link: of the token and the short code only hashes are kept."""

    __tablename__ = "link"
    __table_args__ = (UniqueConstraint("participant_id", "issue"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    issue: Mapped[int]
    token_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Consent(Base):
    """What a participant agreed to or refused in a wave; rows are only ever added."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("decision IN ('given', 'refused', 'withdrawn')", name="decision"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    decision: Mapped[str]
    text_sha256: Mapped[str]
    language: Mapped[str]
    channel: Mapped[str]
    decided_at: Mapped[datetime]
