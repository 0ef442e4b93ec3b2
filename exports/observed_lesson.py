"""Columns that every table of visited lessons has."""

from exports.columns import CellKind, Column
from exports.wording import say

VISIT = Column("visit_id", CellKind.TEXT, say("Visited lesson"))
OBSERVER = Column("observer_id", CellKind.TEXT, say("Observer"))
PART = Column(
    "observer_role",
    CellKind.CODE,
    say("Part of the observer: primary, second, consensus or master"),
)
WAVE = Column("wave", CellKind.CODE, say("Wave"))
INSTRUMENT = Column("instrument_id", CellKind.CODE, say("Instrument"))
VERSION = Column("instrument_version", CellKind.INTEGER, say("Version of the instrument"))
RESPONSE = Column("response_id", CellKind.TEXT, say("Identifier of the record"))
ITEM = Column("item", CellKind.CODE, say("Item that was rated"))
TRACK = Column("track", CellKind.CODE, say("Track of the clock that the code belongs to"))
INTERVAL = Column("interval_index", CellKind.INTEGER, say("Number of the interval or sweep"))
