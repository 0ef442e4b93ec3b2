"""Personal links: a 128-bit token and a short code, derived, never stored.

Token and code come from the server's secret, the participant and the number of the issue, so
that a lost card can be printed again although the tables hold hashes only.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session

from app.models import Consent, Link, Participant, Study
from app.store import audit
from app.store.contacts import with_own_name
from app.store.scope import Scope

ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWX"
"""28 signs that nobody confuses on paper: no 0 O, 1 I L, S Y Z."""
CODE_LENGTH = 8
LOOK_ALIKES = str.maketrans("АВЕКМНРСТХ", "ABEKMHPCTX")
"""Cyrillic letters that look like signs of a code: a Kazakh keyboard types these."""


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """What a participant gets: the token for the address, the code for typing."""

    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened a personal link."""

    participant_id: int
    study_id: int
    code: str
    role: str
    own_language: str
    study_language: str
    chosen_language: str | None = None
    name: str = ""

    @property
    def initials(self) -> str:
        """Give the first letters of the own name, so that a shared phone shows whose page it is."""
        return " ".join(f"{word[0]}." for word in self.name.split()[:2])

    @property
    def language(self) -> str:
        """Give the language in which the visitor is greeted: the one last decided in, if any."""
        return self.chosen_language or self.own_language or self.study_language


def derive(secret: bytes, participant_id: int, issue: int) -> PersonalLink:
    """Derive the link of an issue: 128 bits of HMAC-SHA256, and eight more signs."""
    seed = f"{participant_id}/{issue}".encode()
    token = hmac.digest(secret, b"link/" + seed, "sha256")[:16]
    number = int.from_bytes(hmac.digest(secret, b"code/" + seed, "sha256"))
    signs = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return PersonalLink(base64.urlsafe_b64encode(token).rstrip(b"=").decode(), "".join(signs))


def hashed(secret_text: str) -> str:
    """Hash a token or code for the table."""
    return hashlib.sha256(secret_text.encode()).hexdigest()


def typed_code(text: str) -> str:
    """Read a short code as people type it: small or Cyrillic letters, spaces, hyphens."""
    return "".join(sign for sign in text.upper().translate(LOOK_ALIKES) if sign in ALPHABET)


def personal_links(
    session: Session, scope: Scope, secret: bytes, participant_ids: Sequence[int]
) -> Mapping[int, PersonalLink]:
    """Give the valid link of each participant; make the first one where there is none."""
    query = (
        select(Link.participant_id, func.max(Link.issue))
        .join(Participant, Participant.id == Link.participant_id)
        .where(scope.participant_condition(), Link.revoked_at.is_(None))
        .group_by(Link.participant_id)
    )
    issues = dict(session.execute(query).all())
    missing = [number for number in participant_ids if number not in issues]
    for number in missing:
        issues[number] = _issue(session, scope, secret, number)
    if missing:
        audit.note(session, scope, "links.made", "", str(len(missing)))
    return {number: derive(secret, number, issues[number]) for number in participant_ids}


def renew(session: Session, scope: Scope, secret: bytes, participant_id: int) -> PersonalLink:
    """Make a new link and end the old ones; drafts and records stay."""
    session.execute(
        update(Link)
        .where(Link.participant_id == participant_id, Link.revoked_at.is_(None))
        .values(revoked_at=datetime.now(UTC))
    )
    issue = _issue(session, scope, secret, participant_id)
    audit.note(session, scope, "link.renewed", str(participant_id))
    return derive(secret, participant_id, issue)


def _issue(session: Session, scope: Scope, secret: bytes, participant_id: int) -> int:
    last = session.scalar(select(func.max(Link.issue)).where(Link.participant_id == participant_id))
    issue = (last or 0) + 1
    link = derive(secret, participant_id, issue)
    session.add(
        Link(
            study_id=scope.study_id,
            participant_id=participant_id,
            issue=issue,
            token_hash=hashed(link.token),
            code_hash=hashed(link.code),
            made_at=datetime.now(UTC),
        )
    )
    session.flush()
    return issue


BY_TOKEN = with_own_name(
    select(
        Participant.id,
        Participant.study_id,
        Participant.code,
        Participant.role,
        Participant.language,
        Study.language,
        select(Consent.language)
        .where(Consent.participant_id == Participant.id, Consent.channel == "link")
        .order_by(Consent.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
    .join(Link, Link.participant_id == Participant.id)
    .join(Study, Study.id == Participant.study_id)
    .where(Link.token_hash == bindparam("token_hash"))
)
BY_VALID_TOKEN = BY_TOKEN.where(Link.revoked_at.is_(None))
"""Built once: every request behind a personal link begins with it."""


def find_visitor(session: Session, token: str) -> Visitor | None:
    """Find who holds a token."""
    return _visitor(session, token, BY_VALID_TOKEN)


def find_former_visitor(session: Session, token: str) -> Visitor | None:
    """Find who once held a token that has been replaced: it opens nothing any more."""
    return _visitor(session, token, BY_TOKEN)


def _visitor(session: Session, token: str, query: Select[Any]) -> Visitor | None:
    row = session.connection().execute(query, {"token_hash": hashed(token)}).first()
    return Visitor(*row) if row else None


def find_by_code(session: Session, secret: bytes, typed: str) -> tuple[Visitor, str] | None:
    """Find who holds a short code, with the token of the same link."""
    query = select(Link.participant_id, Link.issue).where(
        Link.code_hash == hashed(typed_code(typed)), Link.revoked_at.is_(None)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    token = derive(secret, row.participant_id, row.issue).token
    visitor = find_visitor(session, token)
    return (visitor, token) if visitor else None
