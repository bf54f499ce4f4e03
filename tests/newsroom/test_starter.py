"""The starter site: what its reader understands, what it tells as a fault, and that the shipped folder has none."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.newsroom.rules.starter import read_starter
from nhipcau.newsroom.rules.starter_body import inline, read_body
from nhipcau.newsroom.rules.starter_types import LANGUAGES, BlockKind, Fault, Starter

PROFILE = Path(__file__).resolve().parents[2] / "profiles" / "tra-vinh-2023"
SITE = PROFILE / "site"
PICTURES = frozenset({
    "abroad", "ao-ba-om", "ba-dong", "banh-tet", "bun-nuoc-leo", "cham-rieng", "chol-chnam-thmay",
    "chua-co", "chua-hang", "city-trees", "coconut", "dinh-an", "dishes", "dua-sap",
    "islets", "khmer-pagoda", "mangrove", "merger", "museum", "nghinh-ong", "ngo-boat",
    "ocop", "official-information", "ok-om-bok", "port", "rice-field", "roads", "sene-dolta",
    "three-peoples", "university", "vu-lan", "wind-power",
})  # fmt: skip
KHMER = re.compile(r"[\u1780-\u17ff]")

PAGE = """---
key: pond
form: article
topic: heritage
places: [town]
picture: pond
title: Ao
lead: Một cái ao.
description: Ao trong làng.
related: []
sources:
- title: Ao làng
  publisher: Báo
  url: https://example.vn/ao
  seen: 2025-01-02
