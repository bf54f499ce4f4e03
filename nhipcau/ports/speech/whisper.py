"""Whisper (Radford et al. 2022) through CTranslate2: one window, several readings, no timestamps.

Needs ``numpy`` and ``ctranslate2`` alone (both MIT or BSD). The usual door, faster-whisper, would bring FFmpeg and a downloader along (ADR 15).
"""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np

from nhipcau.ports.speech.features import log_mel
from nhipcau.ports.speech.manifest import read_manifest
from nhipcau.ports.speech.tokens import Tokens
from nhipcau.ports.speech.types import RATE, LanguageUnknown, Noise, Samples, SpeechFault, Transcript
from nhipcau.ports.speech.wording import cleaned, distinct

WINDOW = 30 * RATE
"""The model was trained on windows of this length; with shorter ones it repeats itself."""
BEAM = 5
UNSURE = -0.5
"""Mean log probability of a token under which a reading is compared with what is heard without a prompt (docs/measurements.md)."""
PROMPT, ROOM = 200, 448
"""Tokens of prompt, of 223 at most; and of prompt and answer together."""
NO_SPEECH, UNLIKELY, HOPELESS = 0.6, -1.0, -1.6
"""Bounds of Whisper's own gate: probability of no speech, with the mean log probability of a token; and of the latter alone."""


class Whisper:
    """A model folder in memory. Not for many threads at once: the process that owns it asks one thing after another."""

    def __init__(self, folder: Path, *, threads: int = 2, beam: int = BEAM) -> None:
        """Raises ModelFault on a folder without a manifest, RuntimeError or ValueError on files of another kind."""
        self.languages = read_manifest(folder).languages
        self._beam = beam
        self._tokens = Tokens.from_file(folder / "tokenizer.json")
        self._model: Any = ctranslate2.models.Whisper(
            str(folder), device="cpu", compute_type="int8", intra_threads=threads, inter_threads=1
        )
        self._bands = int(self._model.n_mels)

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        """See Recogniser. Raises LanguageUnknown, Noise."""
        begun = time.perf_counter()
        sign = self._tokens.special(f"<|{language}|>")
        if language not in self.languages or sign is None:
            raise LanguageUnknown
        heard: Any = np.frombuffer(samples, dtype=np.float32)
        window: Any = np.zeros(WINDOW, dtype=np.float32)
        window[: len(heard)] = heard[:WINDOW]
        seen = self._model.encode(ctranslate2.StorageView.from_array(log_mel(window, bands=self._bands)[None]))
        longest = _longest(len(heard))
        readings, silent = self._readings(seen, self._start(sign, prompt), longest)
        if prompt and readings[0][0] < UNSURE:
            # Something else than the prompt's words may have been said: what is heard without it competes on even terms.
            readings = sorted(
                [*readings, *self._readings(seen, self._start(sign, ""), longest)[0]], key=lambda one: -one[0]
            )
        best = readings[0][0]
        if best < HOPELESS or (silent > NO_SPEECH and best < UNLIKELY):
            raise Noise
        texts = distinct(cleaned(text) for _score, text in readings)[: self._beam]
        if not texts:
            raise Noise
        return Transcript(texts[0], tuple(texts[1:]), math.exp(min(0.0, best)), time.perf_counter() - begun)

    def _readings(self, seen: Any, start: list[int], longest: int) -> tuple[list[tuple[float, str]], float]:
        """(mean log probability of a token, text) of each reading, the likeliest first; and the probability that nobody speaks."""
        result = self._model.generate(
            seen, [start], beam_size=self._beam, num_hypotheses=self._beam, return_scores=True,
            return_no_speech_prob=True, max_length=min(ROOM, len(start) + longest),
        )[0]  # fmt: skip
        texts = [self._tokens.decode(numbers) for numbers in result.sequences_ids]
        return list(zip(map(float, result.scores), texts, strict=True)), float(result.no_speech_prob)

    def _start(self, language: int, prompt: str) -> list[int]:
        """What stands before the first word: the prompt, then language and task."""
        marks = [self._tokens.special(f"<|{mark}|>") for mark in ("startoftranscript", "transcribe", "notimestamps")]
        if None in marks:
            raise SpeechFault
        before = self._tokens.special("<|startofprev|>")
        words = self._tokens.encode(" " + prompt.strip())[-PROMPT:] if prompt.strip() and before is not None else []
        start = [marks[0], language, *marks[1:]]
        return [*([before, *words] if words else []), *start]  # type: ignore[list-item]


def _longest(samples: int) -> int:
    """Tokens of an answer: nobody says more than about six syllables a second, each of them up to four tokens."""
    return 24 + int(24 * samples / RATE)
