"""The clock of a phone against that of the server: moments are corrected, nonsense is dropped."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.arrival.bodies import read_moment

ON_THE_SPOT = timedelta(seconds=60)
"""What is finished longer than this before it arrives has waited on the phone."""
OLDEST = timedelta(days=400)
"""Nothing waits longer on a phone: what seems older was written by a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The server's time of arrival and how far the phone's clock was off at that moment."""

    now: datetime
    offset: timedelta | None
    """None where the phone named no time that exists: then none of its times is believed."""

    @property
    def off_s(self) -> int | None:
        """Give how far the phone's clock is behind, in whole seconds."""
        return None if self.offset is None else round(self.offset.total_seconds())

    def corrected(self, moment: datetime | None) -> datetime | None:
        """Put a moment of the phone into the server's time."""
        if moment is None or self.offset is None:
            return None
        try:
            return moment + self.offset
        except OverflowError:
            return None

    def believed(self, moment: datetime | None) -> datetime | None:
        """Correct a moment; None where it cannot have been."""
        corrected = self.corrected(moment)
        if corrected is None or corrected < self.now - OLDEST:
            return None
        return min(corrected, self.now) if corrected <= self.now + ON_THE_SPOT else None


@dataclass(frozen=True, slots=True)
class Times:
    """When a form was begun and finished, in the server's time; None where nobody knows."""

    started_at: datetime | None
    finished_at: datetime | None
    mode: str


def read_clock(said: str) -> Clock:
    """Compare what the phone calls now with what the server calls now."""
    now = datetime.now(UTC)
    theirs = read_moment(said)
    return Clock(now, None if theirs is None else now - theirs)


def times_of(clock: Clock, started: datetime | None, finished: datetime | None) -> Times:
    """Correct the times of a record; it never ends before it begins."""
    ended = clock.believed(finished)
    begun = clock.believed(started)
    if begun is not None and begun > (ended or clock.now):
        begun = None
    corrected = clock.corrected(finished)
    waited = corrected is not None and corrected < clock.now - ON_THE_SPOT
    return Times(begun, ended, "offline" if waited else "web")


def show_utc(moment: datetime) -> str:
    """Write a moment as phones read it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
