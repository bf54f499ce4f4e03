"""The site's recogniser: which model hears, what it is told about the province, and what a recording says.

Models lie in ``STATE/speech/models/NAME``, the chosen one's name in ``STATE/speech/chosen``. Audio is in memory only, here and in the
recognition process: nothing writes it anywhere.
"""

from __future__ import annotations

import importlib.util
import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from nhipcau.ports.speech import (
    ModelFault,
    Recogniser,
    RemoteRecogniser,
    Silent,
    let_through,
    read_manifest,
    read_wav,
)
from nhipcau.search.finding import Store, find
from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.heard import Judge, judged, readings_of
from nhipcau.search.site_words import prompt_for, words_of_site

NEEDS = ("numpy", "ctranslate2")
_lock = threading.Lock()
_at_work: dict[tuple[Path, float], RemoteRecogniser] = {}
_given: list[Recogniser] = []
_judges: list[Judge] = []


@dataclass(frozen=True, slots=True)
class Heard:
    """``text`` is the likeliest query, ``alternatives`` other readings. ``seconds``: how long the recogniser took."""

    text: str
    alternatives: tuple[str, ...]
    language: str
    seconds: float


def speech_folder() -> Path:
    """All that belongs to hearing."""
    return Path(settings.STATE) / "speech"


def models_folder() -> Path:
    """A folder for each model."""
    return speech_folder() / "models"


def installed_models() -> list[Path]:
    """Folders with a manifest that can be read, by name."""
    return [path for path in sorted(models_folder().glob("[a-z0-9]*")) if path.is_dir() and _has_manifest(path)]


def _has_manifest(path: Path) -> bool:
    try:
        read_manifest(path)
    except ModelFault:
        return False
    return True


def chosen_model() -> Path | None:
    """The one that ``nhipcau speech-model use`` named; else the first by name; None where there is none."""
    models = installed_models()
    try:
        name = (speech_folder() / "chosen").read_text("utf-8").strip()
    except OSError:
        name = ""
    return next((path for path in models if path.name == name), models[0] if models else None)


def choose_model(name: str) -> None:
    """Let the model of that name hear. Raises ModelFault ``unknown``."""
    if name not in {path.name for path in installed_models()}:
        raise ModelFault("unknown", name)
    speech_folder().mkdir(parents=True, exist_ok=True)
    (speech_folder() / "chosen").write_text(f"{name}\n", "utf-8")


def is_engine_here() -> bool:
    """Whether what runs a model is installed. Imports none of it."""
    return all(importlib.util.find_spec(name) for name in NEEDS)


def recogniser() -> Recogniser:
    """The one that hears now. Costs a look at the disk; starts nothing."""
    if _given:
        return _given[-1]
    model = chosen_model()
    if model is None or not is_engine_here():
        return Silent()
    key = (model, (model / "manifest.json").stat().st_mtime)
    with _lock:
        if key not in _at_work:
            for old in _at_work.values():
                old.end()
            _at_work.clear()
            _at_work[key] = RemoteRecogniser(model, runtime=speech_folder() / "run")
        return _at_work[key]


def wake() -> None:
    """Somebody is about to speak: load the model meanwhile, where one hears."""
    one = recogniser()
    if isinstance(one, RemoteRecogniser):
        one.wake()


def use(given: Recogniser | None) -> None:
    """Let ``given`` hear in place of the site's own; None ends that, and the recognition process that this one started."""
    _given[:] = [given] if given else []
    if given is None:
        with _lock:
            for old in _at_work.values():
                old.end()
            _at_work.clear()


def judge_by(judge: Judge | None) -> None:
    """Let ``judge`` choose among readings by what the site finds for each (``judge_of``); None ends that."""
    _judges[:] = [judge] if judge else []


def judge_of(store: Store, concepts: Concepts) -> Judge:
    """Of an index: how much of a query the best entry has side by side, then how much at all.

    Give it the public index only: whoever speaks learns from the choice that something answers it.
    """

    def judge(text: str) -> float:
        found = find(text, store=store, concepts=concepts, limit=1).found
        return found[0].coherent + found[0].covered / 100 if found else 0.0

    return judge


def hear(recording: bytes, *, language: str) -> Heard:
    """What a WAV file says. Raises SpeechFault: each kind has its own words in ``voice_words``."""
    samples = read_wav(recording)
    let_through(samples)
    heard = recogniser().recognise(samples, language=language, prompt=prompt_for(language))
    readings = readings_of((heard.text, *heard.alternatives), words_of_site() if language == "vi" else None)
    readings = judged(readings, _judges[-1] if _judges else None)
    return Heard(readings[0], tuple(readings[1:]), language, heard.seconds)
