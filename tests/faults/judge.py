"""The judge: the phone's own list of receipts against what lies on the disk."""

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace

from app.db import Database, connect
from app.store.checking import file_damage, verify_all
from tests.faults.village import Form

LYING_THERE = (
    "SELECT record.author, record.occurrence, revision.body, revision.receipt"
    " FROM record LEFT JOIN revision ON revision.record_id = record.id"
)


ANY = ""
"""Stands for the number of a form that a phone took for received without having seen one."""


@dataclass
class Receipts:
    """What a phone keeps: the number that was shown for each form."""

    shown: dict[Form, str] = field(default_factory=dict)
    changed: int = 0
    """How often the same form was later shown under another number."""

    def keep(self, form: Form, number: str) -> None:
        """Remember a number; it must stay the same for ever."""
        if self.shown.setdefault(form, number) != number:
            self.changed += 1

    def __len__(self) -> int:
        return len(self.shown)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the forms."""

    acknowledged: int = 0
    lost: int = 0
    """A number was shown, and the answers are not there under it."""
    doubled: int = 0
    """One form lies there more than once."""
    corrupted: int = 0
    """What is torn, does not fit its checksum, or was never sent by anybody."""

    @property
    def clean(self) -> bool:
        """Say whether the promise was kept."""
        return not (self.lost or self.doubled or self.corrupted)

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            self.acknowledged + other.acknowledged,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.corrupted + other.corrupted,
        )


def judge(url: str, receipts: Receipts, filled_in: Iterable[Form] = (), key: str = "") -> Verdict:
    """Compare; `filled_in` are forms that may be there although no number was shown yet."""
    with closing(connect(url, key)) as database:
        return judge_database(database, receipts, filled_in)


def judge_database(
    database: Database, receipts: Receipts, filled_in: Iterable[Form] = (), whole: bool = True
) -> Verdict:
    """Compare with an open database; `whole` also checks every checksum in it."""
    lying = _lying_there(database)
    known = {form.name for form in (*receipts.shown, *filled_in)}
    strangers = sum(1 for name in lying.rows if name not in known)
    damage = receipts.changed + strangers + (_damage(database) if whole else 0)
    return Verdict(len(receipts), lying.lost(receipts), lying.doubled(known), damage)


def judge_both(
    url: str, own: Receipts, control: Receipts, filled_in: Iterable[Form]
) -> tuple[Verdict, Verdict]:
    """Compare for our own phones, and for those of the control arm that sent beside them."""
    with closing(connect(url)) as database:
        lying = _lying_there(database)
        verdict = judge_database(database, own, [*control.shown, *filled_in])
    own_names = {form.name for form in own.shown}
    names = {form.name for form in control.shown}
    beside = Verdict(len(control), lying.lost(control), lying.doubled(names), control.changed)
    return replace(verdict, doubled=lying.doubled(own_names)), beside


@dataclass
class LyingThere:
    """What lies on the disk: for each form, its answers under each number."""

    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)

    def lost(self, receipts: Receipts) -> int:
        """Count the receipts under which the answers are not there."""
        return sum(
            _answers(self.answers.get((form.name, number), "")) != form.answers
            for form, number in receipts.shown.items()
        )

    def doubled(self, names: Iterable[str]) -> int:
        """Count what lies there beyond the first for each of some forms."""
        return sum(max(0, self.rows[name] - 1) for name in names)


def _lying_there(database: Database) -> LyingThere:
    lying = LyingThere()
    for author, day, body, receipt in _rows(database):
        name = f"{author}/{day}"
        lying.rows[name] += 1
        lying.answers[name, receipt or ""] = lying.answers[name, ANY] = body or ""
    return lying


def _rows(database: Database) -> Iterable[tuple[str, str, str | None, str | None]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(LYING_THERE)]


def _answers(body: str) -> dict[str, str]:
    return {code: str(value) for code, value in json.loads(body).items()} if body else {}


def _damage(database: Database) -> int:
    """Count what the program's own checks find."""
    with database.reading() as session:
        torn = "" if database.is_postgresql else file_damage(session)
        return bool(torn) + sum(len(finding.faults) for finding in verify_all(session))
