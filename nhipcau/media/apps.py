"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.media"
    verbose_name = _("Media library")
