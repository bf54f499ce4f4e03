"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.duties"
    verbose_name = _("Duties")
