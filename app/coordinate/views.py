"""The pages of the coordinator's desk, put together."""

from app.coordinate import imports_views, log, overview, schools, studies, team, waves
from app.coordinate.blueprint import pages

__all__ = ["imports_views", "log", "overview", "pages", "schools", "studies", "team", "waves"]
