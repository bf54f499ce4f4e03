"""Commands: what they print and with which code they leave."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nhipcau.media import shelf
from nhipcau.media.actions import open_to_public
from nhipcau.media.models import Asset
from nhipcau.people.models import Office, Staff
from tests.factories.media import asset_of, cleared, photo

pytestmark = pytest.mark.django_db


def lines(*args: Any, **options: Any) -> list[dict[str, Any]]:
    out = StringIO()
    try:
        call_command(*args, "--json", stdout=out, **options)
    finally:
        found = [json.loads(line) for line in out.getvalue().splitlines()]
    return found


def test_files_are_added_with_their_rights(office: Office, coordinator: Staff, tmp_path: Path) -> None:
    good, bad = tmp_path / "ao.jpg", tmp_path / "x.jpg"
    good.write_bytes(photo())
    bad.write_bytes(b"<html>")
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command(
            "media_add", str(good), str(bad), "--by", coordinator.username, "--rights", "licence=own", "--rights", "holder=Sở",
            "--rights", "consent=none_shown", "--alt", "Ao", "--json", stdout=out,
        )  # fmt: skip
    assert left.value.code == 1
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert first["new"]
    assert "fault" in second
    asset = Asset.objects.get()
    assert (asset.holder, asset.stage, asset.licence.key) == ("Sở", "ready", "own")  # type: ignore[union-attr]
    assert lines("media_add", str(good), "--by", coordinator.username)[0]["new"] is False


@pytest.mark.parametrize(
    "more", [["--by", "nobody"], ["--by", "{}", "--rights", "licence=x"], ["--by", "{}", "--office", "none"]]
)
def test_wrong_usage_leaves_with_two(more: list[str], coordinator: Staff) -> None:
    with pytest.raises((CommandError, SystemExit)) as left:
        call_command("media_add", "x.jpg", *(word.format(coordinator.username) for word in more))
    assert getattr(left.value, "returncode", 2) == 2


def test_what_is_missing_is_made(office: Office) -> None:
    asset = asset_of(office)
    asset.renditions.filter(crop="1x1").delete()
    assert lines("media_renditions")[0]["files"] == asset.renditions.count()
    assert asset.renditions.filter(crop="1x1").exists()
    assert lines("media_renditions", "--missing") == []


def test_a_library_in_order_and_one_that_is_not(office: Office, coordinator: Staff) -> None:
    for name in list(shelf.public_names()):
        shelf.take_public([name])
    asset = cleared(office)
    open_to_public(asset, by=coordinator)
    assert lines("media_check") == []
    names = list(asset.renditions.order_by("pk").values_list("name", flat=True))
    shelf.public_file(names[0]).unlink()
    shelf.private_file(names[1]).unlink()
    shelf.public_file("f" * 32 + ".jpg").write_bytes(b"x")
    Path(asset.original.path).write_bytes(b"changed")
    Asset.objects.filter(pk=asset.pk).update(term_to="2020-01-01")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("media_check", "--json", stdout=out)
    codes = {json.loads(line)["code"] for line in out.getvalue().splitlines()}
    assert codes == {"original_changed", "public_missing", "rendition_missing", "public_stray", "rights_lapsed"}
    shelf.take_public(["f" * 32 + ".jpg"])
