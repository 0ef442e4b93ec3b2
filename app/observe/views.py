"""The pages of the observer, put together."""

from app.observe import agreement, lessons, new_visit, visit_list
from app.observe.blueprint import pages

__all__ = ["agreement", "lessons", "new_visit", "pages", "visit_list"]
