"""What voice search finds: spoken queries through the real recogniser and the real search, against the same queries typed.

    python bench/voice.py --model FOLDER --corpus CORPUS.jsonl --queries QUERIES.jsonl [--recordings FOLDER] [--plain] [--clips-only]

FOLDER of the model: one with a manifest (``var/speech/models/whisper-base`` after ``make voice``). Recordings: 16 kHz WAV with a
``transcripts.tsv`` (file, transcript, kind). What nobody has recorded (the queries, and the names of the profile's ``spoken.csv``) is spoken by
espeak-ng, a poor voice in Vietnamese: it tries the path, not the quality. Each recording's words are put in the middle of a text of the corpus, each
name is the title of an entry, so that everything asked for is a known item. ``--plain``: neither prompt nor correction.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
import wave
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WITH_MARKS = {"exact", "accent_pref", "tone_place", "i_y", "body"}


@dataclass(frozen=True)
class Item:
    """Something said: ``targets`` are the entries that answer it."""

    kind: str
    words: str
    wav: bytes
    targets: frozenset[str]


def words_of(text: str) -> list[str]:
    return re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", text).lower()).split()


def errors(said: list[str], heard: list[str]) -> int:
    """Words put in, left out or changed, at least."""
    row = list(range(len(heard) + 1))
    for at, word in enumerate(said, 1):
        before, row[0] = row[:], at
        for place, other in enumerate(heard, 1):
            row[place] = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (word != other))
    return row[-1]


def by_espeak(text: str, folder: Path) -> bytes:
    """16 kHz, 16 bit, mono."""
    import numpy as np

    place = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", "vi", "-s", "130", "-w", str(place), text], check=True)
    with wave.open(str(place)) as file:
        sound, rate = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(float), file.getframerate()
    many = int(len(sound) * 16_000 / rate)
    spectrum = np.fft.rfft(sound)[: many // 2 + 1]
    resampled = np.fft.irfft(spectrum, many) * many / len(sound)
    from nhipcau.ports.speech import write_wav

    return write_wav(array("f", (resampled / 32768).clip(-1, 1)))


def from_recordings(folder: Path) -> Iterator[Item]:
    with (folder / "transcripts.tsv").open(encoding="utf-8") as lines:
        for at, row in enumerate(csv.DictReader(lines, delimiter="\t")):
            yield Item(
                f"recorded: {row['kind']}",
                row["transcript"],
                (folder / row["file"]).read_bytes(),
                frozenset({f"clip-{at}"}),
            )


def by_machine(queries: Path, folder: Path) -> Iterator[Item]:
    for line in queries.open(encoding="utf-8"):
        query = json.loads(line)
        if query["class"] in WITH_MARKS:
            yield Item(
                "espeak: queries", query["query"], by_espeak(query["query"], folder), frozenset(query["targets"])
            )
    for at, name in enumerate(names()):
        yield Item("espeak: names", name, by_espeak(name, folder), frozenset({f"name-{at}"}))


def names() -> list[str]:
    with (ROOT / "profiles" / "tra-vinh-2023" / "spoken.csv").open(encoding="utf-8", newline="") as lines:
        return [row["name"] for row in csv.DictReader(lines)]


def entries(corpus: list[dict[str, str]], items: list[Item]) -> Iterator[dict[str, str]]:
    yield from corpus
    for at, item in enumerate(item for item in items if item.kind.startswith("recorded")):
        model = corpus[at * 7 % len(corpus)]
        text = model["text"].split()
        half = len(text) // 2
        yield {
            "id": next(iter(item.targets)),
            "title": model["title"],
            "text": " ".join([*text[:half], item.words, *text[half:]]),
        }
    for at, name in enumerate(names()):
        yield {"id": f"name-{at}", "title": name, "text": ""}


def memory_of(process: int) -> int:
    """MB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return int(told.strip() or 0) // 1024


def rank(ids: list[str], targets: frozenset[str]) -> float:
    return next((1 / at for at, one in enumerate(ids, 1) if one in targets), 0.0)


