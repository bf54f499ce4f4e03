"""The address that hears: what it takes, what it refuses and how, and the real recogniser where it is installed."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from nhipcau.ports.speech import (
    LARGEST,
    RATE,
    Busy,
    Crashed,
    LanguageUnknown,
    Manifest,
    Noise,
    Recogniser,
    Samples,
    Slow,
    SpeechFault,
    Transcript,
    read_wav,
    take_in,
    write_wav,
)
from nhipcau.search import hearing
from nhipcau.search.pace import SPEAKING, address_of, may_speak
from nhipcau.search.voice_words import BOX, TROUBLES
from tests.search.voices import real_recogniser_or_skip

pytestmark = pytest.mark.urls("tests.journeys.voice_pages")
CLIP = (Path(__file__).parent.parent / "data" / "voice" / "vn_03.wav").read_bytes()
ADDRESS = "/tim-kiem/giong-noi/"


class Fake:
    languages = ("vi", "en")

    def __init__(self) -> None:
        self.asked: list[tuple[int, str, str]] = []
        self.fault: type[SpeechFault] | None = None

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        self.asked.append((len(samples), language, prompt))
        if self.fault:
            raise self.fault
        return Transcript("biển ba đồng", ("biết ba đồng",), 0.8, 0.456)


@pytest.fixture(autouse=True)
def _nobody_spoke() -> Iterator[None]:
    cache.clear()
    yield
    hearing.use(None)
    cache.clear()


@pytest.fixture
def fake() -> Fake:
    recogniser = Fake()
    given: Recogniser = recogniser
    hearing.use(given)
    return recogniser


def say(client: Client, body: bytes = CLIP, kind: str = "audio/wav", language: str = "vi", **headers: str) -> Any:
    return client.post(f"{ADDRESS}?language={language}", data=body, content_type=kind, headers=headers)


def test_a_recording_is_answered_with_words(client: Client, fake: Fake) -> None:
    answer = say(client)
    assert answer.status_code == 200
    told = answer.json()
    assert told["text"].lower() == "biển ba động", "put right by the province's own words"
    assert "biển ba đồng" in told["alternatives"]
    assert (told["language"], told["seconds"]) == ("vi", 0.46)
    assert "no-store" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    length, language, prompt = fake.asked[0]
    assert length == len(read_wav(CLIP))
    assert language == "vi"
    assert "Ao Bà Om" in prompt


def test_no_token_is_needed_but_the_page_must_be_ours(fake: Fake) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert say(strict).status_code == 200
    assert say(strict, Origin="http://testserver").status_code == 200
    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        refused = say(strict, **headers)
        assert (refused.status_code, refused.json()["error"]) == (403, "origin")
    assert len(fake.asked) == 2


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (CLIP, "audio/ogg", 415, "format"),
        (CLIP, "multipart/form-data; boundary=x", 415, "format"),
        (b"RIFF nonsense", "audio/wav", 415, "format"),
        (b"", "audio/wav", 415, "format"),
        (b"x" * (LARGEST + 1), "audio/wav", 413, "too_long"),
        (write_wav(array("f", [0.1, -0.1] * int(RATE * 5.2))), "audio/wav", 413, "too_long"),
        (write_wav(array("f", [0.0] * RATE)), "audio/wav", 422, "silence"),
        (write_wav(array("f", [0.3, -0.3] * RATE)), "audio/wav", 422, "noise"),
    ],
)
def test_what_is_no_speech_is_refused_before_the_recogniser(
    body: bytes, kind: str, status: int, code: str, client: Client, fake: Fake
) -> None:
    answer = say(client, body, kind)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.json()["message"]
    assert fake.asked == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Busy, 503), (Slow, 503), (Crashed, 503), (Noise, 422), (LanguageUnknown, 422), (SpeechFault, 503)],
)
def test_each_fault_has_its_status_and_its_words(
    fault: type[SpeechFault], status: int, client: Client, fake: Fake
) -> None:
    fake.fault = fault
    answer = say(client)
    assert (answer.status_code, answer.json()["error"]) == (status, fault.code)
    assert answer.json()["message"] == str(TROUBLES[fault.code].message)
    assert ("Retry-After" in answer.headers) == (TROUBLES[fault.code].again_in is not None)


def test_without_a_recogniser_it_says_so(client: Client) -> None:
    answer = say(client)
    assert (answer.status_code, answer.json()["error"]) == (503, "none")
    assert client.get(f"{ADDRESS}trang-thai/").json() == {"languages": [], "seconds": 10.0, "bytes": LARGEST}


def test_which_languages_are_heard_is_public(client: Client, fake: Fake) -> None:
    assert client.get(f"{ADDRESS}trang-thai/").json()["languages"] == ["vi", "en"]
    assert fake.asked == []


def test_a_tap_wakes_the_recogniser(client: Client, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr("nhipcau.search.views.voice.wake", lambda: woken.append(1))
    address = f"{ADDRESS}san-sang/"
    assert client.post(address).status_code == 204
    assert client.post(address, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.get(address).status_code == 405
    assert (woken, fake.asked) == ([1], [])


def test_where_nothing_hears_nothing_is_woken(client: Client) -> None:
    assert client.post(f"{ADDRESS}san-sang/").status_code == 204


def test_only_posting_speaks(client: Client, fake: Fake) -> None:
    assert client.get(ADDRESS).status_code == 405


def test_one_address_may_not_speak_without_end(client: Client, fake: Fake, time_machine_at_noon: None) -> None:
    assert {say(client).status_code for _time in range(SPEAKING)} == {200}
    refused = say(client)
    assert (refused.status_code, refused.json()["error"], refused["Retry-After"]) == (429, "pace", "60")
    other = client.post(f"{ADDRESS}?language=vi", data=CLIP, content_type="audio/wav", REMOTE_ADDR="192.0.2.9")
    assert other.status_code == 200


@pytest.fixture
def time_machine_at_noon() -> Iterator[None]:
    """A minute that does not end in the middle of the test."""
    import time_machine

    with time_machine.travel("2026-11-25 12:00:01+00:00", tick=False):
        yield


def test_what_is_kept_of_a_visitor_is_no_address(rf: RequestFactory, time_machine_at_noon: None) -> None:
    may_speak(rf.post(ADDRESS, REMOTE_ADDR="203.0.113.77"))
    kept = str(getattr(cache, "_cache", {}))
    assert "voice-" in kept
    assert "203.0.113" not in kept


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(
    proxies: int, forwarded: str, address: str, rf: RequestFactory, settings: Any
) -> None:
    settings.AXES_IPWARE_PROXY_COUNT = proxies
    assert address_of(rf.post(ADDRESS, headers={"X-Forwarded-For": forwarded})) == address


def box(language: str) -> str:
    with translation.override(language):
        return engines["django"].from_string('{% include "search/voice_box.html" %}').render({})


@pytest.mark.parametrize(("language", "label"), [("vi", "Tìm bằng giọng nói"), ("en", "Search by voice"), ("km", "ស្វែងរកដោយសំឡេង"), ("zh-hans", "语音搜索"), ("ja", "音声で検索"), ("ko", "음성으로 검색"), ("fr", "Recherche vocale")])  # fmt: skip
def test_the_box_speaks_the_page_s_language(language: str, label: str, fake: Fake) -> None:
    html = box(language)
    assert f'aria-label="{label}"' in html
    assert f'data-voice-hears="{"yes" if language in fake.languages else "no"}"' in html
    assert "<style" not in html
    assert "style=" not in html
    assert "onclick" not in html


@pytest.mark.parametrize("language", ["vi", "km", "zh-hans", "ja", "ko", "fr"])
def test_every_sentence_of_the_box_is_translated(language: str) -> None:
    sentences = [*(trouble.message for trouble in TROUBLES.values()), *BOX.values()]
    with translation.override("en"):
        english = [str(said) for said in sentences]
    with translation.override(language):
        theirs = [str(said) for said in sentences]
    assert [one for one, other in zip(english, theirs, strict=True) if one == other] == []


@pytest.mark.urls("allauth.urls")
def test_where_the_address_is_missing_there_is_no_box(fake: Fake) -> None:
    assert "voice-button" not in box("vi")


@pytest.mark.django_db
def test_the_sentences_of_a_box_are_the_same_for_everybody(client: Client) -> None:
    answer = client.get("/tim-kiem/giong-noi/loi/km/")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer.json().keys() == {*TROUBLES, *BOX}
    assert answer.json()["label"] == "ស្វែងរកដោយសំឡេង"
    assert client.get("/tim-kiem/giong-noi/loi/xx/").status_code == 404


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("speech_model", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def state(settings: Any, tmp_path: Path) -> Path:
    settings.STATE = tmp_path
    return tmp_path


def test_models_are_listed_chosen_and_checked(state: Path) -> None:
    assert "make voice" in told("list")
    with pytest.raises(CommandError, match="make voice"):
        told("check")
    folder = state / "given"
    folder.mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_text(name)
    for name in ("bac", "nam"):
        take_in(folder, hearing.models_folder(), manifest=Manifest(name, "whisper", name, "MIT", "x", ("vi",)))
    assert hearing.chosen_model() == hearing.models_folder() / "bac"
    told("use", "nam")
    assert hearing.chosen_model() == hearing.models_folder() / "nam"
    with pytest.raises(CommandError, match="khong-co"):
        told("use", "khong-co")
    (hearing.models_folder() / "nam" / "model.bin").write_text("spoilt")
    with pytest.raises(CommandError, match=r"model\.bin"):
        told("check")


def test_a_folder_that_is_no_model_is_told_in_words(state: Path) -> None:
    with pytest.raises(CommandError, match=r"model\.bin"):
        told("add", str(state), "--licence", "MIT", "--languages", "vi")
    with pytest.raises(CommandError, match="languages"):
        told("add", str(state), "--licence", "MIT", "--languages", "tiếng Việt")


def test_the_real_recogniser_hears_a_real_voice(client: Client) -> None:
    with real_recogniser_or_skip():
        answer = say(client)
        assert answer.status_code == 200, answer.content
        assert "nhìn thấy" in answer.json()["text"].lower()
        assert len(json.dumps(answer.json())) < 2000


def test_the_real_recogniser_makes_no_words_of_sounds(client: Client) -> None:
    knocks = array("f", [(0.6 if at % 8000 < 400 else 0.001) * (1 if at % 7 < 3 else -1) for at in range(3 * RATE)])
    with real_recogniser_or_skip():
        answer = say(client, write_wav(knocks))
        assert (answer.status_code, answer.json()["error"]) == (422, "noise")


def test_the_real_recogniser_does_not_hear_what_it_was_not_given(client: Client) -> None:
    with real_recogniser_or_skip():
        assert say(client, language="km").json()["error"] == "language"
