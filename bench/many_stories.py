"""The profile's own site with many more stories in it, for measurements: copies of the shipped ones by SQL, each a page of its own."""

from __future__ import annotations

from typing import Any

STEP = 4


def fill(stories: int) -> None:
    """Load the profile's site and copy its Vietnamese and English stories until there are ``stories``."""
    from django.core.management import call_command
    from wagtail.models import Site

    from nhipcau.newsroom.models import StoryPage

    call_command("load_site", verbosity=0)
    Site.objects.update(hostname="localhost")
    originals = list(StoryPage.objects.live().filter(locale__language_code__in=["vi", "en"]).select_related("locale"))
    copies = -(-(stories - len(originals)) // len(originals))
    for original in originals:
        _copy(original, copies)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # PostgreSQL does so by itself; for SQLite see docs/operating.md


def _copy(original: Any, copies: int) -> None:
    """``copies`` siblings of ``original``: the three rows of a page, its pictures held, its places."""
    import uuid
    from datetime import timedelta

    from django.db import connection
    from wagtail.models import Page

    from nhipcau.media.models import PublicHold
    from nhipcau.newsroom.models import EditorialPage

    parent = original.get_parent()
    first = parent.numchild
    base = Page.objects.get(pk=original.pk)
    rows = []
    for n in range(1, copies + 1):
        page = Page.objects.get(pk=original.pk) if n == 1 else _clone(base)
        page.pk = page.id = None
        page.path = Page._get_path(parent.path, parent.depth + 1, first + n)
        page.slug = f"{base.slug}-{n}"
        page.title = f"{base.title} {n}"
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.translation_key = uuid.uuid5(base.translation_key, str(n))
        page.first_published_at = base.first_published_at - timedelta(hours=n)
        page.latest_revision = page.live_revision = None
        rows.append(page)
    made = Page.objects.bulk_create(rows, batch_size=500)
    ids = [page.pk for page in made]
    Page.objects.filter(pk=parent.pk).update(numchild=first + copies)
    with connection.cursor() as cursor:
        for model in (EditorialPage, type(original)):
            _copy_rows(cursor, model, original.pk, ids)
    holds = PublicHold.objects.filter(holder=f"newsroom.page:{original.pk}")
    PublicHold.objects.bulk_create(
        [
            PublicHold(asset=h.asset, holder=f"newsroom.page:{pk}", title=h.title, url=h.url, since=h.since)
            for h in holds
            for pk in ids
        ],
        batch_size=1000,
    )
    for field in ("places", "themes"):
        through = type(original)._meta.get_field(field).remote_field.through
        target = f"{'place' if field == 'places' else 'theme'}_id"
        found = [row.pk for row in getattr(original, field).all()]
        through.objects.bulk_create(
            [through(storypage_id=pk, **{target: t}) for pk in ids for t in found], batch_size=1000
        )


def _clone(page: Any) -> Any:
    import copy

    return copy.copy(page)


def _copy_rows(cursor: Any, model: Any, source: int, ids: list[int]) -> None:
    """The row of one table again for each id: the key column is the pointer to the table above."""
    table = model._meta.db_table
    key = model._meta.pk.column
    columns = [f.column for f in model._meta.local_fields if f.column != key]
    names = ", ".join(f'"{c}"' for c in columns)
    sql = f'INSERT INTO "{table}" ("{key}", {names}) SELECT %s, {names} FROM "{table}" WHERE "{key}" = %s'  # noqa: S608
    cursor.executemany(sql, [(pk, source) for pk in ids])
