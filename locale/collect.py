#!/usr/bin/env python3
"""List the strings of the packages we stand on that still lack Vietnamese, and merge them into our catalogue.

Wagtail ships Vietnamese for about a fifth of its admin, allauth and axes for none of theirs. The rest is ours, in
``locale/vi``: that folder is in LOCALE_PATHS, so its entries go before those of the packages.

``python locale/collect.py``          a table: strings, shipped, ours, missing; exit code 1 if any are missing
``python locale/collect.py --list``   what is missing, one JSON object a line
``python locale/collect.py --merge``  add what is missing to our .po, untranslated; nothing else is touched

Run it after an update of a package.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import polib  # type: ignore[import-untyped]

LANGUAGE = "vi"
HERE = Path(__file__).resolve().parent
DOMAINS = ("django", "djangojs")

PACKAGES: dict[str, tuple[str, ...]] = {
    "wagtail.admin": (),
    "wagtail": (),
    "wagtail.images": (),
    "wagtail.documents": (),
    "wagtail.users": (),
    "wagtail.snippets": (),
    "wagtail.embeds": (),
    "wagtail.search": (),
    "wagtail.sites": (),
    "wagtail.locales": (),
    "wagtail.contrib.settings": (),
    "wagtail.contrib.redirects": (),
    "wagtail.contrib.forms": (),
    "wagtail.contrib.table_block": (),
    "wagtail.contrib.typed_table_block": (),
    "wagtail.contrib.search_promotions": (),
    "wagtail_localize": (),
    "wagtail_localize.locales": (),
    # allauth keeps one catalogue for all its apps; these are the parts that are switched on.
    "allauth": ("account/", "mfa/", "core/", "decorators", "utils", "templates/account/", "templates/allauth/",
                "templates/mfa/"),
    "axes": (),
    "django_filters": (),
    "taggit": (),
    "django.conf": (),
    "django.contrib.auth": (),
    "django.contrib.contenttypes": (),
    "django.contrib.humanize": (),
    "django.contrib.sessions": (),
}  # fmt: skip
"""Package → beginnings of the source files whose strings count; none given: all of them."""

Key = tuple[str, str | None, str]
"""Domain, context, msgid: what gettext looks up."""


@dataclass(frozen=True, slots=True)
class Message:
    """One string that a package may show."""

    package: str
    domain: str
    context: str | None
    msgid: str
    plural: str | None
    flags: tuple[str, ...]
    comment: str
    sources: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What gettext looks up."""
        return self.domain, self.context, self.msgid


def folder_of(package: str) -> Path | None:
    """Where `package` lies, found without importing it (Django's need settings); None if it is not installed."""
    top, *inner = package.split(".")
    spec = importlib.util.find_spec(top)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0], *inner)
    return folder if folder.is_dir() else None


def _source_catalogues(package: str, domain: str) -> list[Path]:
    """The English catalogue; for a package that ships none, all its others: together they name its strings."""
    folder = folder_of(package)
    if folder is None:
        return []
    english = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    return [english] if english.exists() else sorted(folder.glob(f"locale/*/LC_MESSAGES/{domain}.po"))


def _counts(entry: polib.POEntry, beginnings: tuple[str, ...]) -> bool:
    if entry.obsolete or not entry.msgid:
        return False
    return not beginnings or any(source.startswith(beginnings) for source, _ in entry.occurrences)


def messages_of(package: str, domain: str) -> Iterator[Message]:
    """The strings of one package, each once, in the order of its catalogue."""
    seen: set[tuple[str | None, str]] = set()
    for path in _source_catalogues(package, domain):
        for entry in polib.pofile(str(path), encoding="utf-8"):
            if not _counts(entry, PACKAGES[package]) or (entry.msgctxt, entry.msgid) in seen:
                continue
            seen.add((entry.msgctxt, entry.msgid))
            yield Message(
                package=package,
                domain=domain,
                context=entry.msgctxt,
                msgid=entry.msgid,
                plural=entry.msgid_plural or None,
                flags=tuple(flag for flag in entry.flags if flag != "fuzzy"),
                comment=entry.comment,
                sources=tuple(dict.fromkeys(source for source, _ in entry.occurrences)),
            )


def collect(packages: Iterable[str] = PACKAGES) -> list[Message]:
    """Every string of these packages, in their order. The same msgid in two packages is two messages."""
    return [message for package in packages for domain in DOMAINS for message in messages_of(package, domain)]


def _is_translated(entry: polib.POEntry, *, plural: bool) -> bool:
    if entry.obsolete or entry.fuzzy:
        return False
    return bool(entry.msgstr_plural) and all(entry.msgstr_plural.values()) if plural else entry.translated()


