"""The house's signing keys in the state folder: one private key (mode 0600), and the public half of every key there ever was."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from nhipcau.newsroom.rules.signing import key_id, read_public


def folder() -> Path:
    """``signing`` in the state folder."""
    return Path(settings.STATE) / "signing"


def private_key() -> Ed25519PrivateKey | None:
    """The key that signs now; None until one is made (``nhipcau signing-key``)."""
    place = folder() / "private.pem"
    if not place.exists():
        return None
    loaded = serialization.load_pem_private_key(place.read_bytes(), password=None)
    return loaded if isinstance(loaded, Ed25519PrivateKey) else None


def make_key() -> Ed25519PublicKey:
    """Make a new key pair in the place of the one there was, whose public half stays to check what it signed."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate()
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    halfway = place / f".private.{os.getpid()}"
    with os.fdopen(os.open(halfway, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made.private_bytes(*kinds))
    public = made.public_key()
    (place / f"{key_id(public)}.pub.pem").write_bytes(pem(public))
    halfway.replace(place / "private.pem")
    return public


def pem(public: Ed25519PublicKey) -> bytes:
    """SubjectPublicKeyInfo as PEM: what other programs read."""
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Key id → public key, of the one in use and all before it."""
    found = sorted(folder().glob("*.pub.pem")) if folder().is_dir() else []
    keys = (read_public(path.read_text()) for path in found)
    return {key_id(key): key for key in keys}
