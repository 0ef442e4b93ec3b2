"""What is odd about a visit, each with one sentence: a person looks, nothing is refused."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from instruments.wording import Message

SHORTEST = timedelta(minutes=5)
"""Nobody watches and codes a lesson in less."""
SHORT_SHARE = 0.5
"""A timed record of less than this share of the usual time holds half a lesson."""
MET = timedelta(minutes=5)
"""Two lessons may touch by so much: a bell rings late."""
CLOCK = 86_400
NIGHT = (22, 6)
DAY = "%d.%m.%Y"
CLOCK_TIME = "%H:%M"


class Concern(StrEnum):
    """Of which kind an oddity is."""

    SHORT = "short"
    TIMES = "times"
    CLOCK = "clock"
    TWO_PLACES = "two_places"
    DAY = "day"
    LOG = "log"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class SeenVisit:
    """One observer's record of one lesson, as the checks read it; times are local."""

    record: str
    receipt: str
    lesson: str
    teacher: str
    school: str
    observer: str
    minutes: int
    """How long it takes by its author: a lesson."""
    held_on: date | None = None
    dated: date | None = None
    """The day that the record itself says."""
    begun: datetime | None = None
    sent: datetime | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    clock_off_s: int | None = None
    timed: bool = False
    """Whether the record says by the second what was seen."""
    length_s: float | None = None
    """How long the lesson of a timed record was, pauses apart."""
    doubts: tuple[Message, ...] = ()
    """What its own log leaves in doubt: empty intervals, long pauses, codes set late."""

    @property
    def day(self) -> date | None:
        """Give the day of the lesson: what the record says counts before what was planned."""
        return self.dated or self.held_on

    @property
    def during(self) -> tuple[datetime, datetime] | None:
        """Say from when to when the observer sat in the lesson, where that is known.

        A checklist may be sent long after the lesson, so it is taken to end with its usual time.
        """
        if self.begun is None:
            return None
        usual = self.begun + timedelta(minutes=self.minutes)
        if self.timed and self.length_s is not None:
            return self.begun, self.begun + timedelta(seconds=self.length_s)
        return self.begun, min(self.sent, usual) if self.sent else usual


@dataclass(frozen=True, slots=True)
class Oddity:
    """That something about one or two visits should be looked at, and why."""

    concern: Concern
    visits: tuple[SeenVisit, ...]
    why: Message
    key: str
    """What tells it apart in the log, when a person says that it is right."""


def say(sentence: str, **values: object) -> Message:
    """Make a sentence of the app."""
    return Message("app", sentence, values)


def find_oddities(visits: Iterable[SeenVisit], today: date) -> tuple[Oddity, ...]:
    """Find what is odd about visits, one by one and side by side."""
    seen = tuple(visits)
    alone = (
        _odd(concern, (visit,), why)
        for visit in seen
        for concern, check in ALONE
        for why in check(visit, today)
    )
    return (*alone, *find_overlaps(seen))


def _odd(concern: Concern, visits: tuple[SeenVisit, ...], why: Message) -> Oddity:
    records = " ".join(visit.record for visit in visits)
    return Oddity(concern, visits, why, f"{concern} {records}: {why}")


