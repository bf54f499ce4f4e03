"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.planning"
    verbose_name = _("Planning")
