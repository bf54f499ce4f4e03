"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """From now on the clock reaches saved questions and what is counted."""
        from nhipcau.ports.minutes import each_minute
        from nhipcau.search import jobs

        each_minute("search", jobs.tend)
