"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """The index follows what the rooms below change."""
        from nhipcau.search import receivers

        receivers.connect()
