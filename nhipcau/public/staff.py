"""The page of components that staff see: everything the public site is made of, in both themes side by side."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from nhipcau.people.permissions import require
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.public import showcase

SHOWN = ("vi", "en", "km")
"""The languages whose words the page has; the others differ from them in type alone."""
THEMES = ("light", "dark")


def _style() -> str:
    """The style sheet's text as it lies in the source."""
    from pathlib import Path

    found = finders.find("public/site.css")
    return Path(str(found)).read_text("utf-8")


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in SHOWN else SHOWN[0]


class DesignPage(StaffPage):
    """The frame: choice of language, the tokens' values, two windows."""

    permission = "people.see"
    template_name = "public/staff/design.html"
    page_title = gettext_lazy("Design of the public site")
    header_icon = "image"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tokens and the addresses of the two windows."""
        language = _language(self.request)
        window = reverse("public_design_window")
        names = dict(settings.LANGUAGES)
        return super().get_context_data(**kwargs) | {
            "colours": showcase.colours(_style()),
            "windows": [{"theme": theme, "url": f"{window}?theme={theme}&language={language}"} for theme in THEMES],
            "languages": [{"code": code, "name": names[code], "is_current": code == language} for code in SHOWN],
            "weight": len(_style().encode()),
        }


class DesignWindow(TemplateView):
    """The components themselves, in one theme and one language, without the workspace around them."""

    template_name = "public/staff/window.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises NotAllowed, as the page that holds the window does."""
        require(staff_of(request), "people.see")
        with translation.override(_language(request)):
            answer = super().dispatch(request, *args, **kwargs)
            return answer.render() if hasattr(answer, "render") else answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Samples for every component."""
        language = _language(self.request)
        asked = self.request.GET.get("theme", "")
        on = timezone.localdate()
        return super().get_context_data(**kwargs) | {
            "theme": asked if asked in THEMES else THEMES[0],
            "page_language": language,
            "colours": showcase.colours(_style()),
            **showcase.measures(_style()),
            "sample": showcase.samples(language, picture_url=static(showcase.PICTURE), on=on),
            "pages": Paginator(range(50), 10).get_page(2),
        }
