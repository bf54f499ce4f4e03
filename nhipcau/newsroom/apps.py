"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.newsroom"
    verbose_name = _("Newsroom")
