"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.work"
    verbose_name = _("Work")

    def ready(self) -> None:
        """Add the room's sections to the pages of the rooms below; guard their uploads; hear what the library read."""
        from nhipcau.documents.signals import document_taken_in
        from nhipcau.ports import uploads
        from nhipcau.work.actions.papers import HouseGate
        from nhipcau.work.jobs import on_document_taken_in
        from nhipcau.work.sections import register_sections

        register_sections()
        uploads.install(HouseGate())
        document_taken_in.connect(on_document_taken_in, dispatch_uid="work.conclusions")