def listen(items: list[Item], model: Path, *, plain: bool) -> tuple[list[tuple[Item, list[str]]], list[str]]:
    """(item, readings) of each, and lines on time and memory."""
    from nhipcau.ports.speech import RATE, RemoteRecogniser, SpeechFault, let_through, read_wav
    from nhipcau.search.rules.heard import readings_of
    from nhipcau.search.site_words import prompt_for, words_of_site

    site = None if plain else words_of_site()
    prompt = "" if plain else prompt_for("vi")
    heard, spoken, took = [], 0.0, []
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as runtime:
        recogniser = RemoteRecogniser(model, runtime=Path(runtime))
        begun = time.perf_counter()
        recogniser.recognise(read_wav(items[0].wav), language="vi", prompt=prompt)
        first = time.perf_counter() - begun
        for item in items:
            begun = time.perf_counter()
            samples = read_wav(item.wav)
            try:
                let_through(samples)
                told = recogniser.recognise(samples, language="vi", prompt=prompt)
                readings = readings_of((told.text, *told.alternatives), site)
            except SpeechFault:
                readings = []
            took.append(time.perf_counter() - begun)
            spoken += len(samples) / RATE
            heard.append((item, readings))
        child = recogniser._child
        memory = memory_of(child.pid) if child else 0
        recogniser.end()
    took.sort()
    lines = [
        (
            f"{len(items)} queries, {spoken:.0f} s of speech; start and first answer {first:.1f} s; {sum(took) / spoken:.2f} s a second of speech;"
            f" a query: median {statistics.median(took):.2f} s, p95 {took[int(0.95 * (len(took) - 1))]:.2f} s; recognition process {memory} MB;"
            f" load {os.getloadavg()[0]:.1f}"
        )
    ]
    return heard, lines


def told(
    heard: list[tuple[Item, list[str]]], search: Callable[[str], list[str]], judge: Callable[[str], float]
) -> None:
    from nhipcau.search.rules.heard import judged

    head = f"{'':18}{'n':>4}{'WER':>8}{'… best of 4':>13}{'MRR typed':>11}{'spoken':>9}{'… judged':>10}{'… best of 4':>13}{'unheard':>9}"
    print(head)
    for kind in sorted({item.kind for item, _ in heard}):
        rows = [(item, readings) for item, readings in heard if item.kind == kind]
        total = sum(len(words_of(item.words)) for item, _ in rows)
        first = sum(errors(words_of(item.words), words_of(r[0] if r else "")) for item, r in rows)
        best = sum(min(errors(words_of(item.words), words_of(one)) for one in (r or [""])) for item, r in rows)
        typed = statistics.mean(rank(search(item.words), item.targets) for item, _ in rows)
        ranks = [[rank(search(one), item.targets) for one in r] or [0.0] for item, r in rows]
        chosen = statistics.mean(rank(search((judged(r, judge) or [""])[0]), item.targets) for item, r in rows)
        spoken, offered = statistics.mean(r[0] for r in ranks), statistics.mean(max(r) for r in ranks)
        unheard = sum(not r for _, r in rows)
        print(
            f"{kind:18}{len(rows):4}{first / total:8.3f}{best / total:13.3f}{typed:11.3f}{spoken:9.3f}{chosen:10.3f}{offered:13.3f}{unheard:9}"
        )


def main() -> None:
    """Speak, listen, search, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--recordings", type=Path)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--clips-only", action="store_true")
    parser.add_argument("--show", action="store_true", help="what was said and heard")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from nhipcau.search.finding import find
    from nhipcau.search.hearing import judge_of
    from nhipcau.search.rules.analysis import analyse
    from nhipcau.search.shipped import shipped_concepts
    from nhipcau.search.site_words import also_said
    from nhipcau.search.stores import Row
    from nhipcau.search.throwaway import throwaway_store

    corpus: list[dict[str, str]] = [json.loads(line) for line in options.corpus.open(encoding="utf-8")]
    also_said(lambda: [entry["title"] for entry in corpus if entry.get("lang", "vi") == "vi"])
    items = list(from_recordings(options.recordings)) if options.recordings else []
    if shutil.which("espeak-ng") and not options.clips_only:
        with tempfile.TemporaryDirectory() as folder:
            items += by_machine(options.queries, Path(folder))
    heard, lines = listen(items, options.model, plain=options.plain)
    print(*lines, sep="\n")
    concepts = shipped_concepts()
    with throwaway_store("") as store:
        rows: Any = (
            Row(e["id"], analyse(e["title"], concepts), analyse(e["text"], concepts)) for e in entries(corpus, items)
        )
        store.add(rows)
        told(
            heard,
            lambda text: [one.id for one in find(text, store=store, concepts=concepts).found],
            judge_of(store, concepts),
        )
    if options.show:
        for item, readings in heard:
            print(f"{item.kind:18} {item.words} → {' | '.join(readings)}")


if __name__ == "__main__":
    main()
