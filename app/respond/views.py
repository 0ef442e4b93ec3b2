"""The pages of the teacher, put together."""

from app.respond import entry, feedback, home, questionnaire
from app.respond.blueprint import pages

__all__ = ["entry", "feedback", "home", "pages", "questionnaire"]
