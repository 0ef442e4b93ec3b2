"""Instruments that a study brought along, beside those of the library."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class InstrumentVersion(Base):
    """A published version of an instrument: its source never changes."""

    __tablename__ = "instrument_version"
    __table_args__ = (UniqueConstraint("key", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str]
    source: Mapped[str]
    published_at: Mapped[datetime]
