"""Two phones of one teacher in any order of anything: nothing acknowledged is ever missing.

Short in `make test`; TOLQYN_FAULTS=long tries a hundred times as much.
"""

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.arrival.receiving import keep_record
from app.store import drafts, people, reading, waves
from app.store.checking import verify_all
from app.store.drafts import Place
from app.store.subjects import Subject
from instruments.wording import Text
from tests.app.houses import House, house
from tests.app.phones import Phone, iso, new_id, teacher

LONG = os.environ.get("TOLQYN_FAULTS") == "long"
EXAMPLES, STEPS = (2_000, 60) if LONG else (50, 30)
CODES = ("device", "device_shared", "had_difficulties", "wish")
VALUES = {"device": ("phone", "tablet", "laptop"), "wish": ("", "ә", "x y")}
LATER = {"open": "closing", "closing": "closed", "closed": "open"}
PHONES = st.integers(0, 1)
THEN = st.sampled_from(["save", "finish", "send", "nothing"])


@dataclass
class Held:
    """What a phone holds: its form, and what it last saw of the server's draft."""

    phone: Phone
    id: str = field(default_factory=new_id)
    answers: dict = field(default_factory=dict)
    cleared: set = field(default_factory=set)
    seen: int = 0


@dataclass
class Draft:
    """The server's draft as it should be."""

    id: str
    number: int
    answers: dict


class TwoPhones(RuleBasedStateMachine):
    """A teacher with two phones, a wave that opens and closes, and a model in plain tables."""

    home: House
    number = 0

    @initialize()
    def begin(self) -> None:
        """Give every run a wave of its own in the one house."""
        type(self).number += 1
        self.wave = f"w{self.number}"
        with self.home.database.writing() as session:
            label = Text(self.wave, self.wave, self.wave)
            waves.add_wave(session, self.home.scope(), self.wave, "other", label, state="open")
        self.home.agree("T01", self.wave)
        self.held = [Held(teacher(self.home, wave=self.wave)) for _ in range(2)]
        self.state = "open"
        self.draft: Draft | None = None
        self.kept: dict[str, list[dict]] = {}
        self.outbox: list[tuple[Phone, str, bytes, dict]] = []
        self.saved: list[tuple[Held, str, int, dict, set]] = []
        self.receipts: dict[tuple[str, str], str] = {}

    # What a person does; rules are few, so that none of them is tried too seldom

    @rule(which=PHONES, code=st.sampled_from(CODES), choice=st.integers(0, 3), then=THEN)
    def work(self, which: int, code: str, choice: int, then: str) -> None:
        """Answer a question or take its answer back; then save, finish, send, or nothing yet."""
        held = self.held[which]
        if choice < 3:
            held.answers[code] = VALUES.get(code, ("0", "1", "1"))[choice]
            held.cleared.discard(code)
        elif held.answers.pop(code, None) is not None:
            held.cleared.add(code)
        if then == "save":
            self._save_now(held)
        elif then in ("finish", "send"):
            self._finish(held)
        if then == "send":
            self._send(*self.outbox[-1], reply_is_lost=False)

    @rule(which=PHONES, what=st.sampled_from(["save", "finish", "wipe", "move the wave"]))
    def do(self, which: int, what: str) -> None:
        """Save or finish the form as it is, lose the phone's memory, or move the wave on."""
        held = self.held[which]
        if what == "save":
            self._save_now(held)
        elif what == "finish":
            self._finish(held)
        elif what == "wipe":
            self.held[which] = Held(held.phone)
        else:
            self.state = LATER[self.state]
            self.home.set_wave(self.wave, self.state)

    # What the network does with it

    @precondition(lambda self: self.saved)
    @rule(data=st.data())
    def save_late(self, data) -> None:
        """Let an old draft arrive again: a repetition, or one that was long on its way."""
        self._save(*data.draw(st.sampled_from(self.saved)), listens=False)

    @precondition(lambda self: self.outbox)
    @rule(data=st.data(), reply_is_lost=st.booleans())
    def send(self, data, reply_is_lost: bool) -> None:
        """Send anything of the outbox, in any order, again and again."""
        self._send(*data.draw(st.sampled_from(self.outbox)), reply_is_lost=reply_is_lost)

    def _save_now(self, held: Held) -> None:
        """Send the draft; where the server has another one, put both together."""
        self.saved.append((held, held.id, held.seen, dict(held.answers), set(held.cleared)))
        self._save(*self.saved[-1], listens=True)

    def _finish(self, held: Held) -> None:
        """Put the form into the outbox as it is."""
        now = iso(datetime.now(UTC))
        body = held.phone.body(dict(held.answers), started_at=now, finished_at=now)
        self.outbox.append((held.phone, held.id, json.dumps(body).encode(), dict(held.answers)))

    def _send(
        self, phone: Phone, record_id: str, text: bytes, answers: dict, *, reply_is_lost: bool
    ) -> None:
        said = phone.send(text, record_id)
        assert said.status_code == 200, said.json
        real = {code: value for code, value in answers.items() if value}
        revisions = self.kept.setdefault(record_id, [])
        assert said.json["again"] is (real in revisions)
        if real not in revisions:
            revisions.append(real)
            self.draft = None
        if not reply_is_lost:
            key = (record_id, json.dumps(real, sort_keys=True))
            known = self.receipts.setdefault(key, said.json["receipt"])
            assert known == said.json["receipt"], "a receipt changed"

    def _save(
        self, held: Held, draft_id: str, seen: int, answers: dict, cleared: set, *, listens: bool
    ) -> None:
        now = iso(datetime.now(UTC))
        body = held.phone.body(answers, started_at=now, cleared=sorted(cleared))
        said = held.phone.save(body, draft_id, seen)
        expected, self.draft = self._expect(draft_id, seen, answers, cleared)
        assert (said.status_code, said.json.get("code", "")) == expected, (said.json, expected)
        if not listens:
            return
        if said.status_code == 200:
            held.seen, held.cleared = said.json["number"], set()
        elif said.json["code"] == "older":
            held.id, held.seen = said.json["id"], said.json["number"]
            theirs = {
                code: value for code, value in said.json["answers"].items() if code not in cleared
            }
            held.answers = {**theirs, **held.answers}

    def _expect(
        self, draft_id: str, seen: int, answers: dict, cleared: set
    ) -> tuple[tuple[int, str], Draft | None]:
        """Say what the server should answer, and what it should then have."""
        real = {code: value for code, value in answers.items() if value}
        there = self.draft
        if draft_id in self.kept:
            return (410, "received"), there
        if there is None:
            new = Draft(draft_id, seen + 1, real)
            return ((409, "closed"), None) if self.state == "closed" else ((200, ""), new)
        if (there.id, there.answers) == (draft_id, real):
            return (200, ""), there
        if (there.id, there.number) != (draft_id, seen):
            return (409, "older"), there
        left = {code: value for code, value in there.answers.items() if code not in cleared}
        return (200, ""), Draft(draft_id, seen + 1, {**left, **real})

    # What must hold after every step

    @invariant()
    def one_record_counts(self) -> None:
        """Of all that was sent about one teacher in one wave, one record counts."""
        with self.home.database.reading() as session:
            found = list(
                reading.read_records(session, self.home.scope(), "platform_access", self.wave)
            )
        assert len(found) == bool(self.kept)

    @invariant()
    def nothing_acknowledged_is_missing(self) -> None:
        """Every body that was answered with a receipt lies there under it, whole and once."""
        with self.home.database.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT record_id, revision.body, receipt FROM revision"
                " JOIN record ON record.id = record_id JOIN wave ON wave.id = wave_id"
                f" WHERE wave.key = '{self.wave}' ORDER BY record_id, revision.number"
            ).all()
        there: dict[str, list[dict]] = {}
        receipts = set()
        for record_id, text, receipt in rows:
            there.setdefault(record_id, []).append(json.loads(text))
            receipts.add((record_id, receipt))
        assert there == self.kept
        assert {(key[0], receipt) for key, receipt in self.receipts.items()} <= receipts

    @invariant()
    def the_draft_is_the_newest(self) -> None:
        """The server has the draft that the model has: no older one came over it."""
        with self.home.database.reading() as session:
            scope = self.home.scope()
            wave = waves.find_wave(session, scope, self.wave).id
            person = people.find_person(session, scope, "T01").id
            place = Place(wave, "platform_access", Subject(participant_id=person))
            found = drafts.find_draft(session, scope, place)
        plain = found and Draft(found.id, found.number, dict(found.answers))
        assert plain == self.draft


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> House:
    return house(tmp_path_factory.mktemp("order"))


