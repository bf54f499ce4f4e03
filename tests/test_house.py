"""What keeps the house standing: import direction, foreign keys, actions, sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "nhipcau"
FLOORS = [
    "public | workspace",
    "reports | search",
    "corrections",
    "monitoring",
    "newsroom",
    "media",
    "planning",
    "work",
    "duties",
    "documents",
    "people",
    "ports",
]
HEARTBEATS = {"note_progress", "note_presence", "note_edit", "note_search", "reckon"}
"""Signs of life of a worker or of a screen, and drafts that an editor's screen saves by itself (the revision is the record): they say nothing
that anybody decided, so the trail has no row for them (ADR 5). A search that is counted must leave no time and no words (ADR 26); figures counted ahead say nothing that the rows do not (ADR 41)."""
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "update_or_create", "get_or_create"}


def modules(under: Path = HOUSE) -> list[Path]:
    return sorted(p for p in under.rglob("*.py") if "migrations" not in p.parts)


def trees(paths: list[Path]) -> Iterator[tuple[Path, ast.Module]]:
    for path in paths:
        yield path, ast.parse(path.read_text("utf-8"))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def is_actions(path: Path) -> bool:
    parts = path.relative_to(HOUSE).parts
    return len(parts) > 1 and parts[1] in {"actions.py", "actions"}


def is_rules(path: Path) -> bool:
    parts = path.relative_to(HOUSE).parts
    return len(parts) > 1 and parts[1] in {"rules.py", "rules"}


def test_every_room_stands_on_a_floor() -> None:
    rooms = {p.name for p in HOUSE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert rooms == {room for floor in FLOORS for room in floor.split(" | ")}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["id"] == "floors")
    assert layers["exhaustive"] is True
    assert layers["layers"] == FLOORS


def test_imports_point_down() -> None:
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


def test_foreign_keys_point_down() -> None:
    height = {room: len(FLOORS) - at for at, floor in enumerate(FLOORS) for room in floor.split(" | ")}
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in height or not model.__module__.startswith("nhipcau."):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, (ForeignKey, ManyToManyField)):
                continue
            target = field.related_model._meta.app_label
            if target in height and height[target] > height[room]:
                wrong.append(f"{model.__name__}.{field.name} → {target}")
    assert not wrong


def _decorated_atomic(function: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def _calls(function: ast.FunctionDef) -> set[str]:
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            names.add(ast.unparse(node.func).rpartition(".")[2])
    return names


def _reaches(function: ast.FunctionDef, wanted: str, all_actions: dict[str, ast.FunctionDef]) -> bool:
    """Whether ``function`` calls ``wanted`` itself or through other functions of its room's actions."""
    seen: set[str] = set()
    frontier = _calls(function)
    while frontier:
        if wanted in frontier:
            return True
        seen |= frontier
        deeper: set[str] = set()
        for name in frontier:
            if name in all_actions:
                deeper |= _calls(all_actions[name])
        frontier = deeper - seen
    return False


def test_every_action_is_atomic_takes_by_and_records() -> None:
    by_room: dict[str, dict[str, ast.FunctionDef]] = {}
    public: list[tuple[str, str, ast.FunctionDef]] = []
    for path, tree in trees([p for p in modules() if is_actions(p)]):
        room = path.relative_to(HOUSE).parts[0]
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                by_room.setdefault(room, {})[node.name] = node
                if (
                    not node.name.startswith("_")
                    and node.name not in HEARTBEATS
                    and _calls(node) & WRITES | ({"x"} if _decorated_atomic(node) else set())
                ):
                    public.append((room, where(path, node), node))
    assert public, "no actions found: the walk is broken"
    wrong = []
    for room, place, node in public:
        names = {a.arg for a in node.args.kwonlyargs}
        if not _decorated_atomic(node):
            wrong.append(f"{place} {node.name}: not atomic")
        if "by" not in names:
            wrong.append(f"{place} {node.name}: no keyword-only `by`")
        if not _reaches(node, "record", by_room[room]):
            wrong.append(f"{place} {node.name}: never records")
    assert not wrong, "\n".join(wrong)


def test_only_actions_write() -> None:
    wrong = []
    for path, tree in trees([p for p in modules() if not is_actions(p)]):
        if path == HOUSE / "people" / "trail.py":
            continue  # record() is what actions write the trail with
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = ast.unparse(node.func.value)
            manager_write = node.func.attr in WRITES and ("objects" in owner or ".filter(" in owner)
            if manager_write or (
                node.func.attr == "save"
                and not owner.startswith("super(")
                and "image" not in owner
                and "workbook" not in owner
                and "doc" not in owner.lower().split(".")
            ):
                wrong.append(f"{where(path, node)} {ast.unparse(node)[:80]}")
    assert not wrong, "\n".join(wrong)


def test_rules_and_ports_do_not_know_django() -> None:
    wrong = []
    for path, tree in trees([p for p in modules() if is_rules(p) or p.relative_to(HOUSE).parts[0] == "ports"]):
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            wrong += [where(path, node) for name in names if name.split(".")[0] in {"django", "wagtail"}]
    assert not wrong


def test_modules_and_functions_stay_small() -> None:
    wrong = []
    for path, tree in trees(modules()):
        lines = path.read_text("utf-8").count("\n")
        if lines > 400:
            wrong.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 40:
                    wrong.append(f"{where(path, node)} {node.name}: {length} lines")
    assert not wrong, "\n".join(wrong)


def test_no_room_is_named_for_nothing() -> None:
    vague = {"utils", "helpers", "common", "core", "manager", "service", "data", "info", "handle", "process"}
    assert not [p for p in modules() if p.stem in vague]


@pytest.mark.parametrize("room", [room for floor in FLOORS for room in floor.split(" | ")])
def test_every_room_says_what_it_is_for(room: str) -> None:
    doc = ast.get_docstring(ast.parse((HOUSE / room / "__init__.py").read_text("utf-8")))
    assert doc
    assert len(doc) > 60
