"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.work"
    verbose_name = _("Work")

    def ready(self) -> None:
        """Add the room's sections to the pages of the rooms below."""
        from nhipcau.work.sections import register_sections

        register_sections()
