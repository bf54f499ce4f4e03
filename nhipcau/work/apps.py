"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.work"
    verbose_name = _("Work")
