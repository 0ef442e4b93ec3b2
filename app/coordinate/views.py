"""The pages of the coordinator's desk, put together."""

from app.coordinate import (
    agreement,
    carried,
    comparing,
    exports,
    imports_views,
    links,
    log,
    overview,
    people,
    schools,
    studies,
    team,
    tray,
    visit_oddities,
    visit_plan,
    visited,
    waves,
)
from app.coordinate.blueprint import pages

__all__ = [
    "agreement",
    "carried",
    "comparing",
    "exports",
    "imports_views",
    "links",
    "log",
    "overview",
    "pages",
    "people",
    "schools",
    "studies",
    "team",
    "tray",
    "visit_oddities",
    "visit_plan",
    "visited",
    "waves",
]
