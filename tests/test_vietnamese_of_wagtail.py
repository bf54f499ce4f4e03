"""Vietnamese for the strings of Wagtail, allauth and the rest that staff see, and the tools that keep it whole."""

from __future__ import annotations

import gettext
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import polib  # type: ignore[import-untyped]
import pytest
from django.test import override_settings
from django.utils.translation.trans_real import DjangoTranslation
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "locale" / "vi" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0+ ]?(?:\.\d+)?[a-zA-Z]|%[sdrf]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
SAME_IN_BOTH = {"URL", "ID", "IPv4", "IPv6", "WebAuthn", "HTTP Accept"}


def script(name: str) -> ModuleType:
    """A script of ``locale/``: that folder is no package."""
    spec = importlib.util.spec_from_file_location(f"locale_{name}", ROOT / "locale" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


collect = script("collect")
compiler = script("compile")


def entries(domain: str) -> polib.POFile:
    return polib.pofile(str(CATALOGUES / f"{domain}.po"), encoding="utf-8")


def vietnamese(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def read_by_python(data: bytes) -> dict[Any, str]:
    catalogue: dict[Any, str] = vars(gettext.GNUTranslations(io.BytesIO(data)))["_catalog"]
    return catalogue


class Nesting(HTMLParser):
    """Whether every tag that opens closes in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.balanced = True
        self.feed(text)
        self.close()
        self.balanced = self.balanced and not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.balanced = False


# ── the catalogue itself ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_is_untranslated_or_fuzzy(domain: str) -> None:
    catalogue = entries(domain)
    assert [e.msgid for e in catalogue.untranslated_entries()] == []
    assert [e.msgid for e in catalogue.fuzzy_entries()] == []
    assert [e.msgid for e in catalogue if not vietnamese(e).strip()] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_vietnamese_has_one_plural_form(domain: str) -> None:
    catalogue = entries(domain)
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert [e.msgid for e in catalogue if e.msgid_plural and set(e.msgstr_plural) != {0}] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_stay_as_they_are(domain: str) -> None:
    wrong = []
    for entry in entries(domain):
        have = placeholders(vietnamese(entry))
        singular, plural = placeholders(entry.msgid), placeholders(entry.msgid_plural or entry.msgid)
        # One form serves every number: it must name the number, unless the English singular names all that matters.
        if have != plural and not (singular and have == singular):
            wrong.append((entry.msgid, vietnamese(entry)))
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_tags_stay_as_they_are_and_stay_nested(domain: str) -> None:
    wrong = []
    for entry in entries(domain):
        source, text = entry.msgid_plural or entry.msgid, vietnamese(entry)
        names = [PLACEHOLDER.sub("", tag) for tag in TAG.findall(source)]
        if Counter(names) != Counter(PLACEHOLDER.sub("", tag) for tag in TAG.findall(text)) or (
            Nesting(source).balanced and not Nesting(text).balanced
        ):
            wrong.append((source, text))
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_spaces_at_the_ends_stay_and_letters_are_composed(domain: str) -> None:
    def ends(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    for entry in entries(domain):
        text = vietnamese(entry)
        assert ends(text) == ends(entry.msgid), entry.msgid
        assert unicodedata.is_normalized("NFC", text), entry.msgid


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_reads_like_the_english_is_meant_to(domain: str) -> None:
    same = {e.msgid for e in entries(domain) if vietnamese(e) == e.msgid}
    assert {text for text in same if re.search("[a-zA-Z]", PLACEHOLDER.sub("", text))} <= SAME_IN_BOTH


def test_the_words_of_the_house_are_used() -> None:
    """A few terms that other screens and the guide rely on."""
    texts = {e.msgid: vietnamese(e) for e in entries("django") if e.msgctxt is None}
    assert texts["Documents"] == "Tài liệu"
    assert texts["Unpublish"] == "Gỡ xuất bản"
    assert texts["Reject"] == "Trả lại"
    assert texts["Locale"] == "Ngôn ngữ"
    assert texts["Passkey"] == "Khóa truy cập (passkey)"
    # «văn bản» is a legal document in this program: only text fields and alternative text may be called so.
    uses = {msgid for msgid, text in texts.items() if "văn bản" in text.lower()}
    # The bare word is what the rooms call a document of law; Wagtail's own documents are not offered to staff.
    assert {u for u in uses if re.search(r"\bdocuments?\b", u, re.IGNORECASE)} <= {"Document", "document"}


def test_no_word_of_a_room_is_overridden() -> None:
    """LOCALE_PATHS go first: where a room means another thing by the same msgid, it must say so with a context."""
    ours = {(d, e.msgctxt, e.msgid): vietnamese(e) for d in DOMAINS for e in entries(d)}
    clashes = []
    for path in sorted((ROOT / "nhipcau").glob("*/locale/vi/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(path), encoding="utf-8").translated_entries():
            known = ours.get((path.stem, entry.msgctxt, entry.msgid))
            if known is not None and known != vietnamese(entry):
                clashes.append(f"{path.relative_to(ROOT)}: {entry.msgid!r} is {known!r} (use pgettext)")
    assert clashes == []


# ── every string of the installed packages ────────────────────────────────────────────────────────────────────────


class NotFound(gettext.NullTranslations):
    """Answers what no catalogue knows, so that English left standing can't pass for a translation."""

    def gettext(self, message: str) -> str:
        return "\0"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "\0"


def as_django_answers(message: Any, translation: DjangoTranslation) -> list[str]:
    lookup = message.msgid if message.context is None else f"{message.context}\4{message.msgid}"
    plain = [translation.gettext(lookup)]
    return plain if message.plural is None else [translation.ngettext(lookup, message.plural, n) for n in (1, 2)]


def unanswered(messages: list[Any], domain: str) -> list[tuple[str, str]]:
    """Package and msgid of those that Django, with its installed apps and our catalogue, answers in English."""
    translation = DjangoTranslation("vi", domain=domain)
    translation.add_fallback(NotFound())
    return [
        (message.package, message.msgid)
        for message in messages
        if message.domain == domain and "\0" in as_django_answers(message, translation)
    ]


def test_every_string_of_the_packages_is_vietnamese(tmp_path: Path) -> None:
    shutil.copytree(CATALOGUES, tmp_path / "locale/vi/LC_MESSAGES", ignore=shutil.ignore_patterns("*.mo"))
    assert len(compiler.compile_below(tmp_path)) == len(DOMAINS)
    messages = collect.collect()
    with override_settings(LOCALE_PATHS=[tmp_path / "locale"]):
        left = [pair for domain in DOMAINS for pair in unanswered(messages, domain)]
    print(f"{len(messages)} strings of {len(collect.PACKAGES)} packages, {len(left)} without Vietnamese")  # noqa: T201
    assert left == []
    assert collect.missing(messages) == []
    assert len({m.key for m in messages if m.package.startswith("wagtail")}) > 1_700


def test_a_package_that_is_not_there_has_no_strings() -> None:
    assert collect.folder_of("no_such_package") is None
    assert collect.shipped("no_such_package") == {}


def test_merging_adds_what_is_new_and_keeps_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "HERE", tmp_path)
    first, second = collect.collect(["wagtail.embeds"])[:2]
    assert collect.merge([first]) == 1
    path = collect.our_catalogue(first.domain)
    catalogue = polib.pofile(str(path))
    catalogue[0].msgstr = "đã dịch"
    catalogue.save()
    assert collect.merge([first, second]) == 1
    assert [(e.msgid, e.msgstr) for e in polib.pofile(str(path))] == [(first.msgid, "đã dịch"), (second.msgid, "")]
    assert first.key in collect.ours()
    assert second.key not in collect.ours()


# ── the compiler ──────────────────────────────────────────────────────────────────────────────────────────────────

TRICKY = r"""# a header
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

#. for translators
#: a.py:1
#, python-format
#| msgid "older"
msgid ""
"two "
"lines\n"
msgstr "hai \"dòng\"\t\\ "
"\n"
msgctxt "verb"
msgid "open"
msgstr "mở"
msgid "open"
msgstr "đang mở"

#, fuzzy
msgid "unsure"
msgstr "không chắc"

#, python-format, fuzzy
msgid "unsure too"
msgstr "không chắc"

msgid "empty"
msgstr ""

msgid "%(n)s page"
msgid_plural "%(n)s pages"
msgstr[0] "%(n)s trang"

#~ msgid "gone"
#~ msgstr "đã bỏ"
"""


def test_the_compiler_reads_what_polib_reads() -> None:
    ours = read_by_python(compiler.catalogue_bytes(compiler.read_catalogue(TRICKY)))
    assert ours == read_by_python(polib.pofile(TRICKY.replace('"\n"\nmsgctxt', '"\n"\n\nmsgctxt')).to_binary())
    assert ours["two lines\n"] == 'hai "dòng"\t\\ \n'
    assert (ours["open"], ours["verb\4open"]) == ("đang mở", "mở")
    assert ours[("%(n)s page", 0)] == "%(n)s trang"
    assert not {"unsure", "unsure too", "empty", "gone"} & set(ours)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiler_agrees_with_polib_and_msgfmt_on_our_catalogues(domain: str, tmp_path: Path) -> None:
    source = CATALOGUES / f"{domain}.po"
    ours = read_by_python(compiler.catalogue_bytes(compiler.read_catalogue(source.read_text("utf-8"))))
    assert ours == read_by_python(entries(domain).to_binary())
    if msgfmt := shutil.which("msgfmt"):
        target = tmp_path / "out.mo"
        subprocess.run([msgfmt, "--check-format", "--check-domain", "-o", target, source], check=True)
        assert ours == read_by_python(target.read_bytes())


text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t"\\#\u2028\xa0'), min_size=1)


@given(st.dictionaries(st.tuples(st.none() | text, text), st.tuples(st.none() | text, text), max_size=8))
def test_whatever_polib_writes_the_compiler_reads(
    messages: dict[tuple[str | None, str], tuple[str | None, str]],
) -> None:
    catalogue = polib.POFile(wrapwidth=40)
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for (context, msgid), (plural, string) in messages.items():
        forms: dict[str, Any] = (
            {"msgid_plural": plural, "msgstr_plural": {0: string}} if plural else {"msgstr": string}
        )
        catalogue.append(polib.POEntry(msgctxt=context, msgid=msgid, **forms))
    found = {(e.context, e.singular): (e.plural, e.strings) for e in compiler.read_catalogue(str(catalogue))}
    del found[(None, "")]
    assert found == {key: (plural, (string,)) for key, (plural, string) in messages.items()}


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ('msgid "a"\nmsgstr unquoted', "line 2: expected a quoted string"),
        ('msgid "a"\nmsgstr "b"\n\n"loose"', "line 4: '\"loose\"' stands before any msgid"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"', "line 4: 'a' is defined twice"),
        ('msgid "a"\nmsgstr "b" + "c"', 'line 2: \'"b" + "c"\' is not a string'),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_line(broken: str, complaint: str) -> None:
    with pytest.raises(compiler.BrokenCatalogue, match=re.escape(complaint)):
        compiler.read_catalogue(broken)


def test_only_what_is_newer_is_compiled(tmp_path: Path) -> None:
    for place in ("locale/vi/LC_MESSAGES", "nhipcau/duties/locale/vi/LC_MESSAGES", ".venv/x/locale/vi/LC_MESSAGES"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "django.po").write_text(TRICKY, "utf-8")
    first = compiler.compile_below(tmp_path)
    assert [str(p.relative_to(tmp_path)) for p in first] == [
        "locale/vi/LC_MESSAGES/django.mo",
        "nhipcau/duties/locale/vi/LC_MESSAGES/django.mo",
    ]
    assert compiler.compile_below(tmp_path) == []
    later = first[0].stat().st_mtime + 5
    os.utime(first[0].with_suffix(".po"), (later, later))
    assert compiler.compile_below(tmp_path) == [first[0]]


def test_the_compiler_runs_alone_and_fails_on_a_broken_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "locale/vi/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "a"\nmsgstr oops\n')
    # -I -S: no site-packages, as on a machine where nothing is installed yet
    command: list[str | Path] = [sys.executable, "-I", "-S", ROOT / "locale" / "compile.py", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "django.po: line 2" in done.stderr
    (folder / "django.po").write_text(TRICKY, "utf-8")
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.split() == ["locale/vi/LC_MESSAGES/django.mo"]
