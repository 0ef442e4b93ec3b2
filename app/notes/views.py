"""The pages of the moderator, put together."""

from app.notes import session_list, sessions
from app.notes.blueprint import pages

__all__ = ["pages", "session_list", "sessions"]
