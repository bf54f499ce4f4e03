"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.monitoring"
    verbose_name = _("Press monitoring")