def _translated_keys(path: Path, domain: str) -> Iterator[tuple[Key, bool]]:
    """The keys that `path` translates, and whether with plural forms. Python looks a msgid up in those too."""
    if not path.exists():
        return
    for entry in polib.pofile(str(path), encoding="utf-8"):
        plural = bool(entry.msgid_plural)
        if _is_translated(entry, plural=plural):
            yield (domain, entry.msgctxt, entry.msgid), plural


def shipped(package: str) -> dict[Key, bool]:
    """What the package itself has in Vietnamese: key → whether with plural forms."""
    folder = folder_of(package)
    if folder is None:
        return {}
    catalogues = folder / "locale" / LANGUAGE / "LC_MESSAGES"
    return dict(pair for domain in DOMAINS for pair in _translated_keys(catalogues / f"{domain}.po", domain))


def our_catalogue(domain: str) -> Path:
    """Our .po of this domain."""
    return HERE / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"


def ours() -> dict[Key, bool]:
    """What our catalogue has in Vietnamese: key → whether with plural forms."""
    return dict(pair for domain in DOMAINS for pair in _translated_keys(our_catalogue(domain), domain))


def _answers(message: Message, translations: dict[Key, bool]) -> bool:
    has_forms = translations.get(message.key)
    return has_forms is not None and (has_forms or message.plural is None)


def missing(messages: Iterable[Message]) -> list[Message]:
    """Those that neither our catalogue nor their own package translates; each msgid once, a plural before a singular.

    Another package's translation of the same msgid is not counted: it may be switched off, or mean another thing.
    """
    own = ours()
    by_package = {package: shipped(package) for package in PACKAGES}
    found: dict[Key, Message] = {}
    for message in messages:
        if _answers(message, own) or _answers(message, by_package[message.package]):
            continue
        known = found.get(message.key)
        if known is None or (known.plural is None and message.plural is not None):
            found[message.key] = message
    return list(found.values())


def _new_catalogue() -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Project-Id-Version": "Nhịp Cầu",
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def _entry_for(message: Message) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=message.context,
        msgid=message.msgid,
        msgid_plural=message.plural or "",
        msgstr="",
        msgstr_plural={0: ""} if message.plural else {},
        comment=message.comment,
        occurrences=[(message.package.replace(".", "/"), "")],  # no line numbers: they move with every release
        flags=list(message.flags),
    )


def merge(messages: Iterable[Message]) -> int:
    """Add `messages` to our catalogues, untranslated; the number of new entries. What stands there is kept."""
    added = 0
    wanted = list(messages)
    for domain in DOMAINS:
        path = our_catalogue(domain)
        catalogue = polib.pofile(str(path), wrapwidth=100, encoding="utf-8") if path.exists() else _new_catalogue()
        known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
        for message in (m for m in wanted if m.domain == domain):
            entry = known.get((message.context, message.msgid))
            if entry is None:
                catalogue.append(_entry_for(message))
                added += 1
            elif message.plural and not entry.msgid_plural:
                # A package began to count it: Vietnamese has one form, so the old translation is that form.
                entry.msgid_plural, entry.msgstr_plural, entry.msgstr = message.plural, {0: entry.msgstr}, ""
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
    return added


def table(messages: list[Message]) -> Iterator[str]:
    """One line a package: how many strings, how many it ships in Vietnamese, we have, are missing."""
    own = ours()
    yield f"{'package':<36}{'strings':>8}{'shipped':>9}{'ours':>7}{'missing':>9}"
    for package in PACKAGES:
        mine = [message for message in messages if message.package == package]
        theirs = shipped(package)
        yield (
            f"{package:<36}{len(mine):>8}{sum(_answers(m, theirs) for m in mine):>9}"
            f"{sum(_answers(m, own) for m in mine):>7}{len(missing(mine)):>9}"
        )


def main() -> int:
    """Exit code 0: nothing is missing (or it has been merged); 1: something is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print what is missing as JSON lines")
    parser.add_argument("--merge", action="store_true", help="add what is missing to our .po, untranslated")
    wish = parser.parse_args()
    messages = collect()
    lacking = missing(messages)
    if wish.merge:
        lines: Iterable[str] = [f"{merge(lacking)} added"]
    elif wish.list:
        lines = (json.dumps(asdict(message), ensure_ascii=False) for message in lacking)
    else:
        lines = table(messages)
    for line in lines:
        print(line)  # noqa: T201
    return 1 if lacking and not wish.merge else 0


if __name__ == "__main__":
    sys.exit(main())
