"""The frame of a study as one canonical text, and back: what a freeze keeps beside records."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from instruments import records
from instruments.definitions import Instrument
from instruments.wording import Text

Versions = dict[str, tuple[int, ...]]
"""The versions in use by instrument, in the order of the plan."""


def frozen_text(frame: records.StudyFrame, instruments: Mapping[str, Sequence[Instrument]]) -> str:
    """Write a frame and the versions in use in one way only."""
    versions = [[key, [one.version for one in every]] for key, every in instruments.items()]
    whole = {"frame": asdict(frame), "instruments": versions}
    return json.dumps(
        whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat
    )


def read_frozen_text(text: str) -> tuple[records.StudyFrame, Versions]:
    """Read a frame back, and the versions that were in use."""
    whole = json.loads(text)
    versions = {key: tuple(numbers) for key, numbers in whole["instruments"]}
    return _frame(whole["frame"]), versions


def _frame(plain: dict[str, Any]) -> records.StudyFrame:
    return records.StudyFrame(
        key=plain["key"],
        title=Text(**plain["title"]),
        waves=tuple(
            records.Wave(**_days(one, "opens_on", "closes_on") | {"label": Text(**one["label"])})
            for one in plain["waves"]
        ),
        schools=tuple(records.School(**one) for one in plain["schools"]),
        participants=tuple(records.Participant(**one) for one in plain["participants"]),
        lessons=tuple(records.Lesson(**_days(one, "held_on")) for one in plain["lessons"]),
        group_sessions=tuple(
            records.GroupSession(**_days(one, "held_on")) for one in plain["group_sessions"]
        ),
        plan=tuple(records.PlanEntry(**one) for one in plain["plan"]),
        invented=plain["invented"],
        authors=plain.get("authors", ""),  # a freeze of before knows none
    )


def _days(plain: dict[str, Any], *names: str) -> dict[str, Any]:
    """Read the days of a row."""
    days = {name: date.fromisoformat(plain[name]) for name in names if plain[name]}
    return plain | days
