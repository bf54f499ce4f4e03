"""Reading recordings, telling silence and noise from speech, wording, manifests and packaged weights."""

from __future__ import annotations

import hashlib
import json
import math
import random
import struct
import wave
from array import array
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.ports.speech import (
    LARGEST,
    RATE,
    WHISPER_BASE,
    Manifest,
    ModelFault,
    Noise,
    NotWav,
    Samples,
    Silence,
    TooLong,
    cleaned,
    distinct,
    faults_of,
    install_packaged,
    let_through,
    read_manifest,
    read_wav,
    take_in,
    write_wav,
)
from nhipcau.ports.speech import packaged as packaged_weights
from nhipcau.ports.speech.manifest import language_codes, sha256_of
from nhipcau.ports.speech.packaged import PackagedModel, Part
from nhipcau.ports.speech.tokens import BYTES, LETTERS, Tokens
from nhipcau.ports.speech.wording import LONGEST, without_loops

CLIP = Path(__file__).parent.parent / "data" / "voice" / "vn_03.wav"


def recording(samples: int = 1600, **changed: Any) -> bytes:
    """What ``wave`` writes, with another form where asked for."""
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(changed.get("channels", 1))
        file.setsampwidth(changed.get("width", 2))
        file.setframerate(changed.get("rate", RATE))
        file.writeframes(b"\x01" * samples * changed.get("channels", 1) * changed.get("width", 2))
    return out.getvalue()


def chunk(name: bytes, body: bytes, length: int | None = None) -> bytes:
    return name + struct.pack("<I", len(body) if length is None else length) + body + b"\0" * (len(body) % 2)


def riff(*chunks: bytes) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


FORM = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)


def test_what_other_programs_write_is_read() -> None:
    assert len(read_wav(recording(1600))) == 1600
    assert len(read_wav(CLIP.read_bytes())) / RATE == pytest.approx(1.2, abs=0.1)
    assert list(
        read_wav(riff(chunk(b"LIST", b"odd"), chunk(b"fmt ", FORM + b"\0\0"), chunk(b"data", b"\0\x40\0\xc0")))
    ) == [0.5, -0.5]


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=400))
def test_what_is_written_is_read_again(samples: list[int]) -> None:
    sound = array("f", [sample / 32768 for sample in samples])
    assert read_wav(write_wav(sound)) == sound


@pytest.mark.parametrize(
    "changed",
    [{"channels": 2}, {"width": 1}, {"width": 3}, {"width": 4}, {"rate": 8000}, {"rate": 44100}, {"rate": 48000}],
)
def test_another_form_is_refused(changed: dict[str, int]) -> None:
    with pytest.raises(NotWav):
        read_wav(recording(160, **changed))


HOSTILE = {
    "nothing": b"",
    "not riff": b"RIFX" + recording()[4:],
    "big endian": b"RIFX" + struct.pack(">I", 100) + b"WAVE",
    "an mp3": b"ID3\x04" + b"\0" * 200,
    "half a head": recording()[:20],
    "cut off": recording()[:-10],
    "more than told": recording() + b"\0" * 10,
    "no form": riff(chunk(b"data", b"\0\0")),
    "no sound": riff(chunk(b"fmt ", FORM)),
    "empty sound": riff(chunk(b"fmt ", FORM), chunk(b"data", b"")),
    "odd sound": riff(chunk(b"fmt ", FORM), chunk(b"data", b"\0\0\0")),
    "two forms": riff(chunk(b"fmt ", FORM), chunk(b"fmt ", FORM), chunk(b"data", b"\0\0")),
    "huge chunk": riff(chunk(b"fmt ", FORM), chunk(b"data", b"\0\0", 0xFFFFFFFF)),
    "huge first chunk": riff(chunk(b"junk", b"", 0xFFFFFFF0), chunk(b"fmt ", FORM), chunk(b"data", b"\0\0")),
    "thousands of chunks": riff(*[chunk(b"junk", b"")] * 5000, chunk(b"fmt ", FORM), chunk(b"data", b"\0\0")),
    "compressed": riff(chunk(b"fmt ", struct.pack("<HHIIHH", 85, 1, RATE, RATE * 2, 2, 16)), chunk(b"data", b"\0\0")),
    "extensible": riff(chunk(b"fmt ", FORM + b"\x16\0" + b"\0" * 22), chunk(b"data", b"\0\0")),
    "false rate": riff(chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, RATE, 1, 2, 16)), chunk(b"data", b"\0\0")),
    "form too short": riff(chunk(b"fmt ", FORM[:8]), chunk(b"data", b"\0\0")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str) -> None:
    with pytest.raises(NotWav):
        read_wav(HOSTILE[name])