def short(visit: SeenVisit, _today: date) -> Iterator[Message]:
    """Find what is too short for a lesson."""
    if visit.timed:
        if visit.length_s is not None and visit.length_s < SHORT_SHARE * visit.minutes * 60:
            yield say(
                "The record holds {length} minutes of a lesson of {minutes}.",
                length=int(visit.length_s // 60),
                minutes=visit.minutes,
            )
    elif visit.begun and visit.sent and timedelta(0) <= visit.sent - visit.begun < SHORTEST:
        yield say(
            "Begun at {begun} and sent {seconds} seconds later: too fast for a lesson.",
            begun=visit.begun.strftime(CLOCK_TIME),
            seconds=int((visit.sent - visit.begun).total_seconds()),
        )


def impossible(visit: SeenVisit, today: date) -> Iterator[Message]:
    """Find days and hours at which no lesson can have been."""
    if visit.begun and visit.sent and visit.sent < visit.begun:
        yield say(
            "The end ({end}) lies before the beginning ({begun}).",
            begun=_moment(visit.begun),
            end=_moment(visit.sent),
        )
    if visit.begun and not NIGHT[1] <= visit.begun.hour < NIGHT[0]:
        yield say(
            "Begun at {begun}: no school has lessons at night.",
            begun=visit.begun.strftime(CLOCK_TIME),
        )
    if visit.day is None:
        return
    if visit.day > today:
        yield say("The day of the lesson, {day}, has not come yet.", day=visit.day.strftime(DAY))
    elif (visit.opens_on and visit.day < visit.opens_on) or (
        visit.closes_on and visit.day > visit.closes_on
    ):
        yield say(
            "The day of the lesson, {day}, lies outside the days of the wave ({first} to {last}).",
            day=visit.day.strftime(DAY),
            first=visit.opens_on.strftime(DAY) if visit.opens_on else "…",
            last=visit.closes_on.strftime(DAY) if visit.closes_on else "…",
        )


def wrong_clock(visit: SeenVisit, _today: date) -> Iterator[Message]:
    """Find phones whose clock is off by more than a day."""
    if visit.clock_off_s is not None and abs(visit.clock_off_s) > CLOCK:
        yield say(
            "The clock of the phone was wrong by {days} days: its hours were corrected.",
            days=round(abs(visit.clock_off_s) / CLOCK),
        )


def other_day(visit: SeenVisit, _today: date) -> Iterator[Message]:
    """Find records that name another day than their visit."""
    if visit.dated and visit.held_on and visit.dated != visit.held_on:
        yield say(
            "The visit is of {held}, and the record says {dated}.",
            held=visit.held_on.strftime(DAY),
            dated=visit.dated.strftime(DAY),
        )


def doubtful(visit: SeenVisit, _today: date) -> Iterator[Message]:
    """Pass on what the log of a timed record leaves in doubt."""
    yield from visit.doubts


Check = Callable[[SeenVisit, date], Iterator[Message]]
ALONE: tuple[tuple[Concern, Check], ...] = (
    (Concern.SHORT, short),
    (Concern.TIMES, impossible),
    (Concern.CLOCK, wrong_clock),
    (Concern.DAY, other_day),
    (Concern.LOG, doubtful),
)


Sat = tuple[datetime, datetime, SeenVisit]
"""From when to when somebody sat in a lesson."""


def find_overlaps(visits: Sequence[SeenVisit]) -> Iterator[Oddity]:
    """Find observers who sat in two lessons at once, and teachers who gave two at once."""
    found: dict[tuple[str, str], Oddity] = {}
    for one, other in _at_once(visits):
        if one.observer == other.observer:
            why = say(
                "{who} sat in two lessons at once: {first} from {begun}, {second} from {other}.",
                who=one.observer,
                first=one.lesson,
                second=other.lesson,
                begun=_begun(one),
                other=_begun(other),
            )
        elif one.teacher == other.teacher:
            why = say(
                "{who} gave two lessons at once: {first} from {begun}, {second} from {other}.",
                who=one.teacher,
                first=one.lesson,
                second=other.lesson,
                begun=_begun(one),
                other=_begun(other),
            )
        else:
            continue
        found.setdefault((one.lesson, other.lesson), _odd(Concern.TWO_PLACES, (one, other), why))
    yield from found.values()


def _at_once(visits: Sequence[SeenVisit]) -> Iterator[tuple[SeenVisit, SeenVisit]]:
    """Yield visits of different lessons that share time: of one observer, then of one teacher."""
    groups: dict[tuple[str, str], list[Sat]] = defaultdict(list)
    for visit in visits:
        if visit.during:
            sat = (*visit.during, visit)
            groups["observer", visit.observer].append(sat)
            groups["teacher", visit.teacher].append(sat)
    for _, group in sorted(groups.items()):
        yield from _touching(sorted(group, key=_from))


def _touching(group: Sequence[Sat]) -> Iterator[tuple[SeenVisit, SeenVisit]]:
    for place, (_, ended, one) in enumerate(group):
        for later, later_end, other in group[place + 1 :]:
            if later >= ended:
                break
            if one.lesson != other.lesson and min(ended, later_end) - later > MET:
                yield one, other


def _from(sat: Sat) -> tuple[datetime, str]:
    return sat[0], sat[2].lesson


def _begun(visit: SeenVisit) -> str:
    return visit.begun.strftime(CLOCK_TIME) if visit.begun else ""


def _moment(value: datetime) -> str:
    return value.strftime(f"{DAY} {CLOCK_TIME}")
