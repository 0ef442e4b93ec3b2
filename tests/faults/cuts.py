"""Power cuts: what a receipt was shown for is there after any of them."""

import random
import shutil
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from unittest import mock
from uuid import uuid4

from sqlalchemy import event

import app.db
from app.db import Database, connect
from app.store import people, studies, waves
from app.store.checking import file_damage
from app.store.instruments import get_instrument
from app.store.records import Submission, keep
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.answers import from_plain
from tests.faults.apsw_driver import our_disk
from tests.faults.judge import Receipts, Verdict, judge_database
from tests.faults.powercut import Disk
from tests.faults.tally import Tally, total, unseen
from tests.faults.village import DIARY, WAVE, Form, diaries_of, settle, sqlite_in

RAM = Path("/dev/shm")
WHOLE = 10
"""Every tenth image is checked to the last checksum; every one by SQLite's own check."""


@dataclass(frozen=True, slots=True)
class Safety:
    """How careful SQLite is told to be; empty: as the program tells it."""

    name: str
    synchronous: str = ""
    sound: bool = True
    """Whether this SQLite may use its log; else the rollback journal serves."""


PROGRAM = Safety("WAL, synchronous=FULL")
OLD_SQLITE = Safety("journal, synchronous=EXTRA", sound=False)
NORMAL = Safety("WAL, synchronous=NORMAL", "NORMAL")
OFF = Safety("WAL, synchronous=OFF", "OFF")
OLD_FULL = Safety("journal, synchronous=FULL", "FULL", sound=False)
FORMS, PAGES = 150, 300
"""Forms of an evening; pages of the log after which SQLite brings it into the file."""
CUTS = 200
"""So often the power of one evening is cut."""


@dataclass
class Evening:
    """What happened on the disk while teachers sent their forms."""

    disk: Disk
    begun: int
    """After so many events the study was set up and the first form came."""
    shown: list[tuple[int, Form, str]]
    """After how many events which receipt was shown."""
    sent: list[Form]


def spend(folder: Path, safety: Safety, forms: int, chance: random.Random) -> Evening:
    """Let teachers send forms through the program's own code, over a disk of ours."""
    with ExitStack() as stack:
        disk = stack.enter_context(our_disk())
        stack.enter_context(mock.patch.object(app.db, "sqlite_is_sound", lambda: safety.sound))
        teachers = settle(sqlite_in(folder), 4)
        database = stack.enter_context(closing(connect(sqlite_in(folder))))
        _overrule(database, safety)
        evening = Evening(disk, len(disk.events), [], [])
        for form in islice(diaries_of(teachers, chance), forms):
            evening.sent.append(form)
            receipt = keep_form(database, form)
            evening.shown.append((len(disk.events), form, receipt))
    return evening


def _overrule(database: Database, safety: Safety) -> None:
    """Bring the log into the file often, to see that too; be careless where that is asked for."""
    database.close()

    @event.listens_for(database.engine, "connect")
    def overrule(connection, _record: object) -> None:
        connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES}")
        if safety.synchronous:
            connection.execute(f"PRAGMA synchronous = {safety.synchronous}")


def keep_form(database: Database, form: Form) -> str:
    """Keep a form as the program does: one transaction, the receipt after the commit."""
    with database.writing() as session:
        study = studies.find_study(session, "village")
        scope = Scope(study.id, form.teacher.code, "participant")
        instrument = get_instrument(session, DIARY, 1)
        answers, _ = from_plain(instrument, form.answers)
        sent = Submission(
            id=form.id,
            wave_id=waves.find_wave(session, scope, WAVE).id,
            instrument=instrument,
            subject=Subject(people.find_person(session, scope, form.teacher.code).id),
            answers=answers,
            author=form.teacher.code,
        )
        receipt = keep(session, scope, sent)
    return receipt.number


def cut(evening: Evening, cuts: int, chance: random.Random, ram: Path) -> tuple[Verdict, int]:
    """Cut the power at random instants; give what was found and how many cuts lost something."""
    span = range(evening.begun, len(evening.disk.events) + 1)
    instants = sorted(chance.choices(span, k=cuts))
    verdict, bad = Verdict(len(evening.shown)), 0
    for number, image in enumerate(evening.disk.images(instants, chance)):
        receipts = Receipts(
            {form: shown for after, form, shown in evening.shown if after <= instants[number]}
        )
        found = _open(image, receipts, evening.sent, ram, number % WHOLE == 0)
        bad += not found.clean
        verdict += Verdict(0, found.lost, found.doubled, found.corrupted)
    return verdict, bad


def _open(
    image: dict[str, bytes], receipts: Receipts, sent: list[Form], ram: Path, whole: bool
) -> Verdict:
    """Switch the machine on again: the program's own SQLite recovers what it finds."""
    folder = ram / str(uuid4())
    folder.mkdir()
    for file, content in image.items():
        (folder / file).write_bytes(content)
    try:
        with closing(connect(sqlite_in(folder))) as database:
            with database.reading() as session:
                torn = file_damage(session)
            if torn:
                return Verdict(0, len(receipts), 0, 1)
            return judge_database(database, receipts, sent, whole)
    except (app.db.Unopenable, app.db.DBAPIError):
        return Verdict(0, len(receipts), 0, 1)
    finally:
        shutil.rmtree(folder)


def run(safety: Safety, cuts: int, seed: int) -> tuple[Verdict, int]:
    """Spend as many evenings as it takes; give what was found and the cuts that lost anything."""
    verdict, bad = Verdict(), 0
    for number in range(0, cuts, CUTS):
        chance = random.Random(f"{seed} {safety.name} {number}")
        with tempfile.TemporaryDirectory(dir=RAM if RAM.is_dir() else None) as ram:
            (Path(ram) / "data").mkdir()
            evening = spend(Path(ram) / "data", safety, FORMS, chance)
            found, spoilt = cut(evening, min(CUTS, cuts - number), chance, Path(ram))
        verdict, bad = verdict + found, bad + spoilt
    return verdict, bad


def experiment(cuts: int, seed: int, safety: Safety = PROGRAM) -> Tally:
    """Cut the power of the program, and beside it of one that is told to be less careful."""
    verdict, _ = run(safety, cuts, seed)
    beside = (NORMAL, OFF) if safety.sound else (OLD_FULL,)
    few = max(60, cuts // 20)
    controls = [(control, *run(control, few, seed)) for control in beside]
    blind = [
        text for control, found, _ in controls if (text := unseen(found, "lost", who=control.name))
    ]
    told = "; ".join(f"{control.name}: {bad} of {few} cuts lost" for control, _, bad in controls)
    return Tally(
        f"power cut ({safety.name})",
        f"{cuts:,} cuts",
        verdict,
        total(found for _, found, _ in controls),
        "; ".join(blind),
        told,
    )
