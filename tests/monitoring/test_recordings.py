"""Recordings of radio and television: brought, heard in pieces, stopped and gone on with, corrected, taken in, forgotten."""

from __future__ import annotations

import itertools
import json
import math
import random
import shutil
import struct
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.monitoring import actions, jobs, listening
from nhipcau.monitoring.actions import recordings as verbs
from nhipcau.monitoring.models import Article, Recording, RecordingPiece, RetentionRule, Story
from nhipcau.monitoring.rules.hearing import LONGEST, SHORTEST, Said, first_piece, in_paragraphs, words_of_captions
from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.ports import sound
from nhipcau.ports.speech import (
    RATE,
    Busy,
    Crashed,
    Samples,
    Slow,
    SpeechFault,
    Transcript,
    hear_by,
    write_wav,
)
from tests.factories.press import story_text
from tests.search.voices import real_recogniser_or_skip

pytestmark = pytest.mark.django_db
CLIP = (Path(__file__).parent.parent / "data" / "voice" / "vn_03.wav").read_bytes()


class Ear:
    """Says which piece it hears by counting; may fail as it is told."""

    languages: tuple[str, ...] = ("vi",)

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.faults: list[type[SpeechFault] | None] = []
        self.before: Callable[[int], None] = lambda count: None

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        self.before(len(self.heard))
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault
        self.heard.append(len(samples))
        return Transcript(f"đoạn {len(self.heard)}", (), 0.9, 0.01)


@pytest.fixture
def ear() -> Iterator[Ear]:
    one = Ear()
    hear_by(lambda: one, lambda language: "Định An")
    yield one
    hear_by(None)


@pytest.fixture
def viewer(staff_of: Callable[..., Staff]) -> Staff:
    return staff_of(StaffRole.VIEWER)


@pytest.fixture
def deaf() -> Iterator[None]:
    hear_by(None)
    yield
    hear_by(None)


def speech(seconds: float, *, rate: int = RATE, pause_every: float = 5.0) -> Samples[float]:
    """Syllables of noise with a pause every few seconds: what a voice looks like to the gate."""
    chance = random.Random(7)
    out = array("f")
    for at in range(int(seconds * rate)):
        second = at / rate
        rests = second % pause_every > pause_every - 0.4
        loud = 0.0 if rests else 0.05 + 0.4 * max(0.0, math.sin(second * 2 * math.pi * 4))
        out.append(loud * chance.uniform(-1, 1))
    return out


def wav(seconds: float, **said: Any) -> bytes:
    return write_wav(speech(seconds, **said))


def bring(content: bytes, by: Staff, *, name: str = "ban-tin.wav", language: str = "vi", **said: Any) -> Recording:
    facts = actions.Clipping(**({"title": "Bản tin trưa", "outlet": "Đài Ví Dụ", "name": name} | said))
    return actions.bring_recording(File(BytesIO(content), name=name), facts, language=language, by=by)


# ---- cutting, joining, reading captions
def test_a_piece_ends_in_the_pause() -> None:
    sounded = speech(20, pause_every=6.0)
    length = first_piece(sounded)
    assert SHORTEST * RATE <= length <= LONGEST * RATE
    assert 5.6 <= length / RATE <= 6.0
    assert first_piece(sounded[: int(5 * RATE)]) == 5 * RATE, "what is short is one piece"


def test_words_become_paragraphs() -> None:
    said = [
        Said(0, 6, "a"),
        Said(6, 12, ""),
        Said(12, 18, "b"),
        Said(18, 24, "c"),
        Said(24, 30, "d"),
        Said(30, 36, "e"),
    ]
    assert in_paragraphs(said) == "a\n\nb c d e"


def test_captions_of_both_kinds_are_read_and_times_out_of_order_do_no_harm() -> None:
    srt = "1\r\n00:00:01,000 --> 00:00:03,000\r\nXin chào <i>bà con</i>\r\n\r\n2\r\n00:00:03,000 --> 00:00:05,500\r\nTỉnh Trà Vinh\r\n"
    vtt = "WEBVTT\n\n00:03.000 --> 00:05.000\nTỉnh Trà Vinh\n\n00:01.000 --> 00:02.000\nXin chào\n"
    assert words_of_captions(srt) == "Xin chào bà con Tỉnh Trà Vinh"
    assert "Tỉnh Trà Vinh" in words_of_captions(vtt)
    assert "Xin chào" in words_of_captions(vtt)
    assert words_of_captions("không phải phụ đề") == ""


