"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.reports"
    verbose_name = _("Reports")
