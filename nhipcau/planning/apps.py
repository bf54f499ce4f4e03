"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.planning"
    verbose_name = _("Planning")

    def ready(self) -> None:
        """Listen for approvals; add the room's sections to the pages of the rooms below."""
        from nhipcau.planning.jobs import on_plan_approved
        from nhipcau.planning.sections import register_sections
        from nhipcau.planning.signals import plan_approved

        plan_approved.connect(on_plan_approved, dispatch_uid="planning.give_work")
        register_sections()
