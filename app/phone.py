"""What a page tells the engine on the phone: who reads it, which form it is, and its words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from flask import Flask, g

from app import current
from app.filled import Filling, Page, VisitFacts
from app.languages import gettext as _
from forms.fields import plain
from forms.phone import blank_words
from instruments.records import REFERENCE


@dataclass(frozen=True, slots=True)
class PhonePage:
    """Who reads a page, and what the engine says."""

    who: str
    """link, staff, or nothing where nobody is known."""
    code: str
    study: str
    secret: str
    """Opens what staff keep on the phone; a participant's link does so itself."""
    seal: str
    now: str
    words: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Task:
    """A form with what the server knows of it."""

    wave: str
    instrument: str
    version: int
    language: str
    title: str
    id: str
    number: int
    """The number of the server's draft; 0 where there is none."""
    answers: object
    context: Mapping[str, str]
    parent: int | None
    lesson: VisitFacts | None
    group_session: VisitFacts | None
    home: str
    receipt: str
    """The last part of the receipt's address."""
    part: str = ""
    """Of a consensus or master record."""


def phone_page() -> dict[str, object]:
    """Tell the engine who reads the page."""
    visitor, staff = g.get("visitor"), g.get("staff")
    study = g.get("study")
    page = PhonePage(
        "link" if visitor else "staff" if staff else "",
        visitor.code if visitor else staff.code if staff else "",
        study.key if study else "",
        current.protection().key_for(staff.code) if staff else "",
        current.seal(),
        datetime.now(UTC).isoformat(timespec="seconds"),
        words(),
    )
    return asdict(page)


def task_of(found: Filling, page: Page, home: str, receipt: str) -> dict[str, object]:
    """Tell the engine of a form."""
    draft = found.draft
    task = Task(
        found.wave.key,
        found.instrument.key,
        found.instrument.version,
        current.language(),
        found.instrument.title.in_(current.language()),
        page.record_id,
        draft.number if draft else 0,
        plain(page.answers),
        {**found.wave.context, "role": found.role, "language": current.language()},
        found.parent,
        found.visit if found.subject.lesson_id else None,
        found.visit if found.subject.group_session_id else None,
        home,
        receipt,
        found.part if found.part in REFERENCE else "",
    )
    # A teacher's page does without it: every byte of it is paid for.
    return {name: value for name, value in asdict(task).items() if name != "part" or value}


def words() -> dict[str, object]:
    """Give the engine's words on every page; a place in braces is filled in on the phone."""
    return {
        "no_network": _("There is no network now."),
        "busy": _("The server is busy. It is tried again by itself."),
        "clock": _("The phone's clock is wrong; check its date and time."),
    }


def form_words(found: Filling) -> dict[str, object]:
    """Give the words for filling in a form."""
    return {
        "phone": _("Kept on this phone"),
        "server": _("On the server"),
        "part": _("Part {number} / {count}"),
        "missing": _(
            "Something is missing or cannot be read. It is marked below; everything else is kept."
        ),
        "check": _("This answer does not fit: check it."),
        "longest": _("The text is too long: shorten it to {most} characters."),
        "other_tab": _("This form is open in another tab. Go on there; here it can only be read."),
        "no_room": _("This phone has no room to keep answers. Free some, or stay online."),
        "blank": blank_words(found.instrument, current.language()),
    }


def timed_words() -> dict[str, str]:
    """Give the words of a lesson's clock."""
    return {
        "interval": _("Interval {number} of {count}"),
        "next": _("next in {time}"),
        "of": _("of {time}"),
        "paused": _("The clock stands still"),
        "ended": _("The lesson has ended"),
        "late": _("late mark for no. {number}"),
        "edited": _("no. {number} of {count}"),
        "sweep_now": _("sweep {number} of {count}: now, {time} left"),
        "sweep_next": _("sweep {number} of {count} at {time}"),
        "last_on": _("Last: {code}, {time}"),
        "last_off": _("Last: {code} off, {time}"),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "end": _("End"),
        "sure": _("Sure?"),
        "forgotten": _("The clock went on for hours after the last mark at {time}."),
        "leap": _("The phone's clock leapt {minutes} minutes ahead."),
    }


def list_words() -> dict[str, object]:
    """Give the words for what waits on the phone."""
    return {
        "phone": _("Kept on this phone"),
        "waits": _("Finished {time}, waits on this phone."),
        "received": _("Received {time}, no. {number}"),
        "send_now": _("Send now"),
        "to_file": _("Save to a file"),
        "reopen": _("Open and correct"),
        "others": _("Forms of other people that wait on this phone: {number}"),
    }


def init(app: Flask) -> None:
    """Let templates tell the engine."""
    app.jinja_env.globals.update(
        phone_page=phone_page,
        task_of=task_of,
        form_words=form_words,
        list_words=list_words,
        timed_words=timed_words,
    )
