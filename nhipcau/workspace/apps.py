"""The room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    """See the package's docstring."""

    name = "nhipcau.workspace"
    verbose_name = _("Workspace")