def try_orders(home: House, **more: object) -> None:
    """Let two phones do anything in any order."""
    TwoPhones.home = home
    run_state_machine_as_test(
        TwoPhones,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )


def test_any_order_of_anything(home):
    try_orders(home)
    with home.database.reading() as session:
        assert not [fault for finding in verify_all(session) for fault in finding.faults]


CONTROL = {"phases": [Phase.generate], "database": None, "derandomize": True}
"""The controls try the same orders every time: whether they notice must not be left to chance."""


def last_one_wins(session, scope, place, sent, gone, language):
    """Save a draft as a careless server would: whatever comes last stands."""
    return drafts.save_draft(
        session, scope, place, sent.id, sent.version, sent.answers, language, seen=sent.number
    )


def test_the_trial_notices_a_server_on_which_the_last_draft_wins(home, monkeypatch):
    """The control: were this run green, the one above would prove nothing."""
    monkeypatch.setattr("app.api.saving.drafts.save_seen", last_one_wins)
    with pytest.raises((AssertionError, ExceptionGroup)):
        try_orders(home, **CONTROL)


def test_the_trial_notices_a_server_that_forgets_a_form(home, monkeypatch):
    """The second control: a receipt is shown for it, and the record is not there."""

    def forgetful(session, reading_):
        receipt = keep_record(session, reading_)
        session.rollback()
        return receipt

    monkeypatch.setattr("app.api.sync.keep_record", forgetful)
    with pytest.raises((AssertionError, ExceptionGroup)):
        try_orders(home, **CONTROL)
