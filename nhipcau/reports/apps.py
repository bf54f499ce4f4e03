"""The room as Django sees it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Report forms come with the profile; the marks under leadership's figures are looked after whenever tables may
        have been rebuilt."""
        from nhipcau.ports.profile_parts import register_profile_part
        from nhipcau.reports.shipped import load_part
        from nhipcau.reports.triggers import lay

        register_profile_part(load_part)
        post_migrate.connect(lay, sender=self, dispatch_uid="reports.triggers")
