"""Sealed bodies: whoever holds a phone can send them, and only the server can read them.

Sealed is: the sender's point (65 bytes, P-256, uncompressed), iv (12), AES-256-GCM of the text.
The key is the SHA-256 of the shared secret and the sender's point.
"""

import base64
import hashlib
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points the curve has: private keys are numbers below it."""
POINT, IV, TAG = 65, 12, 16
INFO = b"tolqyn seal 1"


class Unreadable(Exception):
    """Not sealed for this server, or damaged on the way."""


@cache
def public_key(secret: bytes) -> str:
    """Give the key with which pages seal, as they carry it: base64url of the point."""
    return base64.urlsafe_b64encode(_point(_private_key(secret).public_key())).rstrip(b"=").decode()


def open_sealed(secret: bytes, sealed: bytes) -> bytes:
    """Open a sealed body; raise Unreadable where that cannot be done."""
    point, iv, text = sealed[:POINT], sealed[POINT : POINT + IV], sealed[POINT + IV :]
    if len(text) < TAG:
        raise Unreadable
    try:
        sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        shared = _private_key(secret).exchange(ec.ECDH(), sender)
        return AESGCM(hashlib.sha256(shared + point).digest()).decrypt(iv, text, None)
    except (ValueError, InvalidTag) as broken:
        raise Unreadable from broken


@cache
def _private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """Derive the server's key from its secret: there is no other key to back up."""
    seed = HKDF(algorithm=SHA256(), length=48, salt=None, info=INFO).derive(secret)
    return ec.derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
