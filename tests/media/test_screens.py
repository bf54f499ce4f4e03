"""The library's screens: pictures and list, filters, adding, one asset, rights that end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.media.actions import Holder, open_to_public, tell_of_rights
from nhipcau.media.jobs import make_now, recover, sweep
from nhipcau.media.models import Asset, Licence
from nhipcau.media.queries import Shelf
from nhipcau.media.recordings import recording_of
from nhipcau.people.models import Notice, Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.sections import Section, _makers, register_section
from tests.factories.media import SVG, VTT, asset_of, cleared, film, photo, upload
from tests.factories.people import staff_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def shown(client: Client, name: str = "media:library", **query: Any) -> set[int]:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return {row.pk for row in answer.context["object_list"]}


def test_filters_find_what_they_say(
    office: Office, other_office: Office, coordinator: Staff, signed_in: SignIn
) -> None:
    on = timezone.localdate()
    good = cleared(office, photo(seed=1), place="Châu Thành", term_to=on + timedelta(days=45))
    bare = asset_of(other_office, photo(seed=2), name="bien.jpg")
    ended = cleared(office, photo(seed=3), term_to=on - timedelta(days=1))
    clip = asset_of(office, film(), name="phim.mp4")
    open_to_public(good, by=coordinator)
    client = signed_in(coordinator)
    everything = {good.pk, bare.pk, ended.pk, clip.pk}
    assert shown(client) == everything
    assert shown(client, kind="film") == {clip.pk}
    assert shown(client, kind=["film", "photo"]) == everything
    assert shown(client, rights="ok") == {good.pk}
    assert shown(client, rights="lacking") == {bare.pk, ended.pk, clip.pk}
    assert shown(client, rights="soon-60") == {good.pk}
    assert shown(client, rights="soon-30") == set()
    assert shown(client, rights="ended") == {ended.pk}
    assert shown(client, lacks="vi") == {bare.pk}
    assert shown(client, lacks="en") == {good.pk, bare.pk, ended.pk}
    assert shown(client, place="châu") == {good.pk}
    assert shown(client, office=other_office.pk) == {bare.pk}
    assert shown(client, live="yes") == {good.pk}
    assert shown(client, q="ao sáng") == {good.pk, ended.pk}
    assert shown(client, layout="list") == everything
    assert shown(client, "media:rights") == {good.pk, ended.pk}
    assert shown(client, "media:rights", ends="ended") == {ended.pk}


@pytest.mark.parametrize("name", ["media:library_results", "media:rights_results"])
def test_lists_ask_a_constant_number_of_questions(
    name: str, office: Office, coordinator: Staff, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(coordinator)
    for seed in range(8):
        cleared(office, SVG.replace(b"400", str(400 + seed).encode()), term_to=timezone.localdate())
    poster = Asset.objects.first()
    for seconds in range(1, 5):
        asset_of(office, film(seconds=seconds), name="x.mp4", poster=poster, term_to=timezone.localdate())
    client.get(reverse(name))
    with django_assert_max_num_queries(18):
        client.get(reverse(name))


def test_many_files_at_once_each_get_an_answer(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    files = [
        SimpleUploadedFile("a.jpg", photo(seed=1)), SimpleUploadedFile("b.jpg", b"<html><script>"),
        SimpleUploadedFile("c.jpg", photo(seed=1)), SimpleUploadedFile("../../d.svg", SVG), SimpleUploadedFile("MẬT.jpg", photo(seed=4)),
    ]  # fmt: skip
    form = {
        "office": office.pk,
        "author": "Nguyễn A",
        "licence": Licence.objects.get(key="own").pk,
        "place": "Trà Cú",
    }
    answer = client.post(reverse("media:add"), form | {"files": files})
    outcomes = answer.context["outcomes"]
    assert ["fault" in outcome for outcome in outcomes] == [False, True, False, False, True]
    assert outcomes[2]["added"].is_new is False
    assert Asset.objects.count() == 2
    first = outcomes[0]["added"].asset
    first.refresh_from_db()
    assert (first.author, first.place, first.stage) == ("Nguyễn A", "Trà Cú", "ready")
    assert Asset.objects.get(kind="drawing").file_name == "d.svg"


def test_one_file_answers_with_its_line(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    sent = {"office": office.pk, "files": SimpleUploadedFile("a.jpg", photo())}
    answer = client.post(reverse("media:add"), sent, headers={"X-Part": "1"})
    assert reverse("media:asset", args=[Asset.objects.get().pk]) in answer.content.decode()
    assert client.post(reverse("media:add"), {"office": ""}, headers={"X-Part": "1"}).status_code == 422


def test_a_film_of_another_site(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    sent = {"embed-address": "https://youtu.be/dQw4w9WgXcQ", "embed-title": "Lễ hội"}
    assert client.post(reverse("media:add"), sent).status_code == 302
    assert client.post(reverse("media:add"), sent).status_code == 302
    asset = Asset.objects.get()
    assert client.get(reverse("media:asset", args=[asset.pk])).status_code == 200
    player = recording_of(asset, language="vi").player
    assert player is not None
    assert player.player.startswith("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ")
    assert client.post(reverse("media:add"), sent | {"embed-address": "https://x.example/1"}).status_code == 422


def form_of(client: Client, asset: Asset) -> dict[str, Any]:
    context = client.get(reverse("media:asset", args=[asset.pk])).context
    sent: dict[str, Any] = {}
    for form in (context["facts"], context["rights"], *(text["form"] for text in context["texts"])):
        for field in form:
            value = field.value()
            if value not in (None, ""):
                sent[field.html_name] = getattr(value, "pk", value)
    return sent


def test_the_whole_form_is_saved_at_once(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    asset, client = asset_of(office), signed_in(coordinator)
    address = reverse("media:asset", args=[asset.pk])
    sent = form_of(client, asset) | {
        "title": "Ao Bà Om", "holder": "Sở VHTTDL", "licence": Licence.objects.get(key="letter").pk, "term_to": "2030-01-01",
        "proof_file": SimpleUploadedFile("giay.pdf", b"%PDF-1.4"), "consent": "none_shown", "vi-alt": "Ao", "km-alt": "ស្រះ",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    asset.refresh_from_db()
    assert (asset.title, asset.holder, asset.term_to.isoformat()) == ("Ao Bà Om", "Sở VHTTDL", "2030-01-01")  # type: ignore[union-attr]
    assert client.get(reverse("media:proof", args=[asset.pk])).status_code == 200
    again = client.post(address, form_of(client, asset))
    assert again.status_code == 302
    asset.refresh_from_db()
    assert asset.proof_file
    assert client.get(address).context["faults"] == []
    wrong = client.post(address, form_of(client, asset) | {"term_from": "2031-01-01", "title": "Mới"})
    assert wrong.status_code == 422
    assert "Mới" in wrong.content.decode()


def test_steps_of_the_page(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    asset, client = cleared(office, photo(900, 500)), signed_in(coordinator)
    address = reverse("media:asset", args=[asset.pk])
    client.post(address, {"step": "focal", "focal-x": "10", "focal-y": "20"})
    client.post(address, {"step": "open"})
    asset.refresh_from_db()
    assert (asset.focal_x, asset.focal_y, asset.is_live, asset.stage) == (0.1, 0.2, True, "ready")
    assert client.post(address, {"step": "erase", "erase-reason": "x"}).status_code == 422
    client.post(address, {"step": "close"})
    assert client.post(address, {"step": "erase", "erase-reason": ""}).status_code == 422
    assert client.post(address, {"step": "erase", "erase-reason": "Sai"}).status_code == 302
    assert client.get(address).status_code == 200
    assert shown(client) == set()


def test_words_of_a_film(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    asset, client = asset_of(office, film(), name="x.mp4"), signed_in(coordinator)
    address = reverse("media:asset", args=[asset.pk])
    sent = {"step": "track", "track-language": "vi", "track-file": SimpleUploadedFile("x.vtt", VTT.encode())}
    assert client.post(address, sent).status_code == 302
    bad = client.post(
        address, sent | {"track-file": SimpleUploadedFile("x.vtt", b"WEBVTT\n\n00:03.000 --> 00:01.000\na\n")}
    )
    assert bad.status_code == 422
    assert "3" in "".join(bad.context["track"].non_field_errors())
    shown_film = recording_of(Asset.objects.get(), language="ko", shelf=Shelf.STAFF)
    assert shown_film.transcript_in("ko") == ("vi", "Xin chào Trà Vinh")
    assert shown_film.captions[0][0] == "vi"
    assert shown_film.src.endswith(".mp4")


def test_where_it_is_used_is_told_by_higher_rooms(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    def maker(subject: Asset, by: Staff) -> Section:
        return Section("x", f"Trang dùng {subject.title}", "media/parts/thumb.html")

    register_section("media.asset", maker)
    try:
        page = signed_in(coordinator).get(reverse("media:asset", args=[asset_of(office).pk])).content.decode()
    finally:
        _makers["media.asset"].remove(maker)
    assert "Trang dùng ao-ba-om" in page


def test_duplicates_stand_side_by_side(office: Office, coordinator: Staff, signed_in: SignIn) -> None:
    one, two = asset_of(office, photo(700, 500)), asset_of(office, photo(700, 500, quality=40))
    page = signed_in(coordinator).get(reverse("media:asset", args=[one.pk]))
    assert [near.pk for near, _picture in page.context["near"]] == [two.pk]


def test_rights_that_end_are_told_once_a_period(office: Office, coordinator: Staff) -> None:
    on = timezone.localdate()
    editor, focal = staff_in(office, StaffRole.EDITOR), staff_in(office, StaffRole.FOCAL)
    asset = cleared(office, term_to=on + timedelta(days=80))
    open_to_public(asset, by=None, holder=Holder("page:1"))
    assert tell_of_rights(on=on) == 3
    assert tell_of_rights(on=on) == 0
    assert tell_of_rights(on=on + timedelta(days=21)) == 3
    assert tell_of_rights(on=on + timedelta(days=55)) == 5
    assert tell_of_rights(on=on + timedelta(days=81)) == 5
    assert tell_of_rights(on=on + timedelta(days=82)) == 0
    assert Notice.objects.filter(staff=focal, kind="media.rights").count() == 4
    assert set(Notice.objects.filter(kind="media.rights_live").values_list("staff", flat=True)) == {
        editor.pk,
        coordinator.pk,
    }


def test_a_killed_worker_s_asset_is_taken_up_again(office: Office, coordinator: Staff) -> None:
    from nhipcau.media.actions import Origin, add_asset

    asset = add_asset(upload(photo()), origin=Origin(office), by=coordinator).asset
    Asset.objects.filter(pk=asset.pk).update(stage="making", beat_at=timezone.now())
    assert recover() == 0
    Asset.objects.filter(pk=asset.pk).update(beat_at=timezone.now() - timedelta(minutes=10))
    assert recover() == 1
    asset.refresh_from_db()
    assert asset.stage == "ready"
    make_now(asset)


def test_a_photo_of_a_secret_paper_is_erased_by_the_job(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from nhipcau.media import jobs

    monkeypatch.setattr(jobs, "photo_bears_mark", lambda picture: True)
    asset = asset_of(office, photo(800, 600))
    assert asset.erased_at is not None
    assert not asset.original
    assert not asset.renditions.exists()


def test_a_mark_in_a_photo_is_read() -> None:
    from PIL import Image, ImageDraw, ImageFont

    from nhipcau.media.looking import photo_bears_mark

    paper = Image.new("RGB", (1000, 700), "white")
    pen = ImageDraw.Draw(paper)
    font = ImageFont.truetype("DejaVuSans-Bold.ttf", 60)
    pen.text((100, 80), "TUYỆT MẬT", font=font, fill="black")
    pen.text((100, 300), "BÁO CÁO", font=font, fill="black")
    assert photo_bears_mark(paper)
    assert not photo_bears_mark(Image.new("RGB", (1000, 700), "white"))
    assert not photo_bears_mark(paper.resize((400, 280)))


def test_stray_files_leave_the_public_folder(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from nhipcau.media import jobs, shelf

    stray = shelf.public_file("a" * 32 + ".jpg")
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    assert stray.name not in sweep()
    monkeypatch.setattr(jobs, "SETTLED_AFTER", -1.0)
    assert stray.name in sweep()
    assert not stray.exists()
