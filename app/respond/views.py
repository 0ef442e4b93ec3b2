"""The pages of the teacher, put together."""

from app.respond import entry, home, questionnaire
from app.respond.blueprint import pages

__all__ = ["entry", "home", "pages", "questionnaire"]