# ---- taking sound out
@pytest.mark.parametrize(
    ("width", "channels", "rate"), [(1, 1, 8_000), (2, 2, 44_100), (3, 1, 48_000), (4, 2, 22_050), (2, 1, 16_000)]
)
def test_wav_of_every_kind_is_read_without_a_decoder(
    width: int, channels: int, rate: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound, "is_decoder_here", lambda: False)
    tone = [math.sin(2 * math.pi * 440 * at / rate) * 0.5 for at in range(rate * 3)]
    full = (1 << (8 * width - 1)) - 1
    frames = bytearray()
    for value in tone:
        whole = round(value * full) + (128 if width == 1 else 0)
        frames += whole.to_bytes(width, "little", signed=width > 1) * channels
    head = struct.pack("<HHIIHH", 1, channels, rate, rate * width * channels, width * channels, width * 8)
    body = (
        b"WAVELIST"
        + struct.pack("<I", 3)
        + b"abc\0"
        + b"fmt "
        + struct.pack("<I", 16)
        + head
        + b"data"
        + struct.pack("<I", len(frames))
        + frames
    )
    place = tmp_path / "tone.wav"
    place.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    got = sound.stretch_of(place, "wav", at=1.0, seconds=1.0)
    assert abs(len(got) - RATE) <= 1
    crossings = sum(a < 0 <= b for a, b in itertools.pairwise(got))
    assert 437 <= crossings <= 443
    assert 0.45 < max(got) < 0.53
    assert len(sound.stretch_of(place, "wav", at=99.0, seconds=1.0)) == 0


@pytest.mark.parametrize(
    "content", [b"", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + b"\xff" * 16, b"ID3" + b"\0" * 50]
)
def test_a_broken_wav_says_so(content: bytes, tmp_path: Path) -> None:
    place = tmp_path / "x.wav"
    place.write_bytes(content)
    with pytest.raises(sound.SoundFault, match="damaged"):
        sound.stretch_of(place, "wav", at=0, seconds=1)


def test_other_kinds_are_heard_by_ffmpeg_and_a_playlist_leads_nowhere(tmp_path: Path) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("FFmpeg is not installed (apt install ffmpeg)")
    source = tmp_path / "s.wav"
    source.write_bytes(wav(6))
    for ending in ("mp3", "ogg", "m4a"):
        made = tmp_path / f"s.{ending}"
        subprocess.run(["ffmpeg", "-v", "error", "-i", source, made], check=True)
        got = sound.stretch_of(made, ending, at=2, seconds=2)
        assert abs(len(got) - 2 * RATE) < RATE / 10, ending
    trap = tmp_path / "trap.mp4"
    trap.write_text(f"#EXTM3U\n#EXTINF:6,\nfile://{source}\n")
    with pytest.raises(sound.SoundFault):
        sound.stretch_of(trap, "mp4", at=0, seconds=2)
    silent = tmp_path / "silent.mp4"
    subprocess.run(
        [
            "ffmpeg",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=duration=1:size=64x64",
            "-pix_fmt",
            "yuv420p",
            silent,
        ],
        check=True,
    )
    with pytest.raises(sound.SoundFault, match="no_sound"):
        sound.stretch_of(silent, "mp4", at=0, seconds=1)


