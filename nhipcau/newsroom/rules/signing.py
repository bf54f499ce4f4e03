"""Signed statements: what exactly is signed, and whether a signature is good. Ed25519 (RFC 8032) over canonical JSON in UTF-8."""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "Ed25519"
FORMAT = "nhipcau-statement-1"


class BadDocument(ValueError):
    """The file is no signed statement of this format."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed. ``time`` is ISO 8601 with its zone; ``body`` is plain text."""

    title: str
    body: str
    language: str
    url: str
    time: str
    office: str


def plain(text: str) -> str:
    """``text`` as it is compared: composed letters (NFC), one space or line break where there were several."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)


def canonical(statement: Statement) -> bytes:
    """The bytes that are signed: keys in order, no spaces, letters as they are (RFC 8785 for strings)."""
    said = {name: plain(value) for name, value in asdict(statement).items()}
    return json.dumps({"format": FORMAT, **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def words_hash(title: str, body: str) -> str:
    """By what words a pasted text is found again: its letters and figures alone, so that copying through a letter or a
    web page loses nothing. Hexadecimal SHA-256."""
    text = unicodedata.normalize("NFC", f"{title} {body}").casefold()
    return hashlib.sha256("".join(sign for sign in text if sign.isalnum()).encode()).hexdigest()


def key_id(public: Ed25519PublicKey) -> str:
    """A short name of a key: the first sixteen hexadecimal digits of the SHA-256 of its raw bytes."""
    return hashlib.sha256(raw(public)).hexdigest()[:16]


def raw(public: Ed25519PublicKey) -> bytes:
    """Thirty-two bytes."""
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def public_text(public: Ed25519PublicKey) -> str:
    """The raw bytes in base64."""
    return base64.b64encode(raw(public)).decode()


def read_public(text: str) -> Ed25519PublicKey:
    """From base64 or PEM. Raises BadDocument."""
    try:
        if "BEGIN" in text:
            loaded = serialization.load_pem_public_key(text.encode())
            if not isinstance(loaded, Ed25519PublicKey):
                raise BadDocument("not an Ed25519 key")
            return loaded
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError as fault:
        raise BadDocument(str(fault)) from fault


def sign(payload: bytes, private: Ed25519PrivateKey) -> str:
    """The signature in base64."""
    return base64.b64encode(private.sign(payload)).decode()


def is_good(payload: bytes, signature: str, public: Ed25519PublicKey) -> bool:
    """Whether ``signature`` (base64) is that key's over exactly these bytes."""
    try:
        public.verify(base64.b64decode(signature, validate=True), payload)
    except (InvalidSignature, ValueError):
        return False
    return True


def document(payload: bytes, signature: str, public: Ed25519PublicKey) -> dict[str, Any]:
    """A signed statement as a file that can be checked without us. ``signed`` is the very text that was signed."""
    return {
        "format": FORMAT, "algorithm": ALGORITHM, "signed": payload.decode(), "signature": signature,
        "key_id": key_id(public), "public_key": public_text(public),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed statement as read from a file."""

    payload: bytes
    signature: str
    key_id: str
    public_key: str
    statement: Statement


def read_document(text: str) -> Signed:
    """Raises BadDocument. Whether the signature is good is another question."""
    try:
        whole = json.loads(text)
        inner = json.loads(whole["signed"])
        if whole["format"] != FORMAT or inner.pop("format") != FORMAT or whole["algorithm"] != ALGORITHM:
            raise BadDocument("another format")
        statement = Statement(**{name: str(value) for name, value in inner.items()})
        return Signed(
            str(whole["signed"]).encode(),
            str(whole["signature"]),
            str(whole["key_id"]),
            str(whole["public_key"]),
            statement,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BadDocument(str(fault)) from fault
