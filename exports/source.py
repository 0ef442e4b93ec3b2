"""What an export is made from: the study's frame, its instruments and a reader of records."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from exports.findings.finding import Findings
from instruments.definitions import Instrument, Scale
from instruments.records import Record, StudyFrame, Wave
from instruments.versions import keys as in_library
from instruments.versions import newest as newest_in_library
from instruments.wording import Language

ReadRecords = Callable[[str, str | None], Iterable[Record]]
"""Read the records of an instrument key, of one wave key or of all (None), sorted by who or what
they are about, then wave number, occurrence and part. One row at a time: never all in memory."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What participants agree to before the first question, as a form prints it."""

    lines: tuple[str, ...]
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose to export; None means all."""

    language: Language = "kk"
    instrument: str | None = None
    wave: str | None = None
    freeze: int | None = None
    """The number of a freeze; None is the study as it is now."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The freeze of which a source is the view: what it is called in files, and its proof."""

    number: int
    label: str
    wave: str | None
    """The frozen wave; None where every wave was frozen."""
    sha256: str
    """Of the frame and of every record, as they counted."""
    program: str
    """The version of the program that made the freeze."""

    @property
    def name(self) -> str:
        """Name it in the names of files."""
        return f"freeze{self.number}"


@dataclass(frozen=True, slots=True)
class Source:
    """One consistent view of a study: every file of an export is made from the same one.

    Of a frozen source every file is the same byte for byte, whenever it is written: `made_at` is
    the moment of the freeze, and no writer looks at a clock.
    """

    frame: StudyFrame
    instruments: Mapping[str, tuple[Instrument, ...]]
    """Per instrument key all versions in use, oldest first."""
    read: ReadRecords
    made_at: datetime
    choices: Choices = Choices()
    freeze: Frozen | None = None
    """None where the study may still change."""
    found: Findings | None = None
    """What was found in the same data before: it need not be computed again."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The chosen instruments' keys, in the order of the plan."""
        chosen = self.choices.instrument
        return tuple(key for key in self.instruments if chosen is None or key == chosen)

    def records(self, key: str) -> Iterable[Record]:
        """Read the chosen records of an instrument."""
        return self.read(key, self.choices.wave)

    def newest(self, key: str) -> Instrument:
        """Give the newest version in use of an instrument."""
        return self.instruments[key][-1]

    def analysed(self, key: str) -> Instrument:
        """Give the version that says how an instrument is analysed.

        The newest in use that says anything; for an older one of the library the newest there, as
        far as it has the items.
        """
        for one in reversed(self.instruments[key]):
            if one.outcome or one.index or one.rater_item or one.groups or one.covariates:
                return one
        used = self.newest(key)
        if key not in in_library():
            return used
        newest = newest_in_library(key)
        return newest if newest.items.keys() <= used.items.keys() else used

    def scales(self, key: str) -> tuple[Scale, ...]:
        """Give every scale once, as the newest version that has it defines it."""
        every = (scale for version in self.instruments[key] for scale in version.scales)
        return tuple({scale.code: scale for scale in every}.values())


def planned_waves(source: Source, key: str) -> tuple[Wave, ...]:
    """List the chosen waves in which the plan asks an instrument; all if it names none."""
    chosen = [wave for wave in source.frame.waves if source.choices.wave in (None, wave.key)]
    asked = {entry.wave for entry in source.frame.plan if entry.instrument == key}
    return tuple(wave for wave in chosen if wave.key in asked or not asked)