# ---- from the file to the article
def test_heard_in_pieces_corrected_by_a_person_and_an_article_like_any_other(coordinator: Staff, ear: Ear) -> None:
    row = bring(wav(30), coordinator, url="https://dai.vn/trua", stream="official", country="Nhật Bản")
    assert (row.state, row.percent, round(row.seconds)) == ("waiting", 0, 30)
    jobs.hear.call(row.pk)
    row.refresh_from_db()
    assert (row.state, row.percent, row.fault_code) == ("heard", 100, "")
    pieces = list(row.pieces.all())
    assert len(pieces) == len(ear.heard) >= 4
    assert all(a.until == b.at for a, b in itertools.pairwise(pieces)), "nothing is left out between two"
    assert abs(pieces[-1].until - row.seconds) < 0.05
    assert row.words.startswith("đoạn 1 đoạn 2")
    with pytest.raises(actions.NotNow):
        actions.use_recording(row, by=coordinator)
    assert not Article.objects.exists(), "no machine's words are published unread"
    actions.write_transcript(row, story_text("Định An"), by=coordinator)
    article = actions.use_recording(row, by=coordinator)
    assert (article.state, article.way, article.text) == ("read", "clipping", story_text("Định An").strip())
    assert (article.outlet, article.key) == ("Đài Ví Dụ", row.sha256)
    story = Story.objects.get()
    assert (story.stream, story.country, story.in_province) == ("official", "Nhật Bản", True)
    assert actions.use_recording(row, by=coordinator) == article, "pressed twice it is one article"
    copy = actions.bring_clipping(
        actions.Clipping("Chép lại", "Báo Khác", text=story_text("Định An")), by=coordinator
    )
    assert copy.story_id == story.pk, "grouped like any other"
    with pytest.raises(actions.NotNow):
        actions.write_transcript(row, "khác", by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.drop_recording(row, by=coordinator)
    assert bring(row_content := wav(30), coordinator).pk == row.pk, "the same file is the same recording"
    assert len(row_content) == row.size
    assert trail_faults() == []


def test_two_who_bring_the_same_file_at_once_have_one_recording_and_one_file(
    coordinator: Staff, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, content = verbs._keep, wav(7.3)  # of this length by no other test: its files lie in one folder

    def late(row: Recording, file: File[Any], *, by: Staff) -> Recording:
        monkeypatch.setattr(verbs, "_keep", keep)
        bring(content, by)
        return keep(row, file, by=by)

    monkeypatch.setattr(verbs, "_keep", late)
    row = bring(content, coordinator)
    assert Recording.objects.get() == row
    folder = Path(row.held.path).parent
    assert [place.name for place in folder.glob(f"{row.sha256[:32]}*")] == [Path(row.held.name or "").name]


def test_a_killed_worker_loses_one_piece_at_most_and_nothing_is_heard_twice(coordinator: Staff, ear: Ear) -> None:
    row = bring(wav(40), coordinator)

    class Killed(BaseException):
        """As SIGKILL, which no handler sees."""

    def kill(count: int) -> None:
        if count == 3:
            ear.before = lambda count: None
            raise Killed

    ear.before = kill
    with pytest.raises(Killed):
        listening.listen(row.pk, seconds=60)
    row.refresh_from_db()
    assert (row.state, row.pieces.count()) == ("hearing", 3)
    assert jobs.recover() == 0, "its worker may still live"
    Recording.objects.update(beat_at=timezone.now() - timedelta(minutes=3))
    assert jobs.recover() == 1
    assert jobs.recover() == 0, "one job is enough"
    assert listening.listen(row.pk, seconds=60) is False
    row.refresh_from_db()
    assert row.state == "heard"
    ats = list(row.pieces.values_list("at", "until"))
    assert ats[0][0] == 0
    assert all(a[1] == b[0] for a, b in itertools.pairwise(ats))
    assert len(ear.heard) == len(ats)


def test_its_turn_ends_and_it_goes_on_behind_the_others(coordinator: Staff, ear: Ear) -> None:
    row = bring(wav(30), coordinator)
    turns = 0
    while listening.listen(row.pk, seconds=0):
        turns += 1
        row.refresh_from_db()
        assert row.state == "waiting"
    assert turns >= 3
    row.refresh_from_db()
    assert row.state == "heard"


def test_stopped_it_keeps_what_was_heard_and_goes_on_without_touching_corrections(
    coordinator: Staff, ear: Ear
) -> None:
    row = bring(wav(40), coordinator)
    ear.before = lambda count: actions.stop_hearing(row, by=coordinator) and None if count == 2 else None
    assert listening.listen(row.pk, seconds=60) is False
    row.refresh_from_db()
    assert (row.state, row.fault_code, row.words) == ("stopped", "stopped", "đoạn 1 đoạn 2 đoạn 3")
    actions.write_transcript(row, "Lời đã sửa.", by=coordinator)
    ear.before = lambda count: None
    actions.resume_hearing(row, by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.write_transcript(row, "x", by=coordinator)
    listening.listen(row.pk, seconds=60)
    row.refresh_from_db()
    assert row.words.startswith("Lời đã sửa.\n\nđoạn 4")
    assert not row.is_read, "what came after is read first"
    waiting = bring(wav(9), coordinator)
    assert actions.stop_hearing(waiting, by=coordinator).state == "stopped", "what nobody hears stops at once"


def test_what_the_recogniser_fails_at_is_marked_and_does_not_stop_the_rest(coordinator: Staff, ear: Ear) -> None:
    row = bring(wav(40), coordinator)
    ear.faults = [None, Slow, Crashed, Crashed]
    listening.listen(row.pk, seconds=60)
    row.refresh_from_db()
    assert row.state == "heard"
    assert row.pieces.filter(is_missed=True).count() == 1
    assert "[máy không nghe được: 0:0" in row.words
    other = bring(wav(41), coordinator)
    ear.faults = [Crashed] * 9
    listening.listen(other.pk, seconds=60)
    other.refresh_from_db()
    assert (other.state, other.fault_code, other.heard_until > 0) == ("failed", "crashed", True)
    ear.faults = []
    actions.resume_hearing(other, by=coordinator)
    listening.listen(other.pk, seconds=60)
    other.refresh_from_db()
    assert other.state == "heard"


def test_people_who_search_by_voice_come_first(coordinator: Staff, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "BUSY", 0.0)
    row = bring(wav(9), coordinator)
    ear.faults = [Busy] * listening.TRIES
    assert listening.listen(row.pk, seconds=60) is True
    row.refresh_from_db()
    assert (row.state, row.pieces.count()) == ("waiting", 0)
    assert listening.listen(row.pk, seconds=60) is False


def test_silence_says_so(coordinator: Staff, ear: Ear) -> None:
    row = bring(write_wav(array("f", [0.0] * RATE * 12)), coordinator)
    listening.listen(row.pk, seconds=60)
    row.refresh_from_db()
    assert (row.state, row.fault_code, ear.heard) == ("heard", "silence", [])


def test_without_a_recogniser_a_person_types_and_nothing_is_lost(coordinator: Staff, deaf: None, ear: Ear) -> None:
    hear_by(None)
    row = bring(wav(9), coordinator)
    assert (row.state, row.fault_code) == ("by_hand", "none")
    with row.held.open("rb") as file:
        assert file.read() == wav(9)
    with pytest.raises(actions.NotNow):
        actions.resume_hearing(row, by=coordinator)
    actions.bring_captions(row, "WEBVTT\n\n00:01.000 --> 00:03.000\nLời phụ đề\n".encode(), by=coordinator)
    row.refresh_from_db()
    assert (row.words, row.is_read) == ("Lời phụ đề", True)
    with pytest.raises(actions.ClippingRefused):
        actions.bring_captions(row, b"\0\1\2", by=coordinator)
    assert actions.use_recording(row, by=coordinator).text == "Lời phụ đề"
    later = bring(wav(10), coordinator)
    hear_by(lambda: ear)
    assert actions.resume_hearing(later, by=coordinator).state == "waiting", "a recogniser came since"


def test_without_ffmpeg_it_says_what_to_do(
    coordinator: Staff, ear: Ear, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(verbs, "is_decoder_here", lambda: False)
    mp3 = b"\xff\xfb\x90\x64" + b"\0" * 413
    row = bring(mp3 * 120, coordinator, name="a.mp3")
    assert (row.state, row.fault_code) == ("by_hand", "no_decoder")
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("monitoring:recording", args=[row.pk])).content.decode()
    assert "apt install ffmpeg" in page
    assert 'name="words"' in page


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7 x", "a.wav", {}),
        (b"", "a.wav", {}),
        (b"RIFF\0\0\0\0WAVEdata", "a.wav", {}),
        (wav(5), "MẬT.wav", {}),
        (wav(5), "a.wav", {"text": "MẬT\n\nNội dung"}),
    ],
)
def test_what_is_refused_leaves_nothing(
    content: bytes, name: str, said: dict[str, str], coordinator: Staff, ear: Ear
) -> None:
    with pytest.raises(actions.ClippingRefused):
        bring(content, coordinator, name=name, **said)
    assert not Recording.objects.exists()
    assert "MẬT" not in str(list(TrailEntry.objects.values("subject", "note", "facts")))


def test_too_long_is_refused(coordinator: Staff, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "LONGEST", timedelta(seconds=4))
    with pytest.raises(actions.ClippingRefused):
        bring(wav(5), coordinator)


def test_a_secrecy_mark_in_the_words_takes_file_and_words_with_it(
    coordinator: Staff, ear: Ear, django_capture_on_commit_callbacks: Any
) -> None:
    row = bring(wav(9), coordinator)
    place = Path(row.held.path)
    actions.stop_hearing(row, by=coordinator)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(actions.ClippingRefused):
        actions.write_transcript(row, "TỐI MẬT\n\nNội dung", by=coordinator)
    assert not Recording.objects.exists()
    assert not place.exists()


def test_files_go_by_the_same_rule_as_texts(
    coordinator: Staff, ear: Ear, django_capture_on_commit_callbacks: Any
) -> None:
    RetentionRule.objects.create(days=30, valid_from=timezone.localdate() - timedelta(days=99), source="Quy chế")
    used, open_ = bring(wav(9), coordinator, url="https://dai.vn/1"), bring(wav(10), coordinator)
    listening.listen(used.pk, seconds=60)
    actions.write_transcript(used, "Lời.", by=coordinator)
    actions.use_recording(used, by=coordinator)
    used.refresh_from_db()
    places = [Path(used.held.path), Path(open_.held.path)]
    actions.forget_old_texts(on=timezone.localdate() + timedelta(days=30))
    assert all(place.exists() for place in places)
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_old_texts(on=timezone.localdate() + timedelta(days=32))
    assert not any(place.exists() for place in places)
    assert not RecordingPiece.objects.exists()
    used.refresh_from_db()
    assert (used.title, used.words, bool(used.sha256), used.state) == ("Bản tin trưa", "", True, "used")
    assert Article.objects.get().text == ""
    with pytest.raises(actions.ClippingRefused):
        bring(wav(9), coordinator)


def test_a_publisher_s_request_reaches_recordings(coordinator: Staff, ear: Ear, client: Client) -> None:
    row = bring(wav(9), coordinator, url="https://www.dai.vn/1")
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    told = client.get(f"{reverse('monitoring:export_site')}?site=dai.vn").json()
    assert [one["sha256"] for one in told["recordings"]] == [row.sha256]
    actions.close_site("dai.vn", reason="Thư", by=coordinator, on=timezone.localdate())
    row.refresh_from_db()
    assert (bool(row.held), row.forgotten_on) == (False, timezone.localdate())


# ---- screen and command
def test_through_the_screen(coordinator: Staff, ear: Ear, client: Client, viewer: Staff) -> None:
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    listed = reverse("monitoring:recordings")
    assert "Tiếng Việt" in client.get(listed).content.decode()
    sent = {"title": "Thời sự", "outlet": "Đài", "language": "vi", "stream": "press"}
    answer = client.post(listed, sent | {"file": SimpleUploadedFile("a.wav", wav(20))})
    row = Recording.objects.get()
    assert answer["Location"] == reverse("monitoring:recording", args=[row.pk])
    jobs.hear.call(row.pk)
    shown = client.get(answer["Location"]).content.decode()
    assert "Lời do máy nghe" in shown
    assert "đoạn 1" in shown
    part = client.get(reverse("monitoring:recording_file", args=[row.pk]), headers={"Range": "bytes=0-3"})
    assert (part.status_code, b"".join(part.streaming_content), part["Content-Type"]) == (206, b"RIFF", "audio/wav")  # type: ignore[attr-defined]
    assert "no-store" in part["Cache-Control"]
    assert "data-working" not in client.get(reverse("monitoring:recording_progress", args=[row.pk])).content.decode()
    assert client.get(reverse("monitoring:recordings_progress")).status_code == 200
    refused = client.post(answer["Location"], {"step": "use", "words": ""})
    assert refused.status_code == 422
    taken = client.post(answer["Location"], {"step": "use", "words": "Lời đã sửa của bản tin."})
    article = Article.objects.get()
    assert taken["Location"] == reverse("monitoring:article", args=[article.pk])
    pane = client.get(reverse("monitoring:story", args=[article.story_id])).content.decode()
    assert reverse("monitoring:recording", args=[row.pk]) in pane
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(listed).status_code == 403
    assert client.post(answer["Location"], {"step": "keep", "words": "x"}).status_code == 403
    assert 'name="words"' not in client.get(answer["Location"]).content.decode()


def test_through_the_command(coordinator: Staff, ear: Ear, tmp_path: Path) -> None:
    place, words = tmp_path / "a.wav", tmp_path / "a.srt"
    place.write_bytes(wav(20))
    words.write_text("1\n00:00:01,000 --> 00:00:03,000\nLời người chép\n")
    base = [
        "bring_recording",
        str(place),
        "--by",
        coordinator.username,
        "--title",
        "Tin",
        "--outlet",
        "Đài",
        "--json",
    ]
    out = StringIO()
    call_command(*base, stdout=out, stderr=StringIO())
    told = json.loads(out.getvalue())
    assert (told["state"], told["article"]) == ("heard", None)
    assert told["words"].startswith("đoạn 1")
    other = tmp_path / "b.wav"
    other.write_bytes(wav(21))
    out = StringIO()
    call_command(
        "bring_recording", str(other), "--by", coordinator.username, "--title", "Tin", "--outlet", "Đài", "--json",
        "--transcript", str(words), "--use", stdout=out,
    )  # fmt: skip
    told = json.loads(out.getvalue())
    assert told["article"] == Article.objects.get().pk
    assert Article.objects.get().text == "Lời người chép"
    with pytest.raises(CommandError):
        call_command(*base, "--use")
    with pytest.raises(CommandError):
        call_command("bring_recording", str(tmp_path / "none.wav"), *base[2:])


@pytest.mark.parametrize("role", sorted(set(StaffRole) - {StaffRole.COORDINATOR, StaffRole.EDITOR, StaffRole.FOCAL}))
def test_who_may_not_is_refused_everywhere(
    role: StaffRole, staff_of: Callable[..., Staff], coordinator: Staff, ear: Ear
) -> None:
    viewer = staff_of(role)
    row = bring(wav(9), coordinator)
    before = TrailEntry.objects.count()
    steps: list[Callable[[], object]] = [
        lambda: bring(wav(10), viewer),
        lambda: actions.stop_hearing(row, by=viewer),
        lambda: actions.resume_hearing(row, by=viewer),
        lambda: actions.write_transcript(row, "x", by=viewer),
        lambda: actions.bring_captions(row, b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n", by=viewer),
        lambda: actions.use_recording(row, by=viewer),
        lambda: actions.drop_recording(row, by=viewer),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    assert TrailEntry.objects.count() == before


def test_the_real_recogniser_hears_a_film_of_what_was_said(coordinator: Staff, tmp_path: Path) -> None:
    from nhipcau.search.site_words import prompt_for

    with real_recogniser_or_skip() as recogniser:
        hear_by(lambda: recogniser, prompt_for)
        try:
            row = bring(CLIP, coordinator)
            assert listening.listen(row.pk, seconds=120) is False
            row.refresh_from_db()
            assert (row.state, row.fault_code) == ("heard", "")
            assert len(row.words.split()) >= 2
        finally:
            hear_by(None)


def test_numpy_is_not_needed() -> None:
    asked = "import sys; sys.modules['numpy'] = None; import nhipcau.ports.sound, nhipcau.monitoring.rules.hearing"
    subprocess.run([sys.executable, "-c", asked], check=True)
