"""Structured data says what search engines ask for, in words that schema.org has, and can break out of no page."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.public.rules import jsonld
from nhipcau.public.rules.languages import alternates
from nhipcau.public.rules.subjects import Crumb, Figure, Film, Image, Locality, Occasion, Publisher, Telling, Version

PUBLISHER = Publisher(
    "Sở Văn hóa, Thể thao và Du lịch", "https://vi.example/", "https://vi.example/mark.svg", 64, 64,
    "https://vi.example/gioi-thieu/", "https://vi.example/gioi-thieu/#corrections", "https://vi.example/lien-he/", "Trà Vinh",
)  # fmt: skip
PICTURE = Image("https://vi.example/media/p/a.jpg", 1920, 1080, "Ao", "Ao Bà Om", "Ảnh: A", "Nguyễn A", True,
                "https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/", "Sở")  # fmt: skip
POND = Locality("Ao Bà Om", "https://vi.example/dia-diem/ao-ba-om/", 9.91, 106.31, "Trà Vinh")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
STORY = Telling(
    "https://vi.example/di-san/ao-ba-om/", "Ao Bà Om", "Một ao vuông.", "vi", NOON, NOON, "Di sản", ("Di sản", "Thiên nhiên"),
    (PICTURE,), (POND,), ("Quyết định 921",), 320, True, "Sở Văn hóa",
    versions=(Version("en", "https://vi.example/en/heritage/pond/", "Om pond"),),
)  # fmt: skip
FILM = Film(
    "Đua ghe ngo",
    "Trên sông Long Bình",
    "https://vi.example/p.jpg",
    NOON,
    95.4,
    "https://vi.example/f.mp4",
    language="vi",
)
FIGURE = Figure(
    "dien-tich", "Diện tích", "2390.8", "km²", date(2024, 12, 31), "Niên giám", "https://thongke.example/"
)
EVENT = Occasion(
    "Ok Om Bok", "Lễ cúng trăng", "https://vi.example/ok-om-bok/", date(2026, 11, 23), None, (POND,), PICTURE
)

REQUIRED: dict[str, dict[str, Any]] = {
    "NewsArticle": {
        "required": [
            "headline",
            "image",
            "datePublished",
            "dateModified",
            "author",
            "publisher",
            "inLanguage",
            "mainEntityOfPage",
        ],
        "types": {
            "headline": str,
            "image": list,
            "datePublished": "time",
            "dateModified": "time",
            "author": list,
            "wordCount": int,
        },
        "longest": {"headline": 110},
    },
    "ImageObject": {
        "required": ["contentUrl", "license", "acquireLicensePage", "creditText", "creator", "copyrightNotice"],
        "types": {"contentUrl": "url", "license": "url", "acquireLicensePage": "url", "width": int, "height": int},
    },
    "VideoObject": {
        "required": ["name", "description", "thumbnailUrl", "uploadDate", "contentUrl", "duration"],
        "types": {"uploadDate": "time", "contentUrl": "url", "thumbnailUrl": list},
    },
    "Event": {
        "required": [
            "name",
            "startDate",
            "endDate",
            "location",
            "eventStatus",
            "eventAttendanceMode",
            "description",
            "organizer",
        ],
        "types": {"startDate": "day", "endDate": "day"},
    },
    "Dataset": {
        "required": ["name", "description", "creator", "variableMeasured", "temporalCoverage", "isAccessibleForFree"],
        "types": {"variableMeasured": list, "isAccessibleForFree": bool},
    },
    "GovernmentOrganization": {
        "required": ["name", "url", "logo", "correctionsPolicy", "publishingPrinciples", "@id"],
        "types": {"url": "url", "correctionsPolicy": "url", "publishingPrinciples": "url"},
    },
    "WebSite": {"required": ["name", "url", "potentialAction", "inLanguage"], "types": {"url": "url"}},
    "BreadcrumbList": {"required": ["itemListElement"], "types": {"itemListElement": list}},
    "Place": {"required": ["name", "geo"], "types": {"name": str}},
}
"""What Google's pages of each kind call required or recommended (developers.google.com/search/docs/appearance/structured-data)."""
FORMS = {
    "url": re.compile(r"https?://\S+"), "time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)"),
    "day": re.compile(r"\d{4}-\d\d-\d\d"),
}  # fmt: skip

