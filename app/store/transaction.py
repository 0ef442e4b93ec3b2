"""The open transaction that views hand on to stores; who hands it on need not know SQLAlchemy."""

from sqlalchemy.orm import Session

__all__ = ["Session"]
