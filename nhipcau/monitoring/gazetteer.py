"""The province's places from its profile, and the names of the country's provinces that the program brings along."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from nhipcau.monitoring.rules.places import Gazetteer, Place


@cache
def gazetteer_of(profile: Path) -> Gazetteer:
    """From ``places.csv`` and ``profile.yaml`` of a profile's folder.

    Raises FileNotFoundError where the profile has no places, KeyError where a column is missing.
    """
    about = yaml.safe_load((profile / "profile.yaml").read_text("utf-8"))
    with (profile / "places.csv").open(encoding="utf-8", newline="") as lines:
        places = [
            Place(
                name=row["name"],
                kind=row["kind"],
                parent=row["parent"],
                elsewhere=int(row["elsewhere"]),
                of_kind=int(row["elsewhere_of_kind"]),
                in_merged=row["in_merged"] == "yes",
            )
            for row in csv.DictReader(lines)
        ]
    return Gazetteer(
        places, province=about["name"], merged_into=about.get("merged_into"), provinces=country_provinces()
    )


@cache
def country_provinces() -> dict[str, tuple[str, ...]]:
    """Every province before and after 1/7/2025, with other ways to name it."""
    lines = files("nhipcau.monitoring").joinpath("provinces.csv").read_text("utf-8").splitlines()
    return {row["name"]: tuple(filter(None, row["also"].split(";"))) for row in csv.DictReader(lines)}
