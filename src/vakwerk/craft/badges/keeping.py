"""How is a private key kept? Encrypted, with a key that follows from the secret key of this Vakwerk."""

import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


def lock(key: Ed25519PrivateKey, *, academy_id: int) -> bytes:
    """Return a private key as it is kept. It opens only for the same academy."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_secret(settings.SECRET_KEY)).encrypt(
        nonce, key.private_bytes_raw(), _about(academy_id)
    )


def unlock(kept: bytes, *, academy_id: int) -> Ed25519PrivateKey | None:
    """Return a private key, or ``None`` where neither the secret key nor an earlier one opens it."""
    for secret in _secrets():
        try:
            raw = AESGCM(secret).decrypt(kept[:_NONCE], kept[_NONCE:], _about(academy_id))
        except InvalidTag:
            continue
        return Ed25519PrivateKey.from_private_bytes(raw)
    return None


def _secrets() -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _secret(secret)


def _secret(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vakwerk issuer key").derive(secret.encode())


def _about(academy_id: int) -> bytes:
    return f"academy {academy_id}".encode()
