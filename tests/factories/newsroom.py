"""Pages of the site for tests: a home, a topic, stories."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from nhipcau.newsroom.actions import approve, hand_over, publish
from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.models import EditorialPage, HomePage, Place, StoryPage, Theme, TopicPage
from nhipcau.people.models import Office, Staff


def theme_of(key: str = "heritage", **names: str) -> Theme:
    """A theme."""
    return Theme.objects.get_or_create(key=key, defaults={"names": names or {"vi": "Di sản", "en": "Heritage"}})[0]


def place_of(key: str = "cau-ke", **names: str) -> Place:
    """A place."""
    return Place.objects.get_or_create(
        key=key, defaults={"names": names or {"vi": "Cầu Kè", "en": "Cau Ke"}, "unit": key}
    )[0]


def home(language: str = "vi") -> HomePage:
    """The home page of a language, made when it is first asked for and made the site's root."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    found = HomePage.objects.filter(locale=locale).first()
    if found is not None:
        return found
    root = Page.get_first_root_node()
    if language != "vi":
        page: HomePage = home().copy_for_translation(locale)
        return page
    made = HomePage(title="Trà Vinh", slug="trang-chu", locale=locale, live=False)
    root.add_child(instance=made)
    made.save_revision()
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=made, is_default_site=True)
    else:
        site.root_page = made
        site.save()
    return made


def topic(key: str = "heritage") -> TopicPage:
    """A topic page in Vietnamese."""
    theme = theme_of(key)
    found = TopicPage.objects.filter(theme=theme, locale__language_code="vi").first()
    if found is not None:
        return found
    made = TopicPage(title=str(theme), slug=slugify(key), theme=theme, live=False)
    home().add_child(instance=made)
    made.save_revision()
    return made


def story(
    title: str = "Ao Bà Om", *, by: Staff | None = None, office: Office | None = None, **fields: Any
) -> StoryPage:
    """A draft of a story that ``by`` wrote, never public."""
    fields.setdefault("lead", "Một ao vuông giữa rừng sao dầu.")
    fields.setdefault("body", [("text", "<p>Ao nằm ở phường 8.</p>")])
    made = StoryPage(title=title, slug=slugify(title.replace("Đ", "D").replace("đ", "d")), live=False, owner=by,
                     office=office, **fields)  # fmt: skip
    topic().add_child(instance=made)
    made.save_revision(user=by)
    return made


def change(page: EditorialPage, *, by: Staff | None, **fields: Any) -> EditorialPage:
    """A new draft of ``page`` in which ``fields`` say something else."""
    draft = draft_of(page)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=by)
    return draft


def out(page: EditorialPage, *, by: Staff, second: Staff, note: str = "x") -> EditorialPage:
    """Take ``page`` the ordinary way to the public: ``by`` hands over, ``second`` approves and publishes."""
    seen = draft_of(page).content()
    hand_over(page, seen=seen, by=by, note=note)
    approve(page, seen=seen, by=second)
    return publish(page, by=second)