---
Ao nằm giữa làng [1].
"""
ENGLISH = (
    "---\ntitle: Pond\nlead: A pond.\ndescription: A pond in a village.\n---\nThe pond lies in the village [1].\n"
)
FACTS = """facts:
- key: depth
  label: {vi: Độ sâu, en: Depth}
  value: 2
  unit: {vi: m, en: m}
  as_of: 2025-01-02
  next_update: null
  office: so-a
  source: {title: Ao làng, publisher: Báo, url: https://example.vn/ao, seen: 2025-01-02}
  wording: {vi: Ao sâu 2 m., en: The pond is 2 m deep.}
"""
PLACES = "key,kind,vi,en,km,zh-hans,ja,ko,fr,lat,lon,page,source\ntown,town,Làng,Village,ភូមិ,村,村,마을,Village,9.9,106.3,pond,Báo\n"
TERMS = "vi,kind,en,km,zh-hans,ja,ko,fr,note,source\nao,term,pond,,,,,,,Báo\n"

Folder = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Folder:
    """Faults of a small sound folder in which some files were changed: name → (old, new), or name → whole text, or name → None."""

    def faults(**changes: tuple[str, str] | str | None) -> list[str]:
        files: dict[str, str] = {
            "pages/pond.vi.md": PAGE,
            "pages/pond.en.md": ENGLISH,
            "facts.yaml": FACTS,
            "places.csv": PLACES,
            "glossary.csv": TERMS,
            "map.json": json.dumps({"units": [{"key": "town", "d": "M0 0Z", "label": {"x": 0, "y": 0}}]}),
        }
        names = {
            "vi": "pages/pond.vi.md",
            "en": "pages/pond.en.md",
            "facts": "facts.yaml",
            "places": "places.csv",
            "terms": "glossary.csv",
            "map": "map.json",
        }
        for short, change in changes.items():
            name = names.get(short, short)
            if change is None:
                del files[name]
            elif isinstance(change, str):
                files[name] = change
            else:
                assert change[0] in files[name], f"the test's own text has no {change[0]}"
                files[name] = files[name].replace(*change)
        (tmp_path / "pages").mkdir()
        for name, text in files.items():
            (tmp_path / name).write_text(text, "utf-8")
        return [str(fault) for fault in read_starter(tmp_path, offices={"so-a"}, pictures={"pond"})[1]]

    return faults


def test_a_sound_folder_has_no_fault(told: Folder) -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"vi": ("topic: heritage", "topic: gossip")}, "pages/pond.vi.md:1: gossip is no topic"),
        ({"vi": ("form: article", "form: rumour")}, "pages/pond.vi.md:1: rumour is no form of page"),
        ({"vi": ("form: article", "form: event")}, "pages/pond.vi.md:1: event is missing"),
        ({"vi": ("key: pond", "key: lake")}, "pages/pond.vi.md:1: the key lake is not the name of the file"),
        ({"vi": ("places: [town]", "places: [moon]")}, "pages/pond.vi.md:1: there is no place moon"),
        ({"vi": ("related: []", "related: [lake]")}, "pages/pond.vi.md:1: there is no page lake"),
        ({"vi": ("picture: pond", "picture: lake")}, "pages/pond.vi.md:1: there is no picture lake"),
        ({"vi": ("picture: pond\n", "")}, "pages/pond.vi.md:1: picture is missing"),
        ({"vi": ("lead: Một cái ao.\n", "")}, "pages/pond.vi.md:1: lead is missing"),
        ({"vi": ("title: Ao\n", f"title: {'Ao' * 40}\n")}, "pages/pond.vi.md:1: title is longer than 70 characters"),
        (
            {"en": ("A pond in a village.", "A pond. " * 25)},
            "pages/pond.en.md:1: description is longer than 160 characters",
        ),
        ({"vi": ("giữa làng [1].", "giữa làng [1] [2].")}, "pages/pond.vi.md:17: there is no source 2"),
        ({"vi": ("giữa làng [1].", "giữa làng [0].")}, "pages/pond.vi.md:17: there is no source 0"),
        (
            {"en": ("the village [1].", "the village.")},
            "pages/pond.en.md:6: this sentence cites no source: The pond lies in the village.",
        ),
        ({"vi": ("làng [1].", "làng [1].\n\n{{fact:width}}")}, "pages/pond.vi.md:19: there is no fact width"),
        ({"vi": ("làng [1].", "làng [1], xem [hồ](page:lake).")}, "pages/pond.vi.md:17: there is no page lake"),
        (
            {"vi": ("làng [1].", "làng [1], xem [hồ](javascript:x).")},
            "pages/pond.vi.md:17: a link leads neither to the web nor to a page: javascript:x",
        ),
        (
            {"vi": ("làng [1].", "làng [1].\n\n| a | b |\n|---|---|\n| c |")},
            "pages/pond.vi.md:19: a piece of the body cannot be read: | a | b |",
        ),
        (
            {"vi": ("làng [1].", "làng [1].\n\n{{timeline}}\n- no colon\n{{/timeline}}")},
            "pages/pond.vi.md:19: a piece of the body cannot be read: {{timeline}}",
        ),
        (
            {"vi": ("  url: https://example.vn/ao\n", "")},
            "pages/pond.vi.md:1: source 1 needs a title, a publisher, and an address or a number",
        ),
        ({"vi": ("  seen: 2025-01-02\n", "")}, "pages/pond.vi.md:1: source 1 does not say when it was seen"),
        (
            {"vi": ("https://example.vn/ao", "example.vn/ao")},
            "pages/pond.vi.md:1: source 1 has no address on the web",
        ),
        ({"vi": ("form: article", "form: [article")}, "this is not YAML"),
        (
            {"vi": PAGE.removeprefix("---\n")},
            "pages/pond.vi.md:1: the page does not begin with front matter between --- lines",
        ),
        ({"en": None}, "pages/pond.en.md:0: the page has no text in English"),
        ({"vi": None}, "pages/pond.vi.md:0: the page has no text in Vietnamese"),
        ({"pages/pond.txt.md": "x"}, "pages/pond.txt.md:0: the name is not KEY.LANGUAGE.md"),
        (
            {"facts": ("office: so-a", "office: so-b")},
            "facts.yaml:0: fact depth has no office of the profile as its owner",
        ),
        ({"facts": ("  as_of: 2025-01-02\n", "")}, "facts.yaml:0: fact depth does not say of which day it is"),
        ({"facts": ("  value: 2\n", "")}, "facts.yaml:0: fact depth has no value"),
        ({"facts": (", en: The pond is 2 m deep.", "")}, "facts.yaml:0: depth.wording is missing in en"),
        (
            {"facts": (", seen: 2025-01-02}", "}")},
            "facts.yaml:0: fact depth has no source with an address or number and a date",
        ),
        ({"facts": FACTS + FACTS.removeprefix("facts:\n")}, "facts.yaml:3: depth stands here twice"),
        ({"places": ("106.3,pond", "106.3,lake")}, "places.csv:2: there is no page lake"),
        ({"places": ("town,town", "town,empire")}, "places.csv:2: empire is no kind of unit"),
        ({"places": (",ភូមិ,", ",,")}, "places.csv:2: name is missing in km"),
        ({"places": ("9.9,", "north,")}, "places.csv:2: lat and lon must be degrees"),
        ({"places": None}, "places.csv:0: the file is missing"),
        ({"terms": TERMS + "Ao,term,pool,,,,,,,Báo\n"}, "glossary.csv:3: ao stands here twice"),
        ({"terms": (",pond,", ",,")}, "glossary.csv:2: term is missing in en"),
        ({"terms": ("ao,term", "ao,secret")}, "glossary.csv:2: secret is no kind of term"),
        (
            {"terms": ("vi,kind", "vie,kind")},
            "glossary.csv:1: the columns should be vi, kind, en, km, zh-hans, ja, ko, fr, note, source",
        ),
        ({"terms": TERMS + "hồ,term\n"}, "glossary.csv:3: the row has too few or too many cells"),
        ({"map": '{"units": []}'}, "map.json:0: town stands either on the map or among the places, but not in both"),
        ({"map": "{"}, "map.json:1: this is not JSON"),
        (
            {"map": '{"units": [{"key": "town"}]}'},
            "map.json:0: a unit of the map has no path or no place for its name",
        ),
    ],
)
def test_each_fault_is_told_with_its_place(
    told: Folder, changes: dict[str, tuple[str, str] | str | None], expected: str
) -> None:
    assert any(expected in fault for fault in told(**changes))


def test_all_faults_are_told_at_once(told: Folder) -> None:
    faults = told(
        vi=("topic: heritage", "topic: gossip"),
        en=("the village [1].", "the village."),
        terms=("ao,term", "ao,secret"),
    )
    assert len(faults) == 3


def test_an_uncited_source_is_told(told: Folder) -> None:
    extra = "  seen: 2025-01-02\n- title: Sổ\n  publisher: Xã\n  number: 1/QĐ\n  seen: 2025-01-02\n"
    assert told(vi=("  seen: 2025-01-02\n", extra)) == ["pages/pond.vi.md:1: source 2 is listed but never cited"]


def test_every_sentence_needs_its_own_source_but_a_pointer_states_nothing() -> None:
    body = read_body(
        "Ao sâu 2 m [1]. Ao rộng. Xem [hồ](page:lake).\n\n- một [1]\n- hai\n\n> Lời nhắn.\n\n| a | b |\n|---|---|\n| c | d |\n| e [1] | f |\n",
        file="x.md",
    )
    assert [block.unsourced for block in body.blocks] == [("Ao rộng.",), ("hai",), (), ("| c | d |",)]


def test_a_body_becomes_typed_blocks() -> None:
    body = read_body(
        "Câu **đậm** [1].\n\n## Đầu đề\nNối liền [2].\n- một [1]\n- hai [2]\n\n> Lời nhắn\n> hai dòng\n\n| a | b |\n|---|---|\n| c [1] | d |\n\n"
        "{{fact:depth}}\n\n{{timeline}}\n- 12/12/2023: ban hành [1]\n- Năm 2024: làm tiếp [2]\n{{/timeline}}\n",
        file="x.md",
        first_line=10,
    )
    assert body.faults == ()
    assert [(block.kind, block.line) for block in body.blocks] == [
        (BlockKind.PARAGRAPH, 10),
        (BlockKind.HEADING, 12),
        (BlockKind.PARAGRAPH, 13),
        (BlockKind.LIST, 14),
        (BlockKind.REMARK, 17),
        (BlockKind.TABLE, 20),
        (BlockKind.FACT, 24),
        (BlockKind.TIMELINE, 26),
    ]
    paragraph, heading, _second, bullets, remark, table, fact, timeline = body.blocks
    assert paragraph.html == 'Câu <strong>đậm</strong> <sup><a href="#source-1">1</a></sup>.'
    assert (heading.level, heading.html) == (2, "Đầu đề")
    assert len(bullets.items) == 2
    assert bullets.references == (1, 2)
    assert remark.html == "Lời nhắn hai dòng"
    assert table.rows[0] == ("a", "b")
    assert len(table.rows) == 2
    assert fact.fact == "depth"
    assert [moment.when for moment in timeline.moments] == ["12/12/2023", "Năm 2024"]


def pieces(*parts: str) -> st.SearchStrategy[str]:
    """Texts put together from ``parts`` at random."""
    return st.lists(st.sampled_from(parts), max_size=60).map("".join)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        assert all(name == "href" for name, _value in attrs)


@given(pieces(*"ab *[]()<>\"'&:/1\\{}|-\n", "javascript:", "https://", "page:x", "<script>", "onload="))
def test_a_writer_cannot_bring_html_of_their_own(text: str) -> None:
    tags = Tags()
    tags.feed(inline(text))
    assert tags.seen <= {"strong", "a", "sup"}
    assert all(re.match(r"https?://|page:|#source-\d", address) for address in tags.addresses)


@given(pieces(*"ab #->|{}\n[1].:", "{{timeline}}\n", "{{/timeline}}", "{{fact:a}}"))
def test_any_body_can_be_read(text: str) -> None:
    body = read_body(text, file="x.md")
    lines = text.count("\n") + 1
    assert all(1 <= block.line <= lines for block in body.blocks)
    assert all(1 <= fault.line <= lines for fault in body.faults)


@pytest.fixture(scope="module")
def shipped() -> tuple[Starter, tuple[Fault, ...]]:
    with (PROFILE / "offices.csv").open(encoding="utf-8") as rows:
        offices = {row["key"] for row in csv.DictReader(rows)}
    return read_starter(SITE, offices=offices, pictures=PICTURES)


def test_the_shipped_folder_has_no_fault(shipped: tuple[Starter, tuple[Fault, ...]]) -> None:
    assert [str(fault) for fault in shipped[1]] == []


def test_the_shipped_pages_are_as_many_as_promised(shipped: tuple[Starter, tuple[Fault, ...]]) -> None:
    pages = shipped[0].pages
    both = [page for page in pages if {"vi", "en"} <= set(page.texts)]
    khmer = [page for page in pages if "km" in page.texts]
    assert len(both) >= 24
    assert len(khmer) * 3 >= len(pages)
    assert len(shipped[0].terms) >= 120
    assert 15 <= len(shipped[0].facts) <= 40
    assert len({page.topic for page in pages}) == 8


def test_every_shipped_page_is_long_enough_to_tell_something(shipped: tuple[Starter, tuple[Fault, ...]]) -> None:
    for page in shipped[0].pages:
        words = len((SITE / "pages" / f"{page.key}.vi.md").read_text("utf-8").split("---\n", 2)[2].split())
        assert 250 <= words <= 700, page.key


def test_the_khmer_pages_are_in_khmer(shipped: tuple[Starter, tuple[Fault, ...]]) -> None:
    texts = [page.texts["km"] for page in shipped[0].pages if "km" in page.texts]
    assert texts
    assert all(KHMER.search(text.title) and KHMER.search(text.lead) for text in texts)
    assert all(KHMER.search(fact.wording["km"]) for fact in shipped[0].facts)


def test_a_translation_shows_the_same_facts_and_cites_no_other_sources(
    shipped: tuple[Starter, tuple[Fault, ...]],
) -> None:
    for page in shipped[0].pages:
        facts = {
            language: [b.fact for b in text.blocks if b.kind is BlockKind.FACT]
            for language, text in page.texts.items()
        }
        assert all(found == facts["vi"] for found in facts.values()), page.key
        cited = {language: {n for b in text.blocks for n in b.references} for language, text in page.texts.items()}
        assert cited["en"] == cited["vi"], page.key
        assert all(found <= cited["vi"] for found in cited.values()), page.key


def test_every_fact_is_shown_or_kept_with_an_owner(shipped: tuple[Starter, tuple[Fault, ...]]) -> None:
    shown = {b.fact for page in shipped[0].pages for b in page.texts["vi"].blocks if b.kind is BlockKind.FACT}
    assert len(shown) >= 20
    assert all(fact.office and fact.as_of for fact in shipped[0].facts)


def test_places_have_a_name_in_each_language(shipped: tuple[Starter, tuple[Fault, ...]]) -> None:
    assert len(shipped[0].places) == 9
    assert all(set(place.names) == set(LANGUAGES) for place in shipped[0].places)


def _ends(path: str) -> list[str]:
    """The points of a drawn path, in order."""
    return re.findall(r"-?[\d.]+ -?[\d.]+(?=[MCZ]|$)", path)


def test_neighbours_on_the_map_share_their_borders_to_the_digit(shipped: tuple[Starter, tuple[Fault, ...]]) -> None:
    drawing = json.loads((SITE / "map.json").read_text("utf-8"))
    whole = set(_ends(drawing["outline"]))
    rings = {unit["key"]: _ends(unit["d"].split("Z")[0]) for unit in drawing["units"]}
    edges = [frozenset(pair) for ring in rings.values() for pair in pairwise(ring) if pair[0] != pair[1]]
    inner = [edge for edge in edges if not edge <= whole]
    assert len(inner) > 60
    assert all(inner.count(edge) == 2 for edge in inner), (
        "an inner border that is not walked by just two units is a gap or an overlap"
    )


def _inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Whether a ray from the point to the right crosses the ring an odd number of times."""
    x, y = point
    crossed = [(a, b) for a, b in pairwise([*ring, ring[0]]) if (a[1] > y) != (b[1] > y)]
    return sum(x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in crossed) % 2 == 1


def test_each_unit_is_drawn_around_its_own_centre_and_name(shipped: tuple[Starter, tuple[Fault, ...]]) -> None:
    drawing = json.loads((SITE / "map.json").read_text("utf-8"))
    onto = drawing["projection"]
    points = {
        place.key: (
            (place.lon - onto["west"]) * onto["per_degree_lon"],
            (onto["north"] - place.lat) * onto["per_degree_lat"],
        )
        for place in shipped[0].places
    }
    for unit in drawing["units"]:
        ring = [(float(x), float(y)) for x, y in (end.split() for end in _ends(unit["d"].split("Z")[0]))]
        within = [key for key, point in points.items() if _inside(point, ring)]
        assert within == [unit["key"]]
        assert _inside((unit["label"]["x"], unit["label"]["y"]), ring)


def test_the_map_is_what_its_script_draws(tmp_path: Path) -> None:
    script = tmp_path / "draw_map.py"
    script.write_text((SITE / "draw_map.py").read_text("utf-8"), "utf-8")
    subprocess.run([sys.executable, str(script)], check=True, capture_output=True, timeout=60)
    assert (tmp_path / "map.json").read_text("utf-8") == (SITE / "map.json").read_text("utf-8")
