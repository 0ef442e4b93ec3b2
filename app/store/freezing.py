"""Make a freeze: note what counts now, in one transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Integer, cast, func, insert, literal, select
from sqlalchemy.orm import Session

from app.models import Freeze, FrozenRecord, GroupSession, Lesson, Participant, Record, Wave
from app.store import audit
from app.store.frame import instruments_in_use, read_frame
from app.store.freezes import FreezeView, NotFrozen, find_freeze, insist_on_every_school, proof
from app.store.frozen_frame import frozen_text
from app.store.reading import IN_ORDER, counting
from app.store.scope import Scope
from app.store.waves import WaveView, list_waves
from exports.program import program
from instruments.wording import Language, Message

MADE = "freeze.made"
LONGEST = 200
"""Signs of a label or a reason."""
RUNNING = ("open", "closing")
EVERY_WAVE = Message("app", "Every wave")


def add_freeze(
    session: Session,
    scope: Scope,
    wave: str | None,
    label: str = "",
    reason: str = "",
    language: Language = "kk",
) -> FreezeView:
    """Freeze a wave, or every wave (None); call it inside `writing()`.

    A wave that still takes answers is frozen with a reason only. Without a label it is called by
    its wave and day in words of the language.
    """
    insist_on_every_school(scope)
    chosen = _chosen(list_waves(session, scope), wave)
    label, reason = (" ".join(words.split()) for words in (label, reason))
    if len(max(label, reason, key=len)) > LONGEST:
        raise NotFrozen(Message("app", "At most {longest} signs fit here.", {"longest": LONGEST}))
    running = [one.key for one in chosen if one.state in RUNNING]
    if running and not reason:
        raise NotFrozen(
            Message(
                "app",
                "Still open: {waves}. Close it first, or say in a sentence why you freeze it now.",
                {"waves": ", ".join(running)},
            )
        )
    made_at = datetime.now(UTC)
    label = label or _name(wave, chosen, f"{made_at:%Y-%m-%d}", language)
    number = _add(session, scope, wave, chosen, made_at, label, reason)
    made = find_freeze(session, scope, number)
    about = f"{wave or '*'} {made.records} {made.sha256}"
    audit.note(session, scope, MADE, str(number), f"{about}; {reason}")
    return made


def _name(wave: str | None, chosen: Sequence[WaveView], day: str, language: Language) -> str:
    words = EVERY_WAVE if wave is None else chosen[0].label
    return f"{words.in_(language)[: LONGEST - len(day) - 1]} {day}"


def _chosen(waves: Sequence[WaveView], key: str | None) -> list[WaveView]:
    chosen = [one for one in waves if key in (None, one.key)]
    if not waves:
        raise NotFrozen(Message("app", "The study has no wave yet: add one first."))
    if not chosen:
        raise NotFrozen(
            Message(
                "app",
                "The study has no wave {key}. It has: {known}.",
                {"key": key or "–", "known": ", ".join(one.key for one in waves) or "–"},
            )
        )
    return chosen


def _add(
    session: Session,
    scope: Scope,
    wave: str | None,
    chosen: Sequence[WaveView],
    made_at: datetime,
    label: str,
    reason: str,
) -> int:
    newest = select(func.max(Freeze.number)).where(Freeze.study_id == scope.study_id)
    text = frozen_text(read_frame(session, scope), instruments_in_use(session, scope))
    rows = session.connection().execute(counting(scope, wave).execution_options(yield_per=500))
    counted, sha256 = proof(text, rows)
    row = Freeze(
        study_id=scope.study_id,
        wave_id=chosen[0].id if wave is not None else None,
        number=(session.scalar(newest) or 0) + 1,
        label=label,
        reason=reason,
        made_at=made_at,
        made_by=scope.actor,
        program=program(),
        frame=text,
        records=counted,
        sha256=sha256,
    )
    session.add(row)
    session.flush()
    _add_records(session, scope, wave, row.id)
    return row.number


def _add_records(session: Session, scope: Scope, wave: str | None, freeze_id: int) -> None:
    """Note every record that counts, without a journey through this process."""
    columns = {
        "freeze_id": cast(literal(freeze_id), Integer),
        "position": func.row_number().over(order_by=IN_ORDER),
        "record_id": Record.id,
        "revision": Record.newest,
        "instrument": Record.instrument,
        "wave": Wave.key,
        "participant": func.coalesce(Participant.code, ""),
        "lesson": func.coalesce(Lesson.code, ""),
        "group_session": func.coalesce(GroupSession.code, ""),
        "occurrence": Record.occurrence,
        "author": Record.author,
        "part": Record.part,
        "mode": Record.mode,
        "started_at": Record.started_at,
        "late": Record.late,
        "conflict": Record.conflict,
    }
    found = counting(scope, wave).order_by(None).with_only_columns(*columns.values())
    session.execute(insert(FrozenRecord).from_select([*columns], found))