NODES = {
    "NewsArticle": jsonld.article(STORY, PUBLISHER), "ImageObject": jsonld.image(PICTURE), "VideoObject": jsonld.film(FILM),
    "Event": jsonld.event(EVENT, PUBLISHER), "Place": jsonld.place(POND), "GovernmentOrganization": jsonld.organisation(PUBLISHER),
    "Dataset": jsonld.dataset([FIGURE], PUBLISHER, name="Số liệu", description="Số liệu chính thức " * 5, url="https://vi.example/f/", language="vi"),
    "WebSite": jsonld.website(PUBLISHER, name="Trà Vinh", url="https://vi.example/", language="vi",
                              search="https://vi.example/tim/?q={search_term_string}"),
    "BreadcrumbList": jsonld.breadcrumbs([Crumb("Trang chủ", "https://vi.example/"), Crumb("Di sản", "https://vi.example/di-san/")]),
}  # fmt: skip


def schema_faults(node: dict[str, Any]) -> list[str]:
    """What a node of a kind in REQUIRED lacks or says in the wrong form."""
    rules = REQUIRED[node["@type"]]
    faults = [f"{name} is missing" for name in rules["required"] if not node.get(name)]
    for name, form in rules["types"].items():
        if name not in node:
            continue
        good = bool(FORMS[form].fullmatch(node[name])) if isinstance(form, str) else isinstance(node[name], form)
        faults += [] if good else [f"{name} is no {form}"]
    faults += [
        f"{name} is too long" for name, most in rules.get("longest", {}).items() if len(node.get(name, "")) > most
    ]
    return faults


def vocabulary_faults(node: Any) -> list[str]:
    """Terms that schema.org does not have for that type, anywhere below."""
    if isinstance(node, list):
        return [fault for each in node for fault in vocabulary_faults(each)]
    if not isinstance(node, dict) or "@type" not in node:
        return []
    kind = node["@type"]
    model = getattr(import_module(f"pydantic2_schemaorg.{kind}"), kind)
    terms = {field.alias for field in model.__fields__.values()} | {"@type", "@id", "query-input"}
    faults = [f"{kind}.{term}" for term in node if term not in terms]
    return faults + [fault for value in node.values() for fault in vocabulary_faults(value)]


@pytest.mark.parametrize("kind", sorted(NODES))
def test_every_kind_says_what_search_engines_ask_for(kind: str) -> None:
    assert schema_faults(NODES[kind]) == []


@pytest.mark.parametrize("kind", sorted(NODES))
def test_every_term_is_in_the_vocabulary(kind: str) -> None:
    assert vocabulary_faults(NODES[kind]) == []


def test_the_checks_themselves_find_faults() -> None:
    broken = {**NODES["NewsArticle"], "datePublished": "hôm qua", "headline": "", "colour": "red"}
    assert schema_faults(broken) == ["headline is missing", "datePublished is no time"]
    assert vocabulary_faults(broken) == ["NewsArticle.colour"]


def test_a_translation_names_its_original_and_the_original_its_translations() -> None:
    original = Version("vi", STORY.url, STORY.title)
    node = jsonld.article(
        Telling("https://vi.example/en/x/", "X", "", "zh-hans", NOON, NOON, original=original), PUBLISHER
    )
    assert node["translationOfWork"] == {
        "@type": "CreativeWork",
        "url": STORY.url,
        "name": "Ao Bà Om",
        "inLanguage": "vi",
    }
    assert node["inLanguage"] == "zh-Hans"
    assert NODES["NewsArticle"]["workTranslation"][0]["inLanguage"] == "en"


@given(st.text())
def test_nothing_said_ends_the_script_and_everything_comes_back(text: str) -> None:
    said = jsonld.serialise([{"@type": "Article", "headline": text}])
    assert not set(said) & set("<>&\u2028\u2029")
    assert json.loads(said)["@graph"][0]["headline"] == text


@given(st.floats(min_value=0.6, max_value=360_000))
def test_lengths_are_whole_seconds(seconds: float) -> None:
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", jsonld.duration(seconds))
    assert found
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    assert hours * 3600 + minutes * 60 + rest == max(1, round(seconds))


def test_languages_point_to_each_other_and_strangers_to_english() -> None:
    versions = [Version("vi", "/a"), Version("zh-hans", "/zh/a"), Version("en", "/en/a")]
    assert alternates(versions) == (("vi", "/a"), ("zh-Hans", "/zh/a"), ("en", "/en/a"), ("x-default", "/en/a"))
    assert alternates(versions[:1]) == ()
    assert alternates(versions[:2])[-1] == ("x-default", "/a")
