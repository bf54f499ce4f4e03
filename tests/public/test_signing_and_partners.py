"""Statements are signed by those who may and found changed by one letter; partners get what licences allow, and no faster."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from defusedxml import ElementTree as Xml
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.media.models import Licence
from nhipcau.newsroom.actions import withdraw
from nhipcau.newsroom.actions.partnering import issue_key, note_told, revoke_key
from nhipcau.newsroom.actions.signing import sign_statement
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import PartnerKey, Signature, StoryPage
from nhipcau.newsroom.rules import signing as rules
from nhipcau.newsroom.signing_key import folder, make_key, public_keys
from nhipcau.newsroom.wording import plain_words
from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.public.rules.allowance import take
from nhipcau.public.signing import check
from tests.factories.newsroom import change, out
from tests.public.conftest import SmallSite

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
STATEMENT = rules.Statement(
    "Thông cáo", "Trà Vinh  là\r\n một tỉnh.", "vi", "https://x.example/a/", "2026-11-26T08:00:00+07:00", "Sở"
)


# ---- rules
def test_the_same_words_are_the_same_bytes() -> None:
    decomposed = rules.Statement(**{**STATEMENT.__dict__} if hasattr(STATEMENT, "__dict__") else {
        "title": "Tho\u0302ng ca\u0301o", "body": "Trà Vinh là\nmột tỉnh.", "language": "vi", "url": STATEMENT.url,
        "time": STATEMENT.time, "office": "Sở"})  # fmt: skip
    assert rules.canonical(decomposed) == rules.canonical(STATEMENT)
    assert list(json.loads(rules.canonical(STATEMENT))) == sorted(json.loads(rules.canonical(STATEMENT)))


@given(st.text(min_size=1, max_size=80), st.integers(0, 10_000))
def test_one_changed_byte_is_found(body: str, at: int) -> None:
    payload = rules.canonical(rules.Statement("T", body, "vi", "u", "t", "o"))
    signature = rules.sign(payload, KEY)
    assert rules.is_good(payload, signature, KEY.public_key())
    broken = bytearray(payload)
    broken[at % len(broken)] ^= 1
    assert not rules.is_good(bytes(broken), signature, KEY.public_key())


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"signed": 3}', '{"signed": "{}", "format": "x"}', "<html>"]
)
def test_what_is_no_statement_says_so(text: str) -> None:
    with pytest.raises(rules.BadDocument):
        rules.read_document(text)


def test_a_document_comes_back() -> None:
    payload = rules.canonical(STATEMENT)
    text = json.dumps(rules.document(payload, rules.sign(payload, KEY), KEY.public_key()))
    read = rules.read_document(text)
    assert (read.payload, read.key_id) == (payload, rules.key_id(KEY.public_key()))
    assert rules.read_public(read.public_key) == KEY.public_key()


def test_a_bucket_lets_through_what_it_promises() -> None:
    bucket, allowed = None, 0
    for second in range(3600):
        bucket, wait = take(bucket, per_hour=60, now=float(second))
        allowed += wait == 0
    assert 60 <= allowed <= 60 + 15


# ---- signing
@pytest.fixture
def own_state(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.STATE = tmp_path
    return tmp_path


@pytest.fixture
def key(own_state: Path) -> str:
    return rules.key_id(make_key())


@pytest.mark.django_db
def test_the_private_key_is_for_its_owner_alone(key: str) -> None:
    assert (folder() / "private.pem").stat().st_mode & 0o777 == 0o600
    newer = rules.key_id(make_key())
    assert set(public_keys()) == {key, newer}


@pytest.mark.django_db
def test_signed_words_are_known_again_however_they_are_pasted(
    key: str, small_site: SmallSite, client: Client
) -> None:
    row = sign_statement(small_site.story, by=small_site.approver)
    assert sign_statement(small_site.story, by=small_site.approver).pk == row.pk
    assert TrailEntry.objects.filter(action="newsroom.sign").count() == 1
    words = f"{small_site.story.title}\n\n{plain_words(small_site.story)}"
    assert check(words.upper().replace(" ", "  ")).is_good
    assert not check(words.replace("vuông", "tròn")).is_good
    assert check(f"http://testserver{small_site.story.url}").is_good
    assert not check(f"http://testserver{small_site.other.url}").is_good
    assert not check("https://elsewhere.example/").is_good
    file = client.get(f"/signatures/{row.pk}.json").content.decode()
    assert check(file).is_good
    assert not check(file.replace("vuông", "tròn")).is_good
    assert client.post("/verify/", {"words": words}).context["verdict"].is_good
    assert client.get("/.well-known/nhipcau-keys.json").json()["keys"][0]["key_id"] == key
    assert b"BEGIN PUBLIC KEY" in client.get("/.well-known/nhipcau-signing-key.pem").content


@pytest.mark.django_db
def test_a_page_that_changed_or_was_withdrawn_is_told_of(key: str, small_site: SmallSite) -> None:
    words = f"{small_site.story.title} {plain_words(small_site.story)}"
    sign_statement(small_site.story, by=small_site.approver)
    change(small_site.story, by=small_site.editor, lead="Khác.")
    out(small_site.story, by=small_site.editor, second=small_site.approver)
    assert not check(f"http://testserver{small_site.story.url}").is_good
    withdraw(small_site.story, reason="sai", by=small_site.approver)
    verdict = check(words)
    assert verdict.is_good
    assert verdict.url == ""


@pytest.mark.django_db
def test_signatures_are_never_changed(key: str, small_site: SmallSite) -> None:
    row = sign_statement(small_site.story, by=small_site.approver)
    for deed in (
        lambda: Signature.objects.filter(pk=row.pk).update(payload="x"),
        lambda: Signature.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


@pytest.mark.django_db
def test_no_key_no_public_page_no_signature(own_state: Path, small_site: SmallSite) -> None:
    with pytest.raises(NotNow):
        sign_statement(small_site.story, by=small_site.approver)
    make_key()
    withdraw(small_site.story, reason="sai", by=small_site.approver)
    with pytest.raises(NotNow):
        sign_statement(StoryPage.objects.get(pk=small_site.story.pk), by=small_site.approver)


SIGN = {StaffRole.COORDINATOR, StaffRole.APPROVER, StaffRole.LEADER}
MANAGE = {StaffRole.ADMIN, StaffRole.COORDINATOR}
TELL = {StaffRole.ADMIN, StaffRole.COORDINATOR, StaffRole.EDITOR}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(StaffRole))
def test_who_may_do_what(role: StaffRole, key: str, small_site: SmallSite, staff_of: Callable[..., Staff]) -> None:
    who = staff_of(role)
    deeds: list[tuple[set[StaffRole], Callable[[], Any]]] = [
        (SIGN, lambda: sign_statement(small_site.story, by=who)),
        (MANAGE, lambda: issue_key("TTXVN", per_hour=60, by=who)),
        (TELL, lambda: note_told(3, by=who)),
    ]
    for allowed, deed in deeds:
        if role in allowed:
            deed()
        else:
            with pytest.raises(NotAllowed):
                deed()


@pytest.mark.django_db
def test_verify_without_a_network(
    key: str, small_site: SmallSite, client: Client, tmp_path: Path, capsys: Any
) -> None:
    row = sign_statement(small_site.story, by=small_site.approver)
    file, pem = tmp_path / "s.json", tmp_path / "k.pem"
    file.write_bytes(client.get(f"/signatures/{row.pk}.json").content)
    pem.write_bytes(client.get("/.well-known/nhipcau-signing-key.pem").content)

    def code(*arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            call_command("verify", *arguments)
        return int(ended.value.code or 0)

    assert code(str(file)) == 0
    assert code(str(file), "--key", str(pem), "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["good"] is True
    file.write_text(file.read_text().replace("vuông", "tròn"))
    assert code(str(file)) == 1
    file.write_text("x")
    assert code(str(file)) == 2


# ---- partners
@pytest.fixture
def partner(own_state: Path, small_site: SmallSite, coordinator: Staff) -> tuple[PartnerKey, dict[str, str]]:
    row, secret = issue_key("TTXVN", per_hour=400, by=coordinator)
    return row, {"Authorization": f"Bearer {secret}"}


@pytest.mark.django_db
def test_a_key_is_shown_once_and_opens_until_it_is_revoked(
    partner: tuple[PartnerKey, dict[str, str]], client: Client, coordinator: Staff
) -> None:
    row, header = partner
    assert header["Authorization"][7:] not in str(PartnerKey.objects.values())
    assert client.get("/partners/vi/ninjs/").status_code == 401
    assert client.get("/partners/vi/ninjs/", headers={"Authorization": "Bearer nc_" + "x" * 43}).status_code == 401
    answer = client.get("/partners/vi/ninjs/", headers=header)
    assert answer["Cache-Control"] == "private, no-store"
    assert len(answer.json()["items"]) == 2
    assert client.get("/partners/xx/ninjs/", headers=header).status_code == 404
    revoke_key(row, by=coordinator)
    assert client.get("/partners/vi/ninjs/", headers=header).status_code == 401
    with pytest.raises(NotNow):
        revoke_key(row, by=coordinator)


@pytest.mark.django_db
def test_who_asks_too_often_waits(partner: tuple[PartnerKey, dict[str, str]], client: Client) -> None:
    row, header = partner
    PartnerKey.objects.filter(pk=row.pk).update(per_hour=8)
    codes = [client.get("/partners/vi/ninjs/", headers=header).status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]


NINJS = {
    "uri", "type", "representationtype", "profile", "version", "firstcreated", "versioncreated", "contentcreated", "embargoed",
    "pubstatus", "urgency", "copyrightholder", "copyrightnotice", "usageterms", "ednote", "language", "descriptions", "bodies",
    "headlines", "people", "organisations", "places", "subjects", "events", "objects", "infosources", "title", "by", "slugline",
    "located", "renditions", "associations", "altids", "trustindicators", "standard", "genres", "expires", "rightsinfo",
}  # fmt: skip
"""The properties of ninjs 2.1; ``name`` besides in an association. Inner objects are closed: what each may have."""
INNER = {
    "descriptions": {"role", "contenttype", "value"}, "bodies": {"role", "contenttype", "charcount", "wordcount", "value"},
    "headlines": {"role", "contenttype", "value"}, "places": {"name", "rel", "uri", "literal", "contactinfo", "geojson"},
    "subjects": {"name", "rel", "uri", "literal", "creator", "relevance", "confidence"},
    "infosources": {"name", "role", "uri", "literal", "contactinfo"}, "altids": {"role", "value"},
    "renditions": {"name", "href", "contenttype", "title", "height", "width", "sizeinbytes", "duration", "format"},
}  # fmt: skip


def ninjs_faults(item: dict[str, Any], *, inside: bool = False) -> list[str]:
    faults = [name for name in item if name not in NINJS | ({"name"} if inside else set())]
    faults += ["no uri"] if not str(item.get("uri", "")).startswith("http") else []
    faults += ["no name"] if inside and not item.get("name") else []
    for name, allowed in INNER.items():
        for row in item.get(name, []):
            faults += [f"{name}.{key}" for key in row if key not in allowed]
            if {"value"} <= allowed and name != "altids" and "value" not in row:
                faults.append(f"{name} without value")
    for other in item.get("associations", []):
        faults += ninjs_faults(other, inside=True)
    return faults


@pytest.mark.django_db
def test_ninjs_has_the_form_of_the_standard_and_only_media_that_may_be_passed_on(
    partner: tuple[PartnerKey, dict[str, str]], small_site: SmallSite, client: Client
) -> None:
    address = f"/partners/story/{small_site.story.pk}.ninjs"
    item = client.get(address, headers=partner[1]).json()
    assert ninjs_faults(item) == []
    assert (item["language"], item["version"], item["pubstatus"]) == ("vi", "1", "usable")
    assert item["associations"][0]["renditions"][0]["href"].startswith("http://testserver/media/p/")
    assert ninjs_faults({"uri": "x", "colour": 1, "bodies": [{}]}) == ["colour", "no uri", "bodies without value"]
    small_site.picture.licence = Licence.objects.get(key="contract")
    small_site.picture.proof_number = "12/HĐ"
    small_site.picture.save()
    assert "associations" not in client.get(address, headers=partner[1]).json()
    withdraw(small_site.story, reason="sai", by=small_site.approver)
    assert client.get(address, headers=partner[1]).status_code == 404


@pytest.mark.django_db
def test_newsml_is_read_back_by_another_reader(
    partner: tuple[PartnerKey, dict[str, str]], small_site: SmallSite, client: Client
) -> None:
    answer = client.get(f"/partners/story/{small_site.other.pk}.newsml", headers=partner[1])
    root = Xml.fromstring(answer.content)
    space = {"n": "http://iptc.org/std/nar/2006-10-01/", "h": "http://www.w3.org/1999/xhtml"}
    order = [child.tag.partition("}")[2] for child in root]
    assert order == ["catalogRef", "rightsInfo", "itemMeta", "contentMeta", "contentSet"]
    assert {"guid", "version", "standard", "standardversion", "conformance"} <= set(root.attrib)
    assert root.findtext("n:contentMeta/n:headline", "", space) == small_site.other.title
    assert root.find("n:contentSet/n:inlineXML/h:html/h:body/h:p", space) is not None
    import NewsMLG2

    parser = NewsMLG2.NewsMLG2Document(answer.content)
    item = parser.get_item()
    assert type(item).__name__ == "NewsItem"
    assert item.guid == root.attrib["guid"]
