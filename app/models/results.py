"""What was computed of a study, kept until somebody asks for it anew."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class KeptResults(Base):
    """The results of a study as they were computed last; everything in it can be computed again."""

    __tablename__ = "kept_results"
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), primary_key=True)
    form: Mapped[int]
    """The form of the body: a program that writes another one does not read it."""
    data_sha256: Mapped[str]
    """A digest of the data from which it was computed."""
    program: Mapped[str] = mapped_column(default="", server_default="")
    """The program that computed it, by name and version; empty before it was noted."""
    body: Mapped[str]
    made_at: Mapped[datetime]
