"""The form in which a page is written: a new page begins with the office of who begins it."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from nhipcau.newsroom.editing import office_of_writer
from nhipcau.newsroom.models import HomePage, SectionPage, StoryPage, TopicPage
from nhipcau.people.models import Staff


class PageForm(WagtailAdminPageForm):
    """Wagtail's page form with the office filled in; the writer may choose another of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "office" in self.fields and isinstance(self.for_user, Staff):
            self.initial["office"] = self.initial.get("office") or office_of_writer(self.for_user)


def install() -> None:
    """Give the form to every page type."""
    for model in (HomePage, TopicPage, SectionPage, StoryPage):
        model.edit_handler.base_form_class = PageForm
