"""Which items a record was asked, remembered: most records of a wave take the same route."""

import re
from collections.abc import Hashable, Mapping

from exports.columns import exported
from instruments.definitions import Instrument, opened
from instruments.records import Record, Wave
from instruments.routing import asked

NAMED = re.compile(r"\$\{\s*([^}]+?)\s*\}")
ITSELF = re.compile(r"(?<![\w'\"])\.(?![\d.])")
MANY = 5000
"""Routes remembered at a time."""


class Routes:
    """Finds the items that records of one instrument were asked."""

    def __init__(self, instrument: Instrument, waves: Mapping[str, Wave]) -> None:
        self._instrument = instrument
        self._waves = waves
        self._looked_at = _looked_at(instrument)
        self._kept = frozenset(item.code for item in exported(instrument.answered_items))
        self._known: dict[Hashable, frozenset[str]] = {}

    def asked(self, record: Record, role: str) -> frozenset[str]:
        """Give the codes of the exported items that were asked."""
        if self._looked_at is None:
            return self._find(record, role)
        answers = record.answers
        route = (record.wave, role, record.language, *map(answers.get, self._looked_at))
        try:
            known = self._known.get(route)
        except TypeError:  # a condition looks at a repeat, and its rows cannot be remembered
            return self._find(record, role)
        if known is None:
            if len(self._known) >= MANY:
                self._known.clear()
            known = self._known[route] = self._find(record, role)
        return known

    def context(self, record: Record, role: str) -> dict[str, str]:
        """Give what conditions may look at besides the answers."""
        wave = self._waves.get(record.wave)
        context = {"wave": record.wave, "role": role, "language": record.language}
        if wave is not None:
            context |= {"wave_stage": wave.stage, "wave_number": str(wave.number)}
        moment = record.submitted_at or record.received_at
        day = record.happened_on or (moment.date() if moment else None)
        if day is not None:
            context["today"] = day.isoformat()
        return context

    def _find(self, record: Record, role: str) -> frozenset[str]:
        items = asked(self._instrument, record.answers, self.context(record, role))
        return frozenset(item.code for item in items) & self._kept


def _looked_at(instrument: Instrument) -> tuple[str, ...] | None:
    """Name the items whose answers decide the route; None where it depends on more than that."""
    conditions = {section.show_if: "" for section in instrument.sections if section.show_if}
    conditions |= {item.show_if: item.code for item in instrument.items.values() if item.show_if}
    inner = {one.code for repeat in instrument.repeats for one in opened(repeat.items)}
    found: set[str] = set()
    for condition, code in conditions.items():
        names = set(NAMED.findall(condition))
        if "today" in condition or "now" in condition or names & inner:
            return None
        found |= names | ({code} if ITSELF.search(condition) else set())
    return tuple(sorted(found & instrument.items.keys()))
