"""Staff: users, the studies they work in, and their sign-ins."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class User(Base):
    """Somebody of the research team."""

    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    code: Mapped[str]
    """What stands in exports instead of the name, such as OBS2."""
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(default="kk")
    may_make_studies: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]


class Membership(Base):
    """The role of a user in a study; `schools` narrows it, empty means all."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "study_id"),
        CheckConstraint("role IN ('coordinator', 'observer', 'moderator')", name="role"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    role: Mapped[str]
    schools: Mapped[list[str]] = mapped_column(JSON, default=list)


class SignIn(Base):
    """A session on the server; the cookie holds the id, the table only its hash."""

    __tablename__ = "sign_in"
    id_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