@given(st.binary(max_size=300), st.integers(0, 60), st.binary(max_size=8))
def test_no_bytes_break_the_reader(noise: bytes, at: int, patch: bytes) -> None:
    whole = recording(20)
    for content in (
        noise,
        riff(noise),
        riff(chunk(b"fmt ", FORM), noise),
        whole[:at] + patch + whole[at + len(patch) :],
    ):
        try:
            samples = read_wav(content)
        except NotWav:
            continue
        assert len(samples) * 2 <= len(content)
        assert all(-1 <= sample <= 1 for sample in samples)


def test_ten_seconds_and_a_little_are_taken_more_is_refused() -> None:
    assert len(read_wav(recording(int(10.3 * RATE)))) == int(10.3 * RATE)
    with pytest.raises(TooLong):
        read_wav(recording(int(10.3 * RATE) + 1))
    with pytest.raises(TooLong):
        read_wav(b"\0" * (LARGEST + 1))


def tone(seconds: float, loudness: float, *, beats: float = 0.0, constant: float = 0.0) -> Samples[float]:
    """A hum; with ``beats`` it rises and falls that many times a second."""
    times = (at / RATE for at in range(int(seconds * RATE)))
    return array("f", [constant + loudness * math.sin(880 * t) * (1 if not beats else max(0.0, math.sin(2 * math.pi * beats * t))) for t in times])  # fmt: skip


def hiss(seconds: float, loudness: float) -> Samples[float]:
    dice = random.Random(1)
    return array("f", [dice.uniform(-loudness, loudness) for _ in range(int(seconds * RATE))])


@pytest.mark.parametrize("sound", [array("f"), array("f", [0.0] * RATE), tone(1, 0.001), hiss(2, 0.002), tone(1, 0.0, constant=0.9), tone(0.1, 0.5)])  # fmt: skip
def test_silence_does_not_pass(sound: Samples[float]) -> None:
    with pytest.raises(Silence):
        let_through(sound)


@pytest.mark.parametrize("sound", [tone(3, 0.3), hiss(3, 0.3), hiss(1, 0.02), tone(5, 0.02)])
def test_steady_noise_does_not_pass(sound: Samples[float]) -> None:
    with pytest.raises(Noise):
        let_through(sound)


def test_voices_pass_loud_and_soft_and_in_a_room_with_a_fan() -> None:
    voice = read_wav(CLIP.read_bytes())
    let_through(voice)
    let_through(array("f", [sample * 0.1 for sample in voice]))
    fan = hiss(len(voice) / RATE + 1, 0.01)
    let_through(array("f", [a + b for a, b in zip(voice, fan, strict=False)]))
    let_through(tone(2, 0.3, beats=3))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (" Biển Ba Động.", "Biển Ba Động"),
        ("Cậu có nhìn thấy không?", "Cậu có nhìn thấy không"),
        ("[âm nhạc] Ao Bà Om ♪", "Ao Bà Om"),
        ("Cậu có nhìn. Cậu có nhìn. Cậu có nhìn. Cậu có", "Cậu có nhìn. Cậu có"),
        ("tôi tôi tôi tôi đi", "tôi đi"),
        ("xanh xanh", "xanh xanh"),
        ("Trà\nVinh\u0000", "Trà Vinh"),
        ("...", ""),
        ("Ch\u00f9a A\u0302ng", "Chùa Âng"),
    ],
)
def test_wording(written: str, shown: str) -> None:
    assert cleaned(written) == shown


@given(st.text(max_size=600))
def test_any_words_come_out_short_and_on_one_line(text: str) -> None:
    got = cleaned(text)
    assert len(got) <= LONGEST
    assert got == got.strip()
    assert "\n" not in got


@given(st.lists(st.sampled_from("abc"), max_size=40))
def test_no_word_stands_three_times_in_a_row(words: list[str]) -> None:
    kept = without_loops(words)
    assert set(kept) == set(words)
    assert len(kept) <= len(words)


def test_readings_that_differ_in_signs_alone_are_one() -> None:
    assert distinct(["Ba Động", "ba động.", "Ba  động!", "", "ba đồng"]) == ["Ba Động", "ba đồng"]


def some_tokens() -> Tokens:
    letters = sorted(LETTERS.values())
    merges = [("T", "r"), ("i", "n"), ("Ġ", "Tr"), ("in", "h")]
    words = [*letters, *("".join(pair) for pair in merges)]
    return Tokens({word: at for at, word in enumerate(words)}, merges, {"<|vi|>": 9000})


@given(st.text(max_size=80))
def test_bytes_pairs_come_back_as_they_went(text: str) -> None:
    tokens = some_tokens()
    text = text.encode("utf-8", "ignore").decode()
    assert tokens.decode(tokens.encode(text)) == text


def test_byte_pairs_are_joined_in_order_and_special_signs_are_letters() -> None:
    tokens = some_tokens()
    assert len(BYTES) == 256
    assert len(tokens.encode(" Tr")) == 1
    assert 9000 not in tokens.encode("<|vi|>")
    assert tokens.decode([9000, *tokens.encode("Trinh")]) == "Trinh"
    assert tokens.special("<|km|>") is None


