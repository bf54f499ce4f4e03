"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.duties"
    verbose_name = _("Duties")

    def ready(self) -> None:
        """Listen for approved readings."""
        from nhipcau.documents.signals import reading_approved
        from nhipcau.duties.jobs import on_reading_approved

        reading_approved.connect(on_reading_approved, dispatch_uid="duties.take_in")
