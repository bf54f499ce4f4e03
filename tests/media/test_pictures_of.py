"""What rooms above get to show: sizes, words, credits; and the chooser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhipcau.media.choosers import AssetChooser, AssetChooserBlock
from nhipcau.media.models import Asset, AssetText, Licence
from nhipcau.media.queries import FOR_PICTURES, Shelf, card_of, image_object, picture_of, pictures_of
from nhipcau.media.rules.layouts import LAYOUTS
from nhipcau.people.models import Office, Staff
from tests.factories.media import SVG, asset_of, cleared, film, photo

pytestmark = pytest.mark.django_db


def test_a_picture_knows_all_that_a_template_needs(office: Office) -> None:
    asset = cleared(office, photo(1000, 700))
    AssetText.objects.create(asset=asset, language="en", alt="Ba Om pond at dawn", caption="The pond")
    shown = picture_of(asset, language="fr", layout="hero")
    assert (shown.alt, shown.caption, shown.language) == ("Ba Om pond at dawn", "The pond", "en")
    assert [mime for mime, _set in shown.sources] == ["image/avif", "image/webp", "image/jpeg"]
    assert shown.sources[0][1].endswith("1000w")
    assert shown.src.startswith("/media/p/")
    assert shown.src.endswith(".jpg")
    assert shown.width / shown.height == pytest.approx(16 / 9, abs=0.01)
    assert shown.narrow_sources
    assert shown.licence_name == "Work of the office"
    assert shown.credit == "Nguyễn Văn A / Sở Văn hóa"
    assert shown.colour.startswith("#")
    assert shown.placeholder.startswith("data:image/webp;base64,")
    assert len(shown.placeholder) < 400


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_has_files(layout: str, office: Office) -> None:
    asset = cleared(office, photo(700, 500))
    shown = picture_of(asset, language="vi", layout=layout, shelf=Shelf.STAFF)
    assert shown.is_ready
    assert len(shown.sources) == 3
    assert shown.sizes
    assert "/staff/media/file/" in shown.src


def test_a_licence_without_changes_keeps_the_whole_picture(office: Office) -> None:
    uncut = Licence.objects.create(key="nd", name="CC BY-ND", allows_derive=False)
    asset = cleared(office, photo(900, 300), licence=uncut)
    shown = picture_of(asset, language="vi", layout="thumb")
    assert shown.width / shown.height == pytest.approx(3, abs=0.05)


def test_a_drawing_is_its_own_picture(office: Office) -> None:
    shown = picture_of(cleared(office, SVG), language="vi", layout="card")
    assert shown.is_vector
    assert (shown.sources, shown.width, shown.height) == ((), 400, 300)


def test_a_film_shows_its_poster(office: Office) -> None:
    poster = cleared(office)
    clip = asset_of(office, film(), name="x.mp4", poster=poster)
    assert picture_of(clip, language="vi", layout="card").src == picture_of(poster, language="vi", layout="card").src


def test_many_pictures_take_as_many_queries_as_one(office: Office, django_assert_num_queries: Any) -> None:
    for seed in range(4):
        cleared(office, photo(340, 260, seed=seed))
    with django_assert_num_queries(4):
        assert len(pictures_of(list(Asset.objects.all()), language="vi", layout="card")) == 4
    rows = list(Asset.objects.prefetch_related(*FOR_PICTURES))
    with django_assert_num_queries(0):
        pictures_of(rows, language="vi", layout="thumb")


def test_search_engines_are_told_whose_it_is(office: Office) -> None:
    asset = cleared(office, photo(1300, 800), licence=Licence.objects.get(key="cc-by"))
    told = image_object(asset, language="en")
    assert (told.width, told.creator, told.creator_is_person) == (1300, "Nguyễn Văn A", True)
    assert told.licence_url == "https://creativecommons.org/licenses/by/4.0/"
    assert card_of(asset).endswith(".jpg")


def test_the_chooser_offers_the_kinds_asked_for(office: Office, coordinator: Staff, client: Client) -> None:
    picture, clip = asset_of(office), asset_of(office, film(), name="phim.mp4")
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    address = AssetChooser(kind=("photo", "drawing")).get_chooser_modal_url()
    answer = client.get(address)
    html = json.loads(answer.content)["html"]
    assert f"/staff/media/chooser/chosen/{picture.pk}/" in html
    assert f"/chosen/{clip.pk}/" not in html
    found = client.get(reverse("media_chooser:choose_results"), {"q": "phim"}).content.decode()
    assert f"/chosen/{clip.pk}/" in found
    assert f"/chosen/{picture.pk}/" not in found
    chosen = json.loads(client.get(reverse("media_chooser:chosen", args=[picture.pk])).content)
    assert chosen["result"]["id"] == str(picture.pk)


def test_a_file_can_be_added_from_the_chooser(coordinator: Staff, client: Client) -> None:
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    good = SimpleUploadedFile("a.jpg", photo(seed=8), "image/jpeg")
    answer = json.loads(client.post(reverse("media_chooser:create"), {"file": good}).content)
    assert answer["step"] == "chosen"
    bad = SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script>", "image/jpeg")
    assert json.loads(client.post(reverse("media_chooser:create"), {"file": bad}).content)["step"] != "chosen"
    assert Asset.objects.count() == 1


def test_a_block_refuses_another_kind(office: Office) -> None:
    picture, clip = asset_of(office), asset_of(office, film(), name="x.mp4")
    block = AssetChooserBlock(kind="film")
    assert block.clean(clip) == clip
    with pytest.raises(ValidationError):
        block.clean(picture)
    assert AssetChooserBlock(kind="film").deconstruct()[2] == {"kind": "film"}
    assert block.bulk_to_python([clip.pk, None, clip.pk])[1] is None
    assert "kind=film" in block.field.widget.get_chooser_modal_url()
