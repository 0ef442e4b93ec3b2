"""The pages of the observer, put together."""

from app.observe import lessons, visit_list
from app.observe.blueprint import pages

__all__ = ["lessons", "pages", "visit_list"]
