"""Adding, describing, opening to the public and closing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from nhipcau.media import actions, shelf
from nhipcau.media.actions import Holder, MediaRefused, NotPublishable, Origin, Said, StillShown
from nhipcau.media.models import Asset, PublicHold, Rendition
from nhipcau.media.queries import publication_faults
from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from tests.factories.media import SVG, VTT, asset_of, cleared, film, photo, scene, sound, upload

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 25)


def add(content: bytes, name: str, office: Office, by: Staff) -> actions.Added:
    return actions.add_asset(upload(content, name), origin=Origin(office), by=by)


def test_the_same_bytes_twice_are_one_asset(office: Office, coordinator: Staff) -> None:
    first = add(photo(), "a.jpg", office, coordinator)
    again = add(photo(), "b.jpg", office, coordinator)
    assert first.is_new
    assert not again.is_new
    assert again.asset == first.asset
    assert Asset.objects.count() == 1
    assert TrailEntry.objects.filter(action="media.add").count() == 1


def test_a_picture_that_looks_the_same_is_told(office: Office, coordinator: Staff) -> None:
    first = add(photo(800, 600), "a.jpg", office, coordinator).asset
    smaller = add(photo(800, 600, quality=40), "b.jpg", office, coordinator)
    other = add(photo(800, 600, seed=5), "c.jpg", office, coordinator)
    assert smaller.is_new
    assert smaller.near == (first,)
    assert other.near == ()


def test_the_original_is_kept_as_it_came_and_privately(office: Office, coordinator: Staff) -> None:
    content = photo()
    asset = add(content, "a.jpg", office, coordinator).asset
    assert asset.original.read() == content
    assert "private" in Path(asset.original.path).parts
    assert asset.sha256 in asset.original.name


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(photo(), "x.txt", "photo"), (SVG, "x.svg", "drawing"), (film(), "x.mp4", "film"), (sound(), "x.wav", "audio")],
)
def test_each_kind_gets_what_the_public_may_have(
    content: bytes, name: str, kind: str, office: Office, coordinator: Staff
) -> None:
    asset = asset_of(office, content, name=name, by=coordinator)
    assert (asset.kind, asset.stage) == (kind, Asset.Stage.READY), asset.stage_note
    names = list(asset.renditions.values_list("name", flat=True))
    assert names
    assert all(shelf.private_file(name).stat().st_size for name in names)


def test_a_photo_gets_every_size_in_three_formats_and_a_card(office: Office) -> None:
    asset = asset_of(office, photo(2000, 1500))
    whole = asset.renditions.filter(crop="")
    assert set(whole.values_list("width", flat=True)) == {320, 480, 640, 960, 1280, 1920}
    assert set(whole.values_list("format", flat=True)) == {"avif", "webp", "jpeg"}
    assert asset.renditions.get(crop="card").height == 630
    assert asset.done_parts == asset.all_parts == asset.renditions.count()


def test_what_was_made_is_not_made_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from nhipcau.media import jobs

    asset = asset_of(office)
    lost = asset.renditions.filter(crop="1x1")
    names = set(lost.values_list("name", flat=True))
    lost.delete()
    Asset.objects.filter(pk=asset.pk).update(stage="waiting")
    made: list[str] = []
    encoded = jobs.pictures.encoded
    monkeypatch.setattr(jobs.pictures, "encoded", lambda p, f: made.append(f) or encoded(p, f))
    jobs.make_now(asset)
    assert len(made) == len(names)
    assert set(asset.renditions.filter(crop="1x1").values_list("name", flat=True)) == names


def test_nothing_without_rights_goes_public(office: Office, coordinator: Staff) -> None:
    asset = asset_of(office)
    with pytest.raises(NotPublishable) as refused:
        actions.open_to_public(asset, by=coordinator, on=ON)
    assert {f.code for f in refused.value.faults} == {"no_licence", "no_holder", "no_alt", "consent_missing"}
    assert not list(shelf.public_names())


def test_open_and_close(office: Office, coordinator: Staff, django_capture_on_commit_callbacks: Any) -> None:
    asset = cleared(office)
    page, other = Holder("page:1", "Ao Bà Om", "/vi/ao-ba-om/"), Holder("page:2")
    actions.open_to_public(asset, by=coordinator, holder=page, on=ON)
    actions.open_to_public(asset, by=None, holder=other, on=ON)
    actions.open_to_public(asset, by=coordinator, holder=page, on=ON)
    names = set(asset.renditions.values_list("name", flat=True))
    assert names <= set(shelf.public_names())
    assert PublicHold.objects.filter(asset=asset).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_to_public(asset, by=coordinator, holder=page)
    assert names <= set(shelf.public_names())
    with pytest.raises(StillShown):
        actions.erase_asset(asset, reason="x", by=coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_to_public(asset, by=coordinator, holder=other)
    asset.refresh_from_db()
    assert not asset.is_live
    assert not names & set(shelf.public_names())
    assert TrailEntry.objects.filter(action="media.close").count() == 2


def test_a_term_that_ended_closes_the_door(office: Office, coordinator: Staff) -> None:
    asset = cleared(office, term_to=ON - timedelta(days=1))
    assert [f.code for f in publication_faults(asset, ON)] == ["ended"]
    assert publication_faults(asset, ON - timedelta(days=1)) == []


def test_a_moved_focal_point_makes_the_crops_anew(office: Office, coordinator: Staff) -> None:
    from nhipcau.media.jobs import make_now

    asset = cleared(office, photo(900, 400))
    before = set(asset.renditions.filter(crop="1x1").values_list("name", flat=True))
    whole = set(asset.renditions.filter(crop="").values_list("name", flat=True))
    actions.set_focal_point(asset, 0.0, 0.5, by=coordinator)
    make_now(asset)
    assert set(asset.renditions.filter(crop="1x1").values_list("name", flat=True)).isdisjoint(before)
    assert set(asset.renditions.filter(crop="").values_list("name", flat=True)) == whole
    with pytest.raises(MediaRefused):
        actions.set_focal_point(asset, 1.5, 0.5, by=coordinator)


def test_an_erased_asset_leaves_its_reason_and_no_file(
    office: Office, coordinator: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    content = photo(seed=3)
    asset = asset_of(office, content)
    path, names = Path(asset.original.path), list(asset.renditions.values_list("name", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_asset(asset, reason="Người trong ảnh rút lại đồng ý", by=coordinator)
    assert not path.exists()
    assert not any(shelf.private_file(name).exists() for name in names)
    with pytest.raises(MediaRefused, match="rút lại"):
        add(content, "again.jpg", office, coordinator)


def test_captions_are_read_kept_clean_and_become_a_transcript(office: Office, coordinator: Staff) -> None:
    asset = asset_of(office, film(), name="x.mp4")
    track = actions.write_track(asset, "vi", vtt=VTT, by=coordinator)
    assert track.transcript == "Xin chào Trà Vinh"
    assert Rendition.objects.filter(asset=asset, format="vtt", crop="vi").count() == 1
    with pytest.raises(actions.BadCaptions, match="3"):
        actions.write_track(asset, "en", vtt="WEBVTT\n\n00:05 --> 00:01\nx\n", by=coordinator)


def test_a_viewer_may_look_and_no_more(office: Office, staff_of: Any) -> None:
    viewer, asset = staff_of("viewer"), asset_of(office)
    for step in (
        lambda: add(photo(seed=9), "a.jpg", office, viewer),
        lambda: actions.write_texts(asset, {"vi": Said("x")}, by=viewer),
        lambda: actions.open_to_public(asset, by=viewer),
        lambda: actions.erase_asset(asset, reason="x", by=viewer),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_scene_differs_by_seed() -> None:
    assert scene(seed=1).tobytes() != scene(seed=2).tobytes()


def test_a_film_s_poster_is_opened_and_closed_with_it(
    office: Office, coordinator: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    poster, other, bare = cleared(office, SVG), cleared(office, photo()), asset_of(office, photo(seed=4))
    clip = cleared(office, film(), poster=poster)
    page = Holder("page:1")
    actions.open_to_public(clip, by=coordinator, holder=page, on=ON)
    actions.open_to_public(poster, by=coordinator, holder=page, on=ON)  # the page shows it by itself too
    with pytest.raises(NotPublishable):
        actions.describe_asset(clip, {"poster": bare}, by=coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.describe_asset(clip, {"poster": other}, by=coordinator)
    live = set(Asset.objects.filter(is_live=True).values_list("pk", flat=True))
    assert live == {clip.pk, other.pk, poster.pk}
    clip.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_to_public(clip, by=coordinator)
    assert set(Asset.objects.filter(is_live=True).values_list("pk", flat=True)) == {poster.pk}


def test_a_paper_with_a_mark_is_refused_and_a_plain_one_served(
    office: Office, coordinator: Staff, client: Any
) -> None:
    import io

    out = io.BytesIO()
    scene(200, 200).save(out, format="PDF")
    paper = cleared(office, out.getvalue(), consent="none_shown")
    assert paper.kind == "document"
    actions.open_to_public(paper, by=coordinator, on=ON)
    answer = client.get(f"/media/p/{paper.renditions.get().name}")
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" not in answer["Content-Security-Policy"]
    with pytest.raises(MediaRefused):
        add(out.getvalue() + b"\n", "Tuyệt mật.pdf", office, coordinator)
