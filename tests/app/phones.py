"""A phone that sends by script, and what it sends: small bodies, as the phone writes them."""

import base64
import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.models import Study
from tests.app.houses import House

ANSWERS = {"device": "phone", "device_shared": "0"}


def iso(moment: datetime) -> str:
    """Write a moment as JavaScript does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ago(**since: float) -> str:
    """Write the moment that lies so long back."""
    return iso(datetime.now(UTC) - timedelta(**since))


def seal(key: str, text: bytes) -> bytes:
    """Seal a body with the key of a page, as a phone does."""
    point = base64.urlsafe_b64decode(key + "=")
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    own = ec.generate_private_key(ec.SECP256R1())
    mine = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), theirs)
    iv = os.urandom(12)
    return mine + iv + AESGCM(hashlib.sha256(shared + mine).digest()).encrypt(iv, text, None)


@dataclass
class Phone:
    """A phone on which somebody has opened a page of the house."""

    home: House
    client: FlaskClient
    own: dict[str, object]
    """What proves who sends: a token or a study."""
    wave: str = "midyear"
    instrument: str = "platform_access"
    slow: timedelta = field(default_factory=timedelta)
    """How far the phone's clock is behind."""

    def body(self, answers: dict | None = None, **more: object) -> dict[str, object]:
        """Write a finished form."""
        plain = {
            **self.own,
            "wave": self.wave,
            "instrument": self.instrument,
            "version": 1,
            "language": "en",
            "answers": ANSWERS if answers is None else answers,
            "started_at": ago(minutes=9),
            "finished_at": ago(seconds=5),
        }
        return {name: value for name, value in {**plain, **more}.items() if value is not None}

    def put(self, path: str, sent: object, **headers: str) -> TestResponse:
        """PUT a body, given as a table or as bytes."""
        text = sent if isinstance(sent, bytes) else json.dumps(sent, ensure_ascii=False).encode()
        kind = headers.pop("kind", "application/json")
        known = {"X-Tolqyn": iso(datetime.now(UTC) - self.slow), "Content-Type": kind}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.put(path, data=text, headers={**known, **named})

    def send(self, sent: object, record_id: str | None = None, **headers: str) -> TestResponse:
        """Send a finished form."""
        return self.put(f"/sync/records/{record_id or uuid4()}", sent, **headers)

    def save(self, sent: object, record_id: str, seen: int = 0) -> TestResponse:
        """Save an unfinished form, having seen that draft of the server."""
        return self.put(f"/sync/drafts/{record_id}", sent, If_Match=f'"{seen}"')


def teacher(home: House, code: str = "T01", **more: object) -> Phone:
    """Give the phone of a teacher who holds a link."""
    return Phone(home, home.stranger(), {"token": home.token(code)}, **more)


def colleague(home: House, login: str, instrument: str) -> Phone:
    """Give the phone of somebody of the team who is signed in."""
    home.client = home.stranger()
    home.sign_in(login)
    return Phone(home, home.client, {"study": "try"}, instrument=instrument)


def new_id() -> str:
    """Make an id as a phone makes it where a draft begins."""
    return str(uuid4())


def rows(home: House) -> dict[str, int]:
    """Count what lies in every table, the log of events too."""
    with home.database.engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar()
            for name in Study.metadata.tables
        }


def refused(home: House, answer, status: int, code: str) -> str:
    """Check a refusal: its status, its word, one sentence, and give the sentence."""
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.json
    sentence = answer.json["error"]
    assert sentence and "!" not in sentence and not re.search(r"[{}]|%\(", sentence)
    assert answer.headers["Cache-Control"] == "no-store"
    return sentence
