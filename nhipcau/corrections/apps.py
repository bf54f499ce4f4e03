"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorrectionsConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.corrections"
    verbose_name = _("Corrections desk")

    def ready(self) -> None:
        """From now on a mark at the reading desk becomes a case, and the day's clocks are looked at."""
        from nhipcau.corrections import jobs, receivers
        from nhipcau.ports.minutes import each_minute

        receivers.connect()
        each_minute("corrections", jobs.tend)
