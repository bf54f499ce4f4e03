"""Public files: types, caches, ranges, and nothing else than what lies in the public folder."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from django.test import Client
from django.urls import reverse

from nhipcau.media import shelf
from nhipcau.media.actions import open_to_public
from nhipcau.people.models import Office, Staff
from tests.factories.media import SVG, asset_of, cleared, film

pytestmark = pytest.mark.django_db
NAME = "0123456789abcdef0123456789abcdef.mp4"
BODY = bytes(range(256)) * 4


@pytest.fixture
def laid_out() -> Iterator[str]:
    """A file of 1024 bytes in public; its address."""
    path = shelf.public_file(NAME)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(BODY)
    yield f"/media/p/{NAME}"
    path.unlink()


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_public_file_is_kept_for_ever_and_runs_nothing(laid_out: str, client: Client) -> None:
    answer = client.get(laid_out)
    assert answer.status_code == 200
    assert body(answer) == BODY
    assert answer["Content-Type"] == "video/mp4"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Accept-Ranges"] == "bytes"
    assert "Set-Cookie" not in answer
    assert client.get(laid_out, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("header", "status", "span"),
    [
        ("bytes=0-99", 206, (0, 99)), ("bytes=1000-", 206, (1000, 1023)), ("bytes=-24", 206, (1000, 1023)),
        ("bytes=0-999999", 206, (0, 1023)), ("bytes=-5000", 206, (0, 1023)), ("bytes=1024-", 416, None),
        ("bytes=-0", 416, None), ("bytes=5-2", 200, None), ("bytes=0-1,5-6", 200, None), ("chars=0-1", 200, None),
        ("bytes=a-b", 200, None), ("bytes=" + "9" * 40 + "-", 200, None),
    ],
)  # fmt: skip
def test_ranges(header: str, status: int, span: tuple[int, int] | None, laid_out: str, client: Client) -> None:
    answer = client.get(laid_out, headers={"Range": header})
    assert answer.status_code == status
    if span:
        assert answer["Content-Range"] == f"bytes {span[0]}-{span[1]}/1024"
        assert body(answer) == BODY[span[0] : span[1] + 1]
        assert answer["Content-Length"] == str(span[1] - span[0] + 1)
    elif status == 416:
        assert answer["Content-Range"] == "bytes */1024"
    else:
        assert body(answer) == BODY


def test_a_range_of_another_version_gets_the_whole(laid_out: str, client: Client) -> None:
    answer = client.get(laid_out, headers={"Range": "bytes=0-1", "If-Range": '"old"'})
    assert answer.status_code == 200


def test_head_says_the_length_and_sends_nothing(laid_out: str, client: Client) -> None:
    answer = client.head(laid_out)
    assert answer.status_code == 200
    assert answer["Content-Length"] == "1024"


@pytest.mark.parametrize(
    "path",
    ["../secret_key", "..%2f..%2fnhipcau.sqlite3", "%2e%2e/x", "x.svg", ".htaccess", "a/b.jpg", NAME + "%00.jpg",
     "0123456789abcdef0123456789abcdef.html", "0123456789ABCDEF0123456789ABCDEF.mp4", NAME + "%0A", "ffffffffffffffffffffffffffffffff.jpg"],
)  # fmt: skip
def test_nothing_else_is_served(path: str, laid_out: str, client: Client) -> None:
    (Path(shelf.public_folder()).parent / "secret_key").write_text("x")
    assert client.get(f"/media/p/{path}").status_code == 404


def test_a_private_rendition_is_for_staff_only(office: Office, coordinator: Staff, client: Client) -> None:
    asset = asset_of(office, film(), name="x.mp4")
    name = asset.renditions.get().name
    assert client.get(f"/media/p/{name}").status_code == 404
    assert client.get(reverse("media:file", args=[name])).status_code == 302
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("media:file", args=[name]), headers={"Range": "bytes=0-3"}).status_code == 206
    assert client.get(reverse("media:original", args=[asset.pk]))["Content-Disposition"].startswith("attachment")


def test_a_viewer_gets_no_original(office: Office, staff_of: object, client: Client) -> None:
    asset = asset_of(office)
    client.force_login(staff_of("viewer"), backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[operator]
    assert client.get(reverse("media:original", args=[asset.pk])).status_code == 403


def test_an_open_drawing_is_served_as_itself(office: Office, coordinator: Staff, client: Client) -> None:
    asset = cleared(office, SVG)
    open_to_public(asset, by=coordinator)
    answer = client.get(f"/media/p/{asset.renditions.get(format='svg').name}")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<rect" in body(answer)


def test_a_drawing_lies_packed_beside_itself_and_goes_with_it(client: Client) -> None:
    content = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + b'<path d="M0 0h9v9z"/>' * 40 + b"</svg>"
    )
    name = shelf.keep(content, "svg")
    shelf.put_public([name])
    address = f"/media/p/{name}"
    plain = client.get(address)
    assert "Content-Encoding" not in plain
    assert body(plain) == content
    tags = {plain["ETag"]}
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = client.get(address, headers={"Accept-Encoding": coding})
        assert packed["Content-Encoding"] == coding
        assert "Accept-Encoding" in packed["Vary"]
        assert unpack(body(packed)) == content
        tags.add(packed["ETag"])
        assert (
            client.get(address, headers={"Accept-Encoding": coding, "If-None-Match": packed["ETag"]}).status_code
            == 304
        )
    assert len(tags) == 3
    part = client.get(address, headers={"Accept-Encoding": "br", "Range": "bytes=0-3"})
    assert part.status_code == 206
    assert body(part) == content[:4]
    shelf.take_public([name])
    assert not list(shelf.public_folder().glob(f"{name}*"))
