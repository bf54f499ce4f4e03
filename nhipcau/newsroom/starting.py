"""The site that a profile ships, read and brought in one go: what the command and the first start call."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import yaml

from nhipcau.newsroom.actions import load_facts, load_terms
from nhipcau.newsroom.actions.starter import load_frame, load_pictures, load_rows, load_stories
from nhipcau.newsroom.rules.site_frame import BadFrame, read_frame
from nhipcau.newsroom.rules.starter import read_starter
from nhipcau.people.models import FunctionHolding, Office
from nhipcau.people.permissions import today


class BadSite(ValueError):
    """The folder has faults; the message tells all of them with file and line."""


def load_site(folder: Path, *, progress: Callable[[str], None]) -> int:
    """Bring ``folder/site``; how many pages are new. A profile without a site brings none. Raises BadSite.

    A second call finds everything there and takes a moment.
    """
    site = folder / "site"
    if not (site / "site.yaml").exists():
        return 0
    drawn = _picture_keys(site / "pictures")
    offices = set(Office.objects.values_list("key", flat=True))
    starter, faults = read_starter(site, offices=offices, pictures=drawn)
    try:
        frame = read_frame(site / "site.yaml")
    except BadFrame as fault:
        raise BadSite(str(fault)) from fault
    if faults:
        raise BadSite("\n".join(str(fault) for fault in faults))
    office = _office(folder)
    load_rows(starter, frame, by=None)
    load_terms(starter.terms)
    load_facts(starter.facts)
    pictures = load_pictures(site / "pictures", office=office, by=None) if drawn else {}
    parts = load_frame(frame, office=office, pictures=pictures, by=None)
    return load_stories(starter, parts, by=None, progress=progress)


def _picture_keys(folder: Path) -> set[str]:
    if not (folder / "pictures.csv").exists():
        return set()
    with (folder / "pictures.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"] for row in csv.DictReader(file)}


def _office(folder: Path) -> Office:
    """Who answers for the site today: the holder of the function that the profile names."""
    said = yaml.safe_load((folder / "profile.yaml").read_text("utf-8"))
    holding = FunctionHolding.objects.on(today()).filter(function__key=said["coordinator_function"])
    found = holding.select_related("office").first()
    return found.office if found else Office.objects.on(today()).order_by("pk")[0]