MANIFEST = Manifest("mau", "whisper", "Mẫu", "MIT", "tests", ("vi",))


def folder_of(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.json", "notes.txt"):
        (folder / name).write_text(name)
    return folder


def test_a_folder_is_taken_in_with_its_hashes(tmp_path: Path) -> None:
    place = take_in(folder_of(tmp_path), tmp_path / "models", manifest=MANIFEST)
    manifest = read_manifest(place)
    assert sorted(manifest.files) == ["config.json", "model.bin", "tokenizer.json", "vocabulary.json"]
    assert manifest.files["model.bin"] == sha256_of(place / "model.bin")
    assert faults_of(place) == []
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["mau"], "nothing half made is left"
    (place / "model.bin").write_text("other")
    (place / "config.json").unlink()
    assert {(fault.code, fault.what) for fault in faults_of(place)} == {
        ("changed", "model.bin"),
        ("missing", "config.json"),
    }


@pytest.mark.parametrize(
    ("name", "without", "code"),
    [
        ("../up", "", "bad_name"),
        ("Hoa", "", "bad_name"),
        ("mau", "model.bin", "missing"),
        ("mau", "vocabulary.json", "missing"),
    ],
)
def test_what_is_no_model_is_not_taken_in(name: str, without: str, code: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    if without:
        (folder / without).unlink()
    with pytest.raises(ModelFault) as fault:
        take_in(folder, tmp_path / "models", manifest=replace(MANIFEST, name=name))
    assert fault.value.code == code
    assert not (tmp_path / "models").exists() or list((tmp_path / "models").iterdir()) == []


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    take_in(folder, tmp_path / "models", manifest=MANIFEST)
    with pytest.raises(ModelFault, match="taken"):
        take_in(folder, tmp_path / "models", manifest=MANIFEST)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("name", "../x"),
        ("family", "other"),
        ("languages", []),
        ("languages", ["Vi"]),
        ("files", {"../x": "0"}),
        ("files", {}),
        ("licence", ""),
    ],
)
def test_a_manifest_that_says_nonsense_is_refused(field: str, told: object, tmp_path: Path) -> None:
    place = take_in(folder_of(tmp_path), tmp_path / "models", manifest=MANIFEST)
    whole = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps(whole | {field: told}))
    with pytest.raises(ModelFault) as fault:
        read_manifest(place)
    assert (fault.value.code, fault.value.what) == ("bad_manifest", field)


def test_languages_are_codes() -> None:
    assert language_codes("vi, en") == ("vi", "en")
    for told in ("", "vietnamese", "vi;en"):
        with pytest.raises(ModelFault):
            language_codes(told)


def pretend_packages(monkeypatch: pytest.MonkeyPatch, folder: Path, version: str = "1.0") -> PackagedModel:
    """Two distributions with halves of one file."""
    (folder / "one.bin").write_bytes(b"first ")
    (folder / "two.bin").write_bytes(b"second")

    def distribution(name: str) -> SimpleNamespace:
        if name == "absent":
            raise packaged_weights.importlib.metadata.PackageNotFoundError(name)
        return SimpleNamespace(version=version, locate_file=lambda path: folder / path)

    monkeypatch.setattr(packaged_weights.importlib.metadata, "distribution", distribution)
    mark = hashlib.sha256(b"first second").hexdigest()
    return PackagedModel(
        replace(MANIFEST, files={"model.bin": mark}),
        {"model.bin": (Part("a", "1.0", "one.bin"), Part("b", "1.0", "two.bin"))},
    )


def test_packaged_weights_are_joined_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = pretend_packages(monkeypatch, tmp_path)
    place = install_packaged(tmp_path / "models", model)
    assert (place / "model.bin").read_bytes() == b"first second"
    (place / "model.bin").write_bytes(b"spoilt")
    assert install_packaged(tmp_path / "models", model) == place
    assert (place / "model.bin").read_bytes() == b"first second", "a damaged one is made anew"
    (tmp_path / "two.bin").write_bytes(b"forged")
    (place / "model.bin").write_bytes(b"spoilt")
    with pytest.raises(ModelFault, match="changed"):
        install_packaged(tmp_path / "models", model)


def test_another_version_of_the_package_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = pretend_packages(monkeypatch, tmp_path, version="1.1")
    with pytest.raises(ModelFault, match="not_installed"):
        install_packaged(tmp_path / "models", model)
    absent = PackagedModel(model.manifest, {"model.bin": (Part("absent", "1.0", "one.bin"),)})
    with pytest.raises(ModelFault, match="absent"):
        install_packaged(tmp_path / "models", absent)


def test_the_shipped_list_names_every_file_with_its_hash() -> None:
    assert set(WHISPER_BASE.pieces) == set(WHISPER_BASE.manifest.files)
    assert all(len(mark) == 64 for mark in WHISPER_BASE.manifest.files.values())
